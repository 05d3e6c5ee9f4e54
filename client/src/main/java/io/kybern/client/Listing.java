package io.kybern.client;

import io.kybern.api.meta.v1.ListMeta;
import io.kybern.error.GoneException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.ListStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a list, page after page. Items are decoded from the connection as they arrive, at
 * most 500 ahead; neither a whole answer nor all objects are ever held. To be iterated once, by one
 * thread.
 *
 * <p>A listing that is read to its end, or that throws, holds nothing any more. One that is left
 * early needs {@link #close} only if an answer has more than 500 items, which happens when the
 * server ignores the limit or was asked for none.
 *
 * <p>All pages show the same state, that of the first. If the server gives that state up while
 * pages are being read (410, after some minutes), one full list takes the place of the pages that
 * are left: {@link #toList} starts over with it, so that the list is of one state; iteration passes
 * over what it has delivered, so that every object that was there all the time comes exactly once,
 * and {@link #metadata} becomes that of the full list. Where the server's order does not allow
 * that, the {@link GoneException} is thrown.
 *
 * @param <T> type of the objects
 */
public final class Listing<T extends KubernetesObject> implements Iterable<T>, AutoCloseable {
  private static final int AHEAD = ListQuery.PAGE;

  private final View<T> view;
  private final ListQuery query;
  private final Cancellation cancellation;
  private final boolean fallsBack;

  // All below belongs to the thread that iterates.
  private final ArrayDeque<T> ahead = new ArrayDeque<>();
  private Request request;
  private @Nullable ListStream<T> stream;
  private ListMeta metadata = ListMeta.TYPE.empty();
  private boolean iterated;
  private @Nullable T last;

  /** What {@link #toList} has collected; a full list starts it over. */
  private @Nullable List<T> collected;

  /** Why a full list took the place of the last pages; {@code null} if none did. */
  private @Nullable GoneException gone;

  /**
   * Items of the full list up to this one have been delivered; {@code null} once they are passed.
   */
  private @Nullable String delivered;

  private String passed = "";

  private Listing(View<T> view, ListQuery query, Cancellation cancellation, boolean fallsBack) {
    this.view = view;
    this.query = query;
    this.cancellation = cancellation;
    this.fallsBack = fallsBack;
    this.request = request(view, query);
  }

  /** A listing whose first answer has begun. */
  static <T extends KubernetesObject> Listing<T> start(View<T> view, ListQuery query) {
    return start(view, query, new Cancellation(), true);
  }

  /**
   * A listing whose first answer has begun.
   *
   * @param fallsBack whether a full list may take the place of pages that are gone
   */
  static <T extends KubernetesObject> Listing<T> start(
      View<T> view, ListQuery query, Cancellation cancellation, boolean fallsBack) {
    Listing<T> listing = new Listing<>(view, query.firstPage(), cancellation, fallsBack);
    listing.open(listing.query);
    listing.readAhead();
    return listing;
  }

  static <T extends KubernetesObject> Page<T> page(View<T> view, ListQuery query) {
    Listing<T> listing = new Listing<>(view, query, new Cancellation(), false);
    listing.open(query);
    List<T> items = new ArrayList<>();
    while (listing.stream != null) {
      listing.readAhead();
      items.addAll(listing.ahead);
      listing.ahead.clear();
    }
    return new Page<>(
        view.type().apiVersion(), view.type().kind() + "List", listing.metadata, items);
  }

  private static Request request(View<?> view, ListQuery query) {
    return Request.get(
        view.collection() + new QueryString().addAll(query.options()), view.acceptList());
  }

  private void open(ListQuery page) {
    request = request(view, page);
    Duration timeout = page.timeout() != null ? page.timeout() : view.timeoutOrDefault();
    Transport.Response response = view.engine().send(request, timeout, cancellation);
    try {
      stream =
          view.codec()
              .readList(view.type().objectType(), View.format(request, response), response.body());
    } catch (IOException e) {
      response.close();
      throw Engine.failure(request, e);
    } catch (RuntimeException e) {
      response.close();
      throw e;
    }
  }

  /** Decodes items of the present answer until there are enough or it ends. */
  private void readAhead() {
    ListStream<T> stream = this.stream;
    if (stream == null) {
      return;
    }
    try {
      while (ahead.size() < AHEAD) {
        T item = stream.next();
        if (item == null) {
          metadata = stream.metadata();
          close();
          return;
        }
        if (delivered == null || isNew(item, delivered)) {
          ahead.add(item);
        }
      }
      metadata = stream.metadata();
    } catch (IOException e) {
      close();
      throw Engine.failure(request, e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private boolean hasNextItem() {
    while (ahead.isEmpty()) {
      if (stream == null) {
        String token = metadata.continue_();
        if (token == null || token.isEmpty()) {
          return false;
        }
        openNext(token);
      }
      readAhead();
    }
    return true;
  }

  private void openNext(String token) {
    try {
      open(query.nextPage(token));
    } catch (GoneException e) {
      if (!fallsBack || gone != null) {
        throw e;
      }
      gone = e;
      metadata = ListMeta.TYPE.empty();
      if (collected != null) {
        collected.clear();
      } else if (last != null) {
        delivered = key(last);
      }
      open(query.unpaged());
    }
  }

  private T nextItem() {
    if (!hasNextItem()) {
      throw new NoSuchElementException();
    }
    T item = ahead.remove();
    last = item;
    return item;
  }

  /**
   * The one iterator.
   *
   * @throws IllegalStateException if there was one before: list again instead
   */
  @Override
  public Iterator<T> iterator() {
    begin();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return hasNextItem();
      }

      @Override
      public T next() {
        return nextItem();
      }
    };
  }

  private void begin() {
    if (iterated) {
      throw new IllegalStateException("a listing can be iterated once; list again");
    }
    iterated = true;
  }

  /** The objects as a stream, which closes the listing when it is closed. */
  public Stream<T> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(this::close);
  }

  /** All objects at once, of one state. */
  public List<T> toList() {
    begin();
    List<T> all = new ArrayList<>();
    collected = all;
    while (hasNextItem()) {
      all.addAll(ahead);
      ahead.clear();
    }
    return Collections.unmodifiableList(all);
  }

  /**
   * Metadata of the list as far as it was read: its resource version, from which a watch can go on.
   */
  public ListMeta metadata() {
    return metadata;
  }

  /** Ends the listing early. Repeatable. */
  @Override
  public void close() {
    ListStream<T> stream = this.stream;
    this.stream = null;
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        // The answer is not wanted any more, whatever state its connection is in.
        return;
      }
    }
  }

  /**
   * Whether an item of the full list was not delivered before. Servers list in the order of keys.
   */
  private boolean isNew(T item, String delivered) {
    String key = key(item);
    if (key.compareTo(passed) < 0 && gone != null) {
      throw gone; // This server has another order: there is no telling what was delivered.
    }
    passed = key;
    if (key.compareTo(delivered) <= 0) {
      return false;
    }
    this.delivered = null;
    return true;
  }

  private static String key(KubernetesObject object) {
    if (object instanceof Unstructured tree) {
      return tree.at("metadata", "namespace") + "/" + tree.at("metadata", "name");
    }
    return object.namespace() + "/" + object.name();
  }
}
