package io.kybern.model.fuzz;

import java.io.InputStream;

/** A body that arrives in pieces of a fixed size at most. */
final class Pieces extends InputStream {
  private final byte[] data;
  private final int size;
  private int at;

  Pieces(byte[] data, int from, int size) {
    this.data = data;
    this.at = from;
    this.size = size;
  }

  @Override
  public int read() {
    return at == data.length ? -1 : data[at++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (at >= data.length) {
      return -1;
    }
    int count = Math.min(Math.min(size, length), data.length - at);
    System.arraycopy(data, at, target, offset, count);
    at += count;
    return count;
  }
}
