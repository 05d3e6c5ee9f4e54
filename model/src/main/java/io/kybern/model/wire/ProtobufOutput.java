package io.kybern.model.wire;

import java.util.Arrays;

/**
 * Protobuf that is written from its end to its start, so that the length of a part is known when
 * its header is written. For one thread.
 */
final class ProtobufOutput {
  private byte[] bytes;
  private int start;

  ProtobufOutput(int capacity) {
    bytes = new byte[capacity];
    start = capacity;
  }

  /** How many bytes there are so far. */
  int size() {
    return bytes.length - start;
  }

  byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  private void ensure(int more) {
    if (start < more) {
      int size = size();
      long wanted = Math.max((long) size + more, (long) bytes.length * 2);
      if ((long) size + more > Integer.MAX_VALUE - 16) {
        throw new IllegalArgumentException("an encoded object cannot be larger than 2 GiB");
      }
      byte[] larger = new byte[(int) Math.min(wanted, Integer.MAX_VALUE - 16)];
      System.arraycopy(bytes, start, larger, larger.length - size, size);
      bytes = larger;
      start = larger.length - size;
    }
  }

  void raw(byte[] source) {
    ensure(source.length);
    start -= source.length;
    if (source.length == 2) { // a zero: most of all there is to copy
      bytes[start] = source[0];
      bytes[start + 1] = source[1];
    } else {
      System.arraycopy(source, 0, bytes, start, source.length);
    }
  }

  void bytes(io.kybern.model.Bytes source) {
    ensure(source.size());
    start -= source.size();
    source.copyTo(bytes, start);
  }

  void varint(long value) {
    int length = (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    ensure(length);
    start -= length;
    long rest = value;
    for (int i = start; i < start + length - 1; i++) {
      bytes[i] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[start + length - 1] = (byte) rest;
  }

  void fixed64(long value) {
    ensure(8);
    start -= 8;
    for (int i = 0; i < 8; i++) {
      bytes[start + i] = (byte) (value >>> 8 * i);
    }
  }

  void fixed32BigEndian(int value) {
    ensure(4);
    for (int shift = 0; shift < Integer.SIZE; shift += 8) {
      bytes[--start] = (byte) (value >>> shift);
    }
  }

  void tag(int number, int wireType) {
    int tag = number << 3 | wireType;
    if (tag < 128) {
      ensure(1);
      bytes[--start] = (byte) tag;
    } else {
      varint(tag);
    }
  }

  /** The header of a part that reaches from here to where {@link #size()} was {@code before}. */
  void header(int number, int before) {
    int length = size() - before;
    if (length < 128 && number < 16) {
      ensure(2);
      bytes[--start] = (byte) length;
      bytes[--start] = (byte) (number << 3 | 2);
    } else {
      varint(length);
      tag(number, 2);
    }
  }

  void string(int number, String text) {
    int before = size();
    utf8(text);
    header(number, before);
  }

  /** Half a surrogate pair becomes U+FFFD. */
  private void utf8(String text) {
    int length = text.length();
    ensure(length);
    if (ByteSink.copyIfAscii(text, bytes, start - length)) {
      start -= length;
      return;
    }
    int i = length - 1;
    while (i >= 0) {
      char c = text.charAt(i--);
      ensure(4);
      if (c < 128) {
        bytes[--start] = (byte) c;
      } else if (c < 0x800) {
        bytes[--start] = (byte) (0x80 | c & 0x3F);
        bytes[--start] = (byte) (0xC0 | c >> 6);
      } else if (Character.isLowSurrogate(c)
          && i >= 0
          && Character.isHighSurrogate(text.charAt(i))) {
        int point = Character.toCodePoint(text.charAt(i--), c);
        bytes[--start] = (byte) (0x80 | point & 0x3F);
        bytes[--start] = (byte) (0x80 | point >> 6 & 0x3F);
        bytes[--start] = (byte) (0x80 | point >> 12 & 0x3F);
        bytes[--start] = (byte) (0xF0 | point >> 18);
      } else {
        char whole = Character.isSurrogate(c) ? '\uFFFD' : c;
        bytes[--start] = (byte) (0x80 | whole & 0x3F);
        bytes[--start] = (byte) (0x80 | whole >> 6 & 0x3F);
        bytes[--start] = (byte) (0xE0 | whole >> 12);
      }
    }
  }
}
