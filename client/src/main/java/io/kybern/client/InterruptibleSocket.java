package io.kybern.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * A socket whose readers notice within a quarter of a second that they were interrupted.
 *
 * <p>A reader of a plain socket never notices. A socket over a channel notices at once, but then
 * closes the connection, even if the interrupt comes while a request is being written to it: over
 * HTTP/2 that would end the calls of other threads too. With HTTP/2 callers wait for their own
 * stream and not for the socket; this socket is for all that read it themselves: TLS handshakes and
 * HTTP/1.1.
 */
final class InterruptibleSocket extends Socket {
  private static final int LOOK_MILLIS = 250;

  /** What whoever uses the socket set; 0 for no limit. */
  private volatile int timeoutMillis;

  @Override
  public void setSoTimeout(int millis) {
    if (millis < 0) {
      throw new IllegalArgumentException("timeout " + millis + " is negative");
    }
    timeoutMillis = millis;
  }

  @Override
  public int getSoTimeout() {
    return timeoutMillis;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    lookUpNowAndThen();
    return new Input(super.getInputStream());
  }

  private void lookUpNowAndThen() throws SocketException {
    super.setSoTimeout(LOOK_MILLIS);
  }

  private final class Input extends FilterInputStream {
    Input(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      long start = 0;
      while (true) {
        try {
          return in.read(buffer, offset, length);
        } catch (SocketTimeoutException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
          }
          int limit = timeoutMillis;
          long now = System.nanoTime();
          if (start == 0) {
            start = now - TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
          }
          if (limit > 0 && now - start >= TimeUnit.MILLISECONDS.toNanos(limit)) {
            throw e;
          }
        }
      }
    }
  }
}
