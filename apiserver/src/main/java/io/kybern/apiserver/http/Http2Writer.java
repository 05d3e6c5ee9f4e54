package io.kybern.apiserver.http;

import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.ResponseBody;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http2.H2Error;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP/2 connection says: the frames of all streams, as their windows allow. One thread at
 * a time is the writer: whoever has something to say while there is none, else it leaves it to the
 * writer. Only the writer waits for the client, and then it holds no lock. Safe for use by any
 * thread.
 */
final class Http2Writer {
  private static final int MAX_RESET = 1000;

  /** How often who has other things to do writes before it leaves the rest to another thread. */
  private static final int FEW_ROUNDS = 8;

  private final Closeable socket;
  private final Runnable abort;
  private final Executor executor;
  private final InFlight inFlight;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Http2Output output;
  private final Map<Integer, Http2Stream> streams = new HashMap<>();
  private long window = Http2Frame.DEFAULT_WINDOW_BYTES;
  private long initialWindow = Http2Frame.DEFAULT_WINDOW_BYTES;

  /** The last streams that ended before their clients had said everything. */
  private final Set<Integer> reset =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
              return size() > MAX_RESET;
            }
          });

  /** Streams whose answers have more to say. */
  private final Queue<Http2Stream> ready = new ConcurrentLinkedQueue<>();

  /** How often the writer was asked to look, since it last did; 0 if there is none. */
  private final AtomicInteger asked = new AtomicInteger();

  /** Whether the connection ends with what is said. */
  private volatile boolean closing;

  /** Whether nothing can be said any more. */
  private volatile boolean closed;

  /**
   * @param abort closes what is below {@code socket}, without waiting for the client
   * @param executor runs the writer where it must not be who asks
   */
  Http2Writer(
      Http2Output output, Closeable socket, Runnable abort, Executor executor, InFlight inFlight) {
    this.output = output;
    this.socket = socket;
    this.abort = abort;
    this.executor = executor;
    this.inFlight = inFlight;
  }

  /** Has frames written, soon. Does not wait. */
  void say(Consumer<Http2Output> frames) {
    lock.lock();
    try {
      frames.accept(output);
      requireRead();
    } finally {
      lock.unlock();
    }
    ask();
  }

  /** Cuts a client off that has had so much said and reads none of it. Under the lock. */
  private void requireRead() {
    if (output.isFlooded()) {
      closed = true;
      abort.run();
    }
  }

  /** The last words, after which the connection is closed. */
  void sayAndClose(Consumer<Http2Output> frames) {
    closing = true;
    say(frames);
  }

  boolean isClosing() {
    return closing || closed;
  }

  /** Begins a stream, or answers {@code null} if there are too many. */
  @Nullable Http2Stream begin(int id, Http2Request request, int most) {
    lock.lock();
    try {
      if (streams.size() >= most) {
        return null;
      }
      Http2Stream stream = new Http2Stream(id, request, initialWindow);
      streams.put(id, stream);
      inFlight.begin();
      return stream;
    } finally {
      lock.unlock();
    }
  }

  /** The stream of that number that has not ended. */
  @Nullable Http2Stream find(int id) {
    lock.lock();
    try {
      return streams.get(id);
    } finally {
      lock.unlock();
    }
  }

  /** Ends a stream, if it has not ended, for what its client did wrong. */
  void reset(int id, H2Error error) {
    Http2Stream stream;
    lock.lock();
    try {
      output.reset(id, error);
      requireRead();
      reset.add(id);
      stream = streams.remove(id);
    } finally {
      lock.unlock();
    }
    if (stream != null) {
      ended(stream);
    }
    ask();
  }

  /** Whether a stream that has ended may still have frames on their way. */
  boolean isReset(int id) {
    lock.lock();
    try {
      return reset.contains(id);
    } finally {
      lock.unlock();
    }
  }

  /** Ends a stream whose client does not wait for more. */
  void cancel(Http2Stream stream) {
    lock.lock();
    try {
      streams.remove(stream.id, stream);
    } finally {
      lock.unlock();
    }
    ended(stream);
  }

  private void ended(Http2Stream stream) {
    if (stream.end()) {
      inFlight.end();
    }
  }

  /** Nothing is written any more, and whoever waits for the client to read need not wait. */
  void end() {
    closed = true;
    if (asked.get() > 0) {
      abort.run();
    }
    cancelAll();
  }

  /** Whether nothing is written any more. */
  boolean isEnded() {
    return closed;
  }

  /** Ends all streams. */
  void cancelAll() {
    List<Http2Stream> left;
    lock.lock();
    try {
      left = new ArrayList<>(streams.values());
      streams.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(this::ended);
  }

  /**
   * The client takes more of all streams together.
   *
   * @return whether that is a number it may take
   */
  boolean widen(int bytes) {
    lock.lock();
    try {
      window += bytes;
      streams.values().forEach(this::unblock);
      return window <= Http2Frame.MAX_WINDOW_BYTES;
    } finally {
      lock.unlock();
      ask();
    }
  }

  /** The client takes more of one stream. */
  boolean widen(Http2Stream stream, int bytes) {
    lock.lock();
    try {
      stream.window += bytes;
      unblock(stream);
      return stream.window <= Http2Frame.MAX_WINDOW_BYTES;
    } finally {
      lock.unlock();
      ask();
    }
  }

  /** The client takes another number of bytes of every stream. */
  boolean initialWindow(int bytes) {
    lock.lock();
    try {
      long more = bytes - initialWindow;
      initialWindow = bytes;
      boolean allowed = true;
      for (Http2Stream stream : streams.values()) {
        stream.window += more;
        allowed &= stream.window <= Http2Frame.MAX_WINDOW_BYTES;
        unblock(stream);
      }
      return allowed;
    } finally {
      lock.unlock();
      ask();
    }
  }

  private void unblock(Http2Stream stream) {
    if (stream.blocked) {
      stream.blocked = false;
      ready.add(stream);
    }
  }

  /**
   * Writes an answer, on this thread if there is no other writer.
   *
   * @param headers the answer's, the status first
   * @param empty whether there is nothing but headers
   */
  void answer(Http2Stream stream, List<Header> headers, ApiResponse answer, boolean empty) {
    boolean writer = asked.getAndIncrement() == 0;
    try {
      if (!begun(stream, headers, answer.body(), empty)) {
        answer.close();
      }
    } finally {
      if (writer) {
        write(FEW_ROUNDS);
      } else {
        ask();
      }
    }
  }

  private boolean begun(
      Http2Stream stream, List<Header> headers, ResponseBody body, boolean empty) {
    lock.lock();
    try {
      if (closed || streams.get(stream.id) != stream) {
        return false;
      }
      stream.answer(body);
      output.headers(stream.id, headers, empty);
      requireRead();
      if (!empty) {
        ready.add(stream);
        return true;
      }
      finish(stream);
    } finally {
      lock.unlock();
    }
    ended(stream);
    return true;
  }

  /** After the last frame of an answer; under the lock, {@link #ended} after it. */
  private void finish(Http2Stream stream) {
    streams.remove(stream.id, stream);
    if (!stream.whole) {
      // The client need not send the rest of its request.
      output.reset(stream.id, H2Error.NO_ERROR);
      reset.add(stream.id);
    }
  }

  private void wake(Http2Stream stream) {
    ready.add(stream);
    ask();
  }

  private void ask() {
    if (!closed && asked.getAndIncrement() == 0) {
      executor.execute(() -> write(Integer.MAX_VALUE));
    }
  }

  /** The writer's work: until there is nothing more to say, or it is another thread's turn. */
  private void write(int rounds) {
    int left = rounds;
    int seen;
    do {
      seen = asked.get();
      try {
        while (!closed && filled()) {
          output.write();
          if (--left == 0) {
            executor.execute(() -> write(Integer.MAX_VALUE));
            return;
          }
        }
        if (closing) {
          closed = true;
          socket.close();
        }
      } catch (IOException gone) {
        // The reader finds out as well, and ends all streams.
        closed = true;
      } catch (RuntimeException | Error fault) {
        // Whoever waits for an answer that cannot be had learns of it by the end of the connection.
        closed = true;
        abort.run();
        throw fault;
      }
    } while (!asked.compareAndSet(seen, 0));
  }

  /** Takes frames that wait, or lets streams make some; answers whether there are any. */
  private boolean filled() {
    Http2Stream next;
    while (size() < Http2Output.ENOUGH_BYTES && (next = ready.poll()) != null) {
      pump(next);
    }
    lock.lock();
    try {
      output.swap();
      return output.hasSwapped();
    } finally {
      lock.unlock();
    }
  }

  private int size() {
    lock.lock();
    try {
      return output.size();
    } finally {
      lock.unlock();
    }
  }

  /** Says what a stream has to say, until it has nothing more or enough waits to be written. */
  private void pump(Http2Stream stream) {
    ResponseBody body = stream.answer();
    while (!stream.isEnded()) {
      boolean over = false;
      if (stream.written == stream.piece.length) {
        byte[] piece = body.read();
        over = piece == null;
        if (piece != null && piece.length == 0) {
          body.demand(() -> wake(stream));
          return;
        }
        stream.piece = piece == null ? new byte[0] : piece;
        stream.written = 0;
        stream.taken += stream.piece.length;
      }
      if (data(stream, over || stream.taken == body.length())) {
        ended(stream);
        return;
      }
      if (stream.blocked) {
        return;
      }
      if (size() >= Http2Output.ENOUGH_BYTES) {
        ready.add(stream);
        return;
      }
    }
  }

  /**
   * Adds a frame of a stream's piece, as much as the windows allow.
   *
   * @param over whether nothing comes after this piece
   * @return whether that was the end of the stream
   */
  private boolean data(Http2Stream stream, boolean over) {
    lock.lock();
    try {
      int left = stream.piece.length - stream.written;
      int most = (int) Math.min(Math.min(window, stream.window), output.maxPayload());
      if (most <= 0 && left > 0) {
        stream.blocked = true;
        return false;
      }
      int length = Math.max(0, Math.min(left, most));
      boolean last = over && length == left;
      output.data(stream.id, stream.piece, stream.written, length, last);
      stream.written += length;
      stream.window -= length;
      window -= length;
      if (last) {
        finish(stream);
      }
      return last;
    } finally {
      lock.unlock();
    }
  }
}
