package io.kybern.model.wire;

import io.kybern.error.DecodeException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A window onto a body that is still arriving. Grows with what has arrived, never with what a
 * length in the body claims. For one thread.
 */
final class BodyBuffer {
  /** Kubernetes stores no object of even a tenth of this. */
  static final int MAX_OBJECT_BYTES = 64 << 20;

  private static final int START_SIZE = 32 << 10;

  private final InputStream in;
  private final int usual;
  private long dropped;
  private boolean ended;

  byte[] bytes = new byte[START_SIZE];
  int at;
  int limit;

  BodyBuffer(InputStream in) {
    this(in, START_SIZE);
  }

  /**
   * @param usual size of the buffer once the body has turned out not to be small
   */
  BodyBuffer(InputStream in, int usual) {
    this.in = in;
    this.usual = usual;
  }

  /** Offset of {@link #at} in the body. */
  long offset() {
    return dropped + at;
  }

  /** Offset of the first of {@link #bytes} in the body. */
  long base() {
    return dropped;
  }

  int available() {
    return limit - at;
  }

  /**
   * Waits for more bytes; {@code false} at the end of the body. May move what lies before {@link
   * #at} away.
   */
  boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (limit == bytes.length) {
      makeRoom();
    }
    int read = in.read(bytes, limit, bytes.length - limit);
    if (read < 0) {
      ended = true;
      return false;
    }
    limit += read;
    return true;
  }

  /** Takes what has arrived already, unless {@code count} bytes are there; waits for nothing. */
  void ahead(int count) throws IOException {
    while (available() < count && !ended && in.available() > 0 && fill()) {}
  }

  private void makeRoom() {
    int kept = limit - at;
    if (kept > MAX_OBJECT_BYTES) {
      throw new DecodeException(
          "an object has more than " + MAX_OBJECT_BYTES + " bytes", null, "", offset());
    }
    int size = Math.max(usual, kept > bytes.length / 2 ? bytes.length * 2 : bytes.length);
    byte[] target = size > bytes.length ? new byte[size] : bytes;
    System.arraycopy(bytes, at, target, 0, kept);
    dropped += at;
    bytes = target;
    at = 0;
    limit = kept;
  }

  /** Waits until {@code count} bytes are there; {@code false} if the body ends before. */
  boolean has(int count) throws IOException {
    while (limit - at < count) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  /** Waits until {@code count} bytes are there. */
  void require(int count) throws IOException {
    if (!has(count)) {
      throw early();
    }
  }

  EOFException early() {
    return new EOFException("the answer ended early, after " + (dropped + limit) + " bytes");
  }

  /** Passes over {@code count} bytes, however many are there already. */
  void skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      int step = (int) Math.min(left, available());
      at += step;
      left -= step;
      if (left > 0 && !fill()) {
        throw early();
      }
    }
  }

  /** The next protobuf number. */
  long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      require(1);
      byte b = bytes[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        if (shift == 63 && b > 1) {
          break;
        }
        return value;
      }
    }
    throw new DecodeException("a protobuf number has more than 64 bits", null, "", offset());
  }

  /** The next protobuf tag. */
  int tag() throws IOException {
    long tag = varint();
    if (tag < 8 || tag > 0xFFFFFFFFL) {
      throw new DecodeException("a protobuf tag is out of range", null, "", offset());
    }
    return (int) tag;
  }

  /** The length of an object that comes next, checked against what objects may have. */
  int objectLength() throws IOException {
    long length = varint();
    if (length < 0 || length > MAX_OBJECT_BYTES) {
      throw new DecodeException(
          "an object says it has " + Long.toUnsignedString(length) + " bytes", null, "", offset());
    }
    return (int) length;
  }

  void close() throws IOException {
    in.close();
  }
}
