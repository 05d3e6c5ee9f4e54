package io.kybern.client;

import io.kybern.model.KubernetesObject;
import io.kybern.model.ObjectType;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Watches objects. */
record ObjectWatchSource<T extends KubernetesObject>(View<T> view) implements WatchSource<T> {
  private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

  @Override
  public Present<T> present(ListQuery query, Cancellation cancellation) {
    Listing<T> listing = Listing.start(view, query, cancellation, false);
    Iterator<T> items = listing.iterator();
    return new Present<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public T next() {
        return items.next();
      }

      @Override
      public @Nullable String resourceVersion() {
        return listing.metadata().resourceVersion();
      }

      @Override
      public void close() {
        listing.close();
      }
    };
  }

  @Override
  public String accept() {
    return view.accept(view.type().objectType());
  }

  @Override
  public ObjectType<T> type() {
    return view.type().objectType();
  }

  @Override
  public @Nullable String versionOf(T object) {
    return object.resourceVersion();
  }

  @Override
  public boolean endsInitialEvents(T bookmark) {
    return "true".equals(bookmark.annotations().get(INITIAL_EVENTS_END));
  }
}
