package io.kybern.benchmarks.server;

import java.io.IOException;
import java.io.OutputStream;

/** A buffered body. One thread writes events; a WebSocket's answers to pings come from another. */
abstract class Frames extends OutputStream {
  static final int SIZE = 32_768;

  final OutputStream out;

  Frames(OutputStream out) {
    this.out = out;
  }

  /** Begins a message of {@code length} bytes. */
  void begin(int length) throws IOException {}

  /** Chunked transfer coding in chunks of up to 32 KiB. */
  static final class Chunks extends Frames {
    /** Six digits of length, CR, LF; the data; CR, LF. */
    private final byte[] chunk = new byte[8 + SIZE + 2];

    private int size;

    Chunks(OutputStream out) {
      super(out);
      chunk[6] = '\r';
      chunk[7] = '\n';
    }

    @Override
    public void write(int b) throws IOException {
      if (size == SIZE) {
        push();
      }
      chunk[8 + size++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int from = offset;
      int left = length;
      while (left > 0) {
        if (size == SIZE) {
          push();
        }
        int part = Math.min(left, SIZE - size);
        System.arraycopy(bytes, from, chunk, 8 + size, part);
        size += part;
        from += part;
        left -= part;
      }
    }

    private void push() throws IOException {
      if (size == 0) {
        return;
      }
      for (int i = 0; i < 6; i++) {
        chunk[i] = (byte) Character.forDigit(size >> 4 * (5 - i) & 15, 16);
      }
      chunk[8 + size] = '\r';
      chunk[9 + size] = '\n';
      out.write(chunk, 0, size + 10);
      size = 0;
    }

    @Override
    public void flush() throws IOException {
      push();
      out.flush();
    }

    @Override
    public void close() throws IOException {
      push();
      out.write(Wire.ascii("0\r\n\r\n"));
      out.flush();
    }
  }

  /** Text messages of a WebSocket. */
  static final class Messages extends Frames {
    private final byte[] buffer = new byte[SIZE];
    private int size;

    Messages(OutputStream out) {
      super(out);
    }

    @Override
    synchronized void begin(int length) throws IOException {
      write(0x81);
      if (length < 126) {
        write(length);
      } else if (length < 65_536) {
        write(126);
        write(length >> 8);
        write(length);
      } else {
        throw new IOException("a message of " + length + " bytes");
      }
    }

    synchronized void pong(byte[] payload) throws IOException {
      write(0x8a);
      write(payload.length);
      write(payload);
      flush();
    }

    @Override
    public synchronized void write(int b) throws IOException {
      if (size == SIZE) {
        push();
      }
      buffer[size++] = (byte) b;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      int from = offset;
      int left = length;
      while (left > 0) {
        if (size == SIZE) {
          push();
        }
        int part = Math.min(left, SIZE - size);
        System.arraycopy(bytes, from, buffer, size, part);
        size += part;
        from += part;
        left -= part;
      }
    }

    private void push() throws IOException {
      out.write(buffer, 0, size);
      size = 0;
    }

    @Override
    public synchronized void flush() throws IOException {
      push();
      out.flush();
    }
  }
}
