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

  void ascii(String text) {
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
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
