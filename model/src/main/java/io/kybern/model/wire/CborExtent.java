package io.kybern.model.wire;

import java.util.Arrays;

/**
 * Finds where a CBOR data item (RFC 8949) ends, in bytes that may still be arriving, and checks on
 * the way that it is well-formed. Numbers that no format of Kubernetes has (NaN, infinities, big
 * integers) are refused wherever they stand, as in Go. Needs no stack for depth. For one thread.
 */
final class CborExtent {
  /** As Go's decoder of the API server has it. */
  static final int MAX_PAIRS = 2_097_152;

  private static final long ARRAY = -1;
  private static final long MAP_NAME = -2;
  private static final long MAP_VALUE = -3;
  private static final long BYTE_CHUNKS = -4;
  private static final long TEXT_CHUNKS = -5;

  private final ReadPath path;

  /** At each level how many items are left, or what of unknown length is open. */
  private long[] levels = new long[16];

  private int depth;
  private int maxDepth;
  private long length;
  private boolean tagged;

  CborExtent(ReadPath path) {
    this.path = path;
  }

  /** Starts with a new item that may have {@code maxDepth} levels. */
  void start(int maxDepth) {
    this.maxDepth = maxDepth;
    depth = 1;
    levels[0] = 1;
    length = 0;
    tagged = false;
  }

  /** How many bytes of the item are known; all of them once {@link #scan} has said so. */
  long length() {
    return length;
  }

  /**
   * Goes on with the item that starts at {@code from} and of which all bytes before {@code limit}
   * are there.
   *
   * @return whether the whole item is there; if not, the next call needs more than {@link #length}
   *     bytes
   */
  boolean scan(byte[] source, int from, int limit) {
    int available = limit - from;
    while (true) {
      while (!tagged && depth > 0 && levels[depth - 1] == 0) {
        depth--;
      }
      if (depth == 0) {
        return length <= available;
      }
      if (length >= available) {
        return false;
      }
      int at = from + (int) length;
      int head = source[at] & 0xFF;
      if (head == 0xFF) {
        close(at);
        continue;
      }
      int size = CborHeads.size(head);
      if (size < 0) {
        throw path.error("byte " + head + " starts no CBOR item", at);
      }
      if (size > available - length) {
        return false;
      }
      item(head, CborHeads.argument(source, at, head), at, size);
    }
  }

  private void close(int at) {
    long level = levels[depth - 1];
    if (tagged || level >= 0 || level == MAP_VALUE) {
      throw path.error("a break that ends nothing", at);
    }
    depth--;
    length++;
  }

  private void item(int head, long argument, int at, int size) {
    int major = head >> 5;
    boolean open = (head & 31) == 31;
    take(major, open, at);
    length += size;
    tagged = false;
    switch (major) {
      case CborHeads.BYTES, CborHeads.TEXT -> {
        if (open) {
          enter(major == CborHeads.BYTES ? BYTE_CHUNKS : TEXT_CHUNKS, at);
        } else {
          string(argument, at);
        }
      }
      case CborHeads.ARRAY -> {
        CborHeads.checkCount(argument, open, Integer.MAX_VALUE, path, at);
        enter(open ? ARRAY : argument, at);
      }
      case CborHeads.MAP -> {
        CborHeads.checkCount(argument, open, MAX_PAIRS, path, at);
        enter(open ? MAP_NAME : argument * 2, at);
      }
      case CborHeads.TAG -> {
        CborHeads.checkTag(argument, path, at);
        tagged = true;
      }
      case CborHeads.OTHER -> CborHeads.checkOther(head, argument, path, at);
      default -> {}
    }
  }

  private void string(long bytes, int at) {
    if (bytes < 0 || bytes > Integer.MAX_VALUE) {
      throw path.error("a string says it has " + Long.toUnsignedString(bytes) + " bytes", at);
    }
    length += bytes;
  }

  /** Takes the place of one item at this level; a tag has taken it for what it stands before. */
  private void take(int major, boolean open, int at) {
    if (tagged) {
      return;
    }
    long level = levels[depth - 1];
    if (level > 0) {
      levels[depth - 1]--;
    } else if (level == MAP_NAME || level == MAP_VALUE) {
      levels[depth - 1] = level == MAP_NAME ? MAP_VALUE : MAP_NAME;
    } else if (level != ARRAY
        && (open || major != (level == BYTE_CHUNKS ? CborHeads.BYTES : CborHeads.TEXT))) {
      throw path.error("a string in chunks holds something else", at);
    }
  }

  private void enter(long level, int at) {
    // The first level is the item itself.
    boolean chunks = level == BYTE_CHUNKS || level == TEXT_CHUNKS;
    if (depth > maxDepth && !chunks) {
      throw path.error("nested deeper than " + ReadPath.MAX_DEPTH + " levels", at);
    }
    if (depth == levels.length) {
      levels = Arrays.copyOf(levels, depth * 2);
    }
    levels[depth++] = level;
  }
}
