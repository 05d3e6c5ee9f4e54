package io.kybern.model;

import java.io.InputStream;

/** A body that arrives in pieces of a fixed size at most. */
public final class Pieces extends InputStream {
  private final byte[] data;
  private final int size;
  private int at;

  /** The bytes of {@code data} from {@code from}, at most {@code size} at a time. */
  public Pieces(byte[] data, int from, int size) {
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
