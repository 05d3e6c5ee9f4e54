package io.kybern.client;

import io.kybern.model.ObjectType;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What a watch asks for, and how it reads where it is from what comes. */
interface WatchSource<T> {
  View<?> view();

  /** What is there when the watch begins, and at which version. */
  Present<T> present(ListQuery query, Cancellation cancellation);

  String accept();

  ObjectType<T> type();

  /** The resource version of an event's object. */
  @Nullable String versionOf(T object);

  boolean endsInitialEvents(T bookmark);

  /** What is there when a watch begins. */
  interface Present<T> extends Iterator<T>, AutoCloseable {
    /** The version to watch from; known when there is no next item. */
    @Nullable String resourceVersion();

    @Override
    void close();
  }
}
