package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.apiserver.ResponseBody;
import io.kybern.apiserver.storage.Change;
import io.kybern.apiserver.storage.CompactedException;
import io.kybern.apiserver.storage.Cursor;
import io.kybern.apiserver.storage.FutureRevisionException;
import io.kybern.apiserver.storage.Snapshot;
import io.kybern.error.ApiException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.wire.Codec;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The events of one watch. Holds a place in the log and nothing else; events are filtered and
 * written when the transport asks for them, by its thread. A change that takes an object into the
 * selection is {@code ADDED}, one that takes it out is {@code DELETED} with the object as it last
 * matched.
 *
 * <p>A client that reads so slowly that the log was compacted past its place gets an {@code ERROR}
 * event with code 410, and the watch ends. So does one that asks for a revision that is no longer
 * known.
 */
final class WatchBody implements ResponseBody {
  /** Annotation of the bookmark that ends the initial events. */
  private static final String INITIAL_END = "k8s.io/initial-events-end";

  /** How long before its end a watch gets its last bookmark, so that it can be resumed cheaply. */
  private static final Duration LAST_BOOKMARK = Duration.ofSeconds(2);

  /** A piece handed to the transport is about this big when there is a lot to say. */
  private static final int CHUNK_BYTES = 32 * 1024;

  private final Presenter presenter;
  private final Selection selection;
  private final boolean bookmarks;

  /** Where to start; unsigned, 0 for wherever. */
  private final long revision;

  /** {@code null} if the watch could not start. */
  private final @Nullable Cursor cursor;

  private final WatchTimer.Task timeout;
  private final WatchTimer.Task bookmarkTimer;
  private final WatchTimer.Task lastBookmark;

  /** Whom to tell when there is something to read; {@code null} if nobody waits. */
  private final AtomicReference<@Nullable Runnable> waiting = new AtomicReference<>();

  private volatile boolean timedOut;
  private volatile boolean bookmarkDue;
  private volatile boolean closed;

  // Owned by the reading thread.
  private Iterator<KubernetesObject> initial = Collections.emptyIterator();
  private boolean initialEndDue;
  private long initialRevision;
  private @Nullable ApiException error;
  private boolean firstEvent = true;
  private boolean ended;

  /**
   * @param timeout after which the watch ends
   * @param bookmarkInterval how often to send a bookmark if the client takes them
   */
  WatchBody(
      Presenter presenter,
      Selection selection,
      ListOptions options,
      WatchTimer timer,
      Duration timeout,
      Duration bookmarkInterval) {
    // Throws, rather than sends, what is wrong with a revision that is none.
    this.revision = options.revision(why -> ApiErrors.unknown(500, why));
    this.presenter = presenter;
    this.selection = selection;
    this.bookmarks = options.bookmarks();
    this.cursor = start(options);
    if (cursor == null) {
      this.timeout = () -> {};
      this.bookmarkTimer = () -> {};
      this.lastBookmark = () -> {};
      return;
    }
    this.timeout =
        timer.once(
            timeout,
            () -> {
              timedOut = true;
              wake();
            });
    Duration untilLast = timeout.minus(LAST_BOOKMARK);
    this.bookmarkTimer = bookmarks ? timer.every(bookmarkInterval, this::dueBookmark) : () -> {};
    this.lastBookmark =
        bookmarks && !untilLast.isNegative() && !untilLast.isZero()
            ? timer.once(untilLast, this::dueBookmark)
            : () -> {};
  }

  private void dueBookmark() {
    bookmarkDue = true;
    wake();
  }

  private @Nullable Cursor start(ListOptions options) {
    boolean anyRevision = revision == 0;
    Boolean wanted = options.sendInitialEvents();
    boolean sendInitial = wanted == null ? anyRevision : wanted;
    try {
      if (!sendInitial && !anyRevision) {
        return presenter
            .resource()
            .keyspace()
            .follow(revision < 0 ? Long.MAX_VALUE : revision, this::wake);
      }
      while (true) {
        Snapshot now = presenter.resource().keyspace().latest();
        if (Long.compareUnsigned(revision, now.revision()) > 0) {
          error = ApiErrors.tooLargeResourceVersion(revision, now.revision());
          return null;
        }
        Cursor place;
        try {
          place = presenter.resource().keyspace().follow(now.revision(), this::wake);
        } catch (CompactedException e) {
          // So much was written since that the state is history already: begin with a newer one.
          continue;
        }
        if (sendInitial) {
          boolean namespaced = presenter.resource().namespaced();
          initial = now.range(selection.firstKey(namespaced), selection.endKey(namespaced));
          initialEndDue = bookmarks;
          initialRevision = now.revision();
        }
        return place;
      }
    } catch (CompactedException e) {
      error = ApiErrors.tooOld(e.requested(), e.oldest());
    } catch (FutureRevisionException e) {
      // The revision is of another server's, or of this one's former life: as good as compacted.
      error = ApiErrors.tooOld(e.requested(), e.current());
    }
    return null;
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public byte @Nullable [] read() {
    if (ended) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (out.size() < CHUNK_BYTES && !ended) {
      if (closed) {
        finish();
      } else if (!writeNext(out)) {
        break;
      }
    }
    return out.size() == 0 && ended ? null : out.toByteArray();
  }

  /** Writes the next event, if any matches; {@code false} if there is nothing at the moment. */
  private boolean writeNext(ByteArrayOutputStream out) {
    if (initial.hasNext()) {
      KubernetesObject object = presenter.resource().view(initial.next());
      if (selection.matches(object)) {
        write(out, "ADDED", object);
      }
      return true;
    }
    if (initialEndDue) {
      initialEndDue = false;
      write(out, "BOOKMARK", bookmark(initialRevision, true));
      return true;
    }
    Cursor place = cursor;
    if (place == null) {
      fail(out, error);
      return true;
    }
    Change change = place.poll();
    if (change != null) {
      write(out, change);
      return true;
    }
    if (place.isEnded()) {
      fail(
          out,
          place.isOvertaken()
              ? ApiErrors.expired("the watch was too slow to be served from the history")
              : null);
      return true;
    }
    boolean finished = timedOut;
    if (bookmarkDue && !finished) {
      // A bookmark says that everything up to it was sent, so it must not overtake a change.
      long revision = place.revision();
      if (place.isReady()) {
        return true;
      }
      bookmarkDue = false;
      write(out, "BOOKMARK", bookmark(revision, false));
    }
    if (finished) {
      finish();
    }
    return false;
  }

  private void write(ByteArrayOutputStream out, Change change) {
    KubernetesObject before = matching(change.before());
    KubernetesObject after = matching(change.after());
    if (after != null) {
      write(out, before == null ? "ADDED" : "MODIFIED", after);
    } else if (before != null) {
      write(out, "DELETED", presenter.resource().view(change.departed()));
    }
  }

  private @Nullable KubernetesObject matching(@Nullable KubernetesObject stored) {
    if (stored == null) {
      return null;
    }
    KubernetesObject object = presenter.resource().view(stored);
    return selection.matches(object) ? object : null;
  }

  private void write(ByteArrayOutputStream out, String type, KubernetesObject object) {
    out.writeBytes(presenter.event(type, object, firstEvent));
    firstEvent = false;
  }

  /** Ends the watch, with an error if there is one to tell. */
  private void fail(ByteArrayOutputStream out, @Nullable ApiException problem) {
    if (problem != null) {
      out.writeBytes(Codec.writeWatchEvent("ERROR", problem.status(), presenter.output().format()));
    }
    finish();
  }

  private KubernetesObject bookmark(long revision, boolean initialEnd) {
    ObjectMeta metadata =
        ObjectMeta.builder()
            .resourceVersion(Long.toString(revision))
            .annotations(initialEnd ? Map.of(INITIAL_END, "true") : Map.of())
            .build();
    return presenter.resource().emptyObject().withMetadata(metadata);
  }

  @Override
  public void demand(Runnable ready) {
    waiting.set(ready);
    if (isReady()) {
      wake();
    }
  }

  private boolean isReady() {
    Cursor place = cursor;
    return place == null || place.isReady() || timedOut || bookmarkDue || closed;
  }

  private void wake() {
    Runnable ready = waiting.getAndSet(null);
    if (ready != null) {
      ready.run();
    }
  }

  private void finish() {
    ended = true;
    release();
  }

  private void release() {
    timeout.cancel();
    bookmarkTimer.cancel();
    lastBookmark.cancel();
    if (cursor != null) {
      cursor.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    release();
    wake();
  }
}
