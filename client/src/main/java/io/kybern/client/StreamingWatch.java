package io.kybern.client;

import io.kybern.api.meta.v1.ListOptions;
import io.kybern.api.meta.v1.Status;
import io.kybern.error.ApiException;
import io.kybern.error.DecodeException;
import io.kybern.error.TransportException;
import io.kybern.model.wire.WatchStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A watch over HTTP answers, one after the other. It is in one of three states: delivering what was
 * there at the start ({@code present}), reading an answer ({@code stream}), or between two answers.
 * {@code version} only ever moves forward to what has been delivered, and is where the next answer
 * starts; without a version there is no next answer.
 */
final class StreamingWatch<T> implements Watch<T>, Iterator<WatchEvent<T>> {
  /** An answer that ends sooner without an event counts as a failure. */
  private static final long SHORT = TimeUnit.SECONDS.toNanos(1);

  private final WatchSource<T> source;
  private final ListQuery query;
  private final Cancellation cancellation = new Cancellation();
  private final Backoff backoff = new Backoff();
  private final long deadline;

  /** Held while iterating; whoever holds it may close the answer. */
  private final ReentrantLock iterating = new ReentrantLock();

  // Guarded by iterating.
  private WatchSource.@Nullable Present<T> present;
  private @Nullable WatchStream<T> stream;
  private Request request;
  private @Nullable WatchEvent<T> next;
  private long opened;
  private int failures;
  private boolean sawEvent;
  private boolean ended;

  /** Written by the iterating thread, read by any. */
  private volatile @Nullable String version;

  /** Set by whoever closes this watch. */
  private volatile boolean closed;

  private StreamingWatch(WatchSource<T> source, ListQuery query) {
    this.source = source;
    this.query = query;
    Duration timeout = query.timeout();
    this.deadline = timeout == null ? 0 : System.nanoTime() + timeout.toNanos();
    this.request = Request.get(source.view().collection(), source.accept());
  }

  /** A watch that the server has accepted, or the list before it. */
  static <T> Watch<T> start(WatchSource<T> source, ListQuery query) {
    StreamingWatch<T> watch = new StreamingWatch<>(source, query);
    source.view().engine().watching(watch.cancellation);
    boolean started = false;
    try {
      watch.start();
      started = true;
      return watch;
    } finally {
      if (!started) {
        watch.close();
      }
    }
  }

  private void start() {
    String from = query.version();
    if (query.wantsInitialEvents() || (from != null && !from.equals("0"))) {
      version = query.wantsInitialEvents() ? null : from;
      open(version);
    } else {
      present = source.present(query, cancellation);
    }
  }

  @Override
  public Iterator<WatchEvent<T>> iterator() {
    return this;
  }

  @Override
  public Optional<String> resourceVersion() {
    return Optional.ofNullable(version);
  }

  @Override
  public boolean hasNext() {
    iterating.lock();
    try {
      if (next == null && !ended) {
        next = advance();
        if (next == null) {
          end();
          if (source.view().engine().closed() && !closed) {
            throw Engine.failure(request, new IOException("the client was closed"));
          }
        }
      }
      return next != null;
    } catch (RuntimeException e) {
      end();
      if (closed && !Thread.currentThread().isInterrupted()) {
        return false;
      }
      throw e;
    } finally {
      iterating.unlock();
      if (closed) {
        close();
      }
    }
  }

  @Override
  public WatchEvent<T> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the watch is over");
    }
    iterating.lock();
    try {
      WatchEvent<T> event = next;
      next = null;
      if (event == null) {
        throw new NoSuchElementException("the watch is over");
      }
      return event;
    } finally {
      iterating.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    cancellation.cancel();
    if (iterating.tryLock()) {
      try {
        end();
      } finally {
        iterating.unlock();
      }
    }
  }

  private void end() {
    ended = true;
    source.view().engine().notWatching(cancellation);
    closeAnswers();
  }

  private void closeAnswers() {
    WatchSource.Present<T> present = this.present;
    this.present = null;
    if (present != null) {
      present.close();
    }
    WatchStream<T> stream = this.stream;
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

  /** The next event to deliver; {@code null} when the watch is over. */
  private @Nullable WatchEvent<T> advance() {
    WatchSource.Present<T> present = this.present;
    if (present != null) {
      if (present.hasNext()) {
        return new WatchEvent<>(WatchEvent.Type.ADDED, present.next());
      }
      version = present.resourceVersion();
      if (version == null || version.isEmpty()) {
        throw new DecodeException("the list has no resourceVersion to watch from", null, "", -1);
      }
      closeAnswers();
    }
    while (!cancellation.cancelled()) {
      if (remaining() < 0) {
        return null;
      }
      WatchStream<T> stream = this.stream;
      if (stream == null) {
        reopen();
        continue;
      }
      WatchStream.Event<T> event;
      try {
        event = stream.next();
      } catch (IOException e) {
        lost(e);
        continue;
      }
      if (event == null) {
        lost(null);
        continue;
      }
      sawEvent = true;
      WatchEvent<T> delivered = receive(event);
      if (delivered != null) {
        return delivered;
      }
    }
    return null;
  }

  private @Nullable WatchEvent<T> receive(WatchStream.Event<T> event) {
    Status status = event.status();
    if (status != null) {
      failed(ApiException.of(explain(status), request.method(), request.target(), null));
      closeAnswers();
      return null;
    }
    T object = event.object();
    WatchEvent.Type type =
        switch (event.type()) {
          case "ADDED" -> WatchEvent.Type.ADDED;
          case "MODIFIED" -> WatchEvent.Type.MODIFIED;
          case "DELETED" -> WatchEvent.Type.DELETED;
          case "BOOKMARK" -> WatchEvent.Type.BOOKMARK;
          default ->
              throw new DecodeException("unknown event type " + event.type(), null, "type", -1);
        };
    if (object == null) {
      throw new DecodeException("event " + type + " without an object", null, "object", -1);
    }
    backoff.reset();
    failures = 0;
    boolean endsInitial = type == WatchEvent.Type.BOOKMARK && source.endsInitialEvents(object);
    String at = source.versionOf(object);
    if (at != null && !at.isEmpty() && (version != null || endsInitial)) {
      version = at;
    }
    return type == WatchEvent.Type.BOOKMARK && !query.wantsBookmarks()
        ? null
        : new WatchEvent<>(type, object, endsInitial);
  }

  /** The answer ended, with {@code e} if it broke. */
  private void lost(@Nullable IOException e) {
    closeAnswers();
    if (cancellation.cancelled()) {
      return;
    }
    if (Thread.currentThread().isInterrupted() || version == null) {
      throw Engine.failure(
          request, e != null ? e : new EOFException("ended before the initial events did"));
    }
    if (!sawEvent && System.nanoTime() - opened < SHORT && remaining() >= 0) {
      pause();
    }
  }

  private void reopen() {
    try {
      open(version);
    } catch (TransportException e) {
      if (cancellation.cancelled()) {
        return;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      trouble(e);
      pause();
    } catch (ApiException e) {
      failed(
          e.code() == 410
              ? ApiException.of(explain(e.status()), e.method(), e.path(), e.auditId())
              : e);
    }
  }

  /** Passes over what may pass, throws what ends the watch. */
  private void failed(ApiException e) {
    if ((e.code() != 429 && e.code() < 500) || version == null) {
      throw e;
    }
    trouble(e);
    pause();
  }

  private void trouble(RuntimeException e) {
    if (++failures >= 4 && Integer.bitCount(failures) == 1) {
      System.getLogger("io.kybern.client.watch")
          .log(Level.WARNING, "{0} has failed {1} times, trying on: {2}", request, failures, e);
    }
  }

  private void pause() {
    source.view().engine().pause(request, backoff.nextNanos(), cancellation);
  }

  /** A Status that also says what became of the watch. */
  private Status explain(Status status) {
    return status.code() != null && status.code() == 410
        ? status.toBuilder()
            .message(
                "the watch cannot go on from resource version "
                    + version
                    + ", list again and watch from there: "
                    + status.message())
            .build()
        : status;
  }

  private void open(@Nullable String from) {
    long remaining = remaining();
    ListOptions options =
        query.watchFrom(from, remaining == 0 ? null : Duration.ofNanos(Math.max(1, remaining)));
    request =
        Request.get(
            source.view().collection() + new QueryString().addAll(options), source.accept());
    Duration limit =
        remaining == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(1, remaining)).plusSeconds(1);
    Transport.Response response = source.view().engine().send(request, limit, cancellation);
    try {
      stream =
          source
              .view()
              .codec()
              .readWatch(source.type(), View.format(request, response), response.body());
    } catch (RuntimeException e) {
      response.close();
      throw e;
    }
    opened = System.nanoTime();
    sawEvent = false;
  }

  /** Nanoseconds until the watch is to end, negative if that is past, 0 if it has no end. */
  private long remaining() {
    if (deadline == 0) {
      return 0;
    }
    long left = deadline - System.nanoTime();
    return left == 0 ? -1 : left;
  }
}
