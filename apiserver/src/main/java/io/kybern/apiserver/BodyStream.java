package io.kybern.apiserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A body as a blocking stream, for callers in memory. For one reading thread; any may close. */
final class BodyStream extends InputStream {
  private final ResponseBody body;
  private final Semaphore ready = new Semaphore(0);

  /** What was taken from the body and not yet read. Owned by the reading thread. */
  private byte @Nullable [] chunk = new byte[0];

  private int position;

  private volatile boolean closed;

  BodyStream(ResponseBody body) {
    this.body = body;
  }

  @Override
  public int read() throws IOException {
    byte[] current = current();
    return current == null ? -1 : current[position++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    byte[] current = current();
    if (current == null) {
      return -1;
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    byte[] current = chunk;
    return current == null ? 0 : current.length - position;
  }

  private byte @Nullable [] current() throws IOException {
    byte[] current = chunk;
    while (current != null && position == current.length) {
      if (closed) {
        throw new IOException("the stream is closed");
      }
      current = body.read();
      position = 0;
      chunk = current;
      if (current != null && current.length == 0) {
        await();
      }
    }
    return current;
  }

  private void await() throws IOException {
    body.demand(ready::release);
    try {
      ready.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new InterruptedIOException("interrupted while waiting for the server");
    }
  }

  @Override
  public void close() {
    closed = true;
    body.close();
    ready.release();
  }
}
