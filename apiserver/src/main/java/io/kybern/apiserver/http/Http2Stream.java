package io.kybern.apiserver.http;

import io.kybern.apiserver.ResponseBody;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One request and its answer on an HTTP/2 connection. */
final class Http2Stream {
  final int id;
  final Http2Request request;

  // Owned by the connection's reader.

  /** The body of the request, up to one byte more than is allowed. */
  final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

  /** How many bytes of body came. */
  long received;

  /** Whether the client has said everything. The writer looks at it as well. */
  volatile boolean whole;

  /** Whether the request was handed on. */
  boolean answering;

  // Guarded by the connection's lock.

  /** How much the client takes; less than nothing after it changed its mind. */
  long window;

  /** Whether there is something to write and no window for it. */
  boolean blocked;

  // Owned by the connection's writer.

  /** What was taken from the answer and is not written yet, from {@link #written} on. */
  byte[] piece = new byte[0];

  int written;

  /** How many bytes were taken from the answer. */
  long taken;

  /** The answer. Written once, under the connection's lock. */
  private volatile @Nullable ResponseBody answer;

  private final AtomicBoolean ended = new AtomicBoolean();

  Http2Stream(int id, Http2Request request, long window) {
    this.id = id;
    this.request = request;
    this.window = window;
  }

  void answer(ResponseBody body) {
    answer = body;
  }

  /** The answer, which is there before the stream is ready for the first time. */
  ResponseBody answer() {
    ResponseBody body = answer;
    if (body == null) {
      throw new IllegalStateException("stream " + id + " has no answer yet");
    }
    return body;
  }

  boolean isEnded() {
    return ended.get();
  }

  /** Gives the rest of the answer up; answers whether that is news. Call without any lock. */
  boolean end() {
    boolean first = ended.compareAndSet(false, true);
    ResponseBody body = answer;
    if (first && body != null) {
      body.close();
    }
    return first;
  }
}
