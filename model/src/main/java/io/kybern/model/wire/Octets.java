package io.kybern.model.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Eight bytes at a time, as a little-endian number. */
final class Octets {
  private static final long ONES = 0x0101010101010101L;
  private static final long SIGNS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long LINE_FEEDS = ONES * '\n';
  private static final long BLANKS = ONES * ' ';

  private Octets() {}

  /**
   * Marks the sign bit of the first byte that ends a run of plain characters in a JSON string: a
   * quote, a backslash or a control character. Later marks may be wrong.
   */
  static long stops(long word) {
    long quotes = word ^ QUOTES;
    long backslashes = word ^ BACKSLASHES;
    return ((quotes - ONES & ~quotes) | (backslashes - ONES & ~backslashes) | word - BLANKS & ~word)
        & SIGNS;
  }

  /** The first byte in {@code [from, to)} that {@link #stops}; {@code to} if there is none. */
  static int plainEnd(ByteBuffer words, int from, int to) {
    int i = from;
    for (; i + 8 <= to; i += 8) {
      long stops = stops(words.getLong(i));
      if (stops != 0) {
        return i + before(stops);
      }
    }
    while (i < to) {
      byte b = words.get(i);
      if (b == '"' || b == '\\' || b >= 0 && b < ' ') {
        return i;
      }
      i++;
    }
    return i;
  }

  /** How many bytes are before the first mark. */
  static int before(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }

  /** Where the first line feed in {@code [from, to)} is; {@code to} if there is none. */
  static int lineFeed(byte[] bytes, int from, int to) {
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int i = from;
    for (; i + 8 <= to; i += 8) {
      long lineFeeds = words.getLong(i) ^ LINE_FEEDS;
      long marks = lineFeeds - ONES & ~lineFeeds & SIGNS;
      if (marks != 0) {
        return i + before(marks);
      }
    }
    while (i < to && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  /** The first {@code count} bytes, which are fewer than eight. */
  static long first(long word, int count) {
    return word & (1L << (count << 3)) - 1;
  }

  /** Whether a byte is not ASCII. */
  static boolean isBeyondAscii(long word) {
    return (word & SIGNS) != 0;
  }

  /** The hash of a text, from that of what is before {@code word}; its top bits are the best. */
  static long hash(long before, long word) {
    return (Long.rotateLeft(before, 26) ^ word) * 0x9E3779B97F4A7C15L;
  }
}
