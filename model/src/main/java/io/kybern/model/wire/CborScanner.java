package io.kybern.model.wire;

import io.kybern.error.DecodeException;
import java.io.IOException;

/** Finds CBOR items in a body that is still arriving. For one thread. */
final class CborScanner {
  /** How many parts a list of unknown length has left. */
  static final long UNKNOWN = -1;

  private final BodyBuffer body;
  private final ReadPath path = new ReadPath();
  private final CborExtent extent = new CborExtent(path);

  CborScanner(BodyBuffer body) {
    this.body = body;
  }

  /** The first byte of the next item, or -1 at the end of the body. */
  int peek() throws IOException {
    return body.has(1) ? body.bytes[body.at] & 0xFF : -1;
  }

  /**
   * Makes sure the whole item that starts at the next byte is in the buffer.
   *
   * @return how many bytes it has, from {@code body.at}
   */
  int item() throws IOException {
    extent.start(ReadPath.MAX_DEPTH);
    while (true) {
      path.base(body.base());
      if (extent.scan(body.bytes, body.at, body.limit)) {
        return (int) extent.length();
      }
      if (extent.length() > BodyBuffer.MAX_OBJECT_BYTES) {
        throw new DecodeException(
            "an object says it has " + extent.length() + " bytes", null, "", body.offset());
      }
      if (!body.fill()) {
        throw body.early();
      }
    }
  }

  /** Takes the tags that come next, none of which may change what strings mean. */
  void tags() throws IOException {
    while (peek() >> 5 == CborHeads.TAG) {
      long before = body.offset();
      long tag = head();
      if (tag != CborHeads.TAG_SELF_DESCRIBED && tag >= 0 && tag <= CborHeads.TAG_BASE16) {
        throw new DecodeException("a list has a tag that is not for lists", null, "", before);
      }
    }
  }

  /**
   * Takes the head of the map or array that comes next.
   *
   * @return how many parts it has, or {@link #UNKNOWN}
   */
  long begin(int major) throws IOException {
    int first = peek();
    if (first < 0) {
      throw body.early();
    }
    if (first >> 5 != major) {
      throw new DecodeException(
          "expected " + (major == CborHeads.MAP ? "an object" : "an array"),
          null,
          "",
          body.offset());
    }
    boolean open = (first & 31) == 31;
    path.base(body.base());
    int at = body.at;
    long count = head();
    CborHeads.checkCount(
        count, open, major == CborHeads.MAP ? CborExtent.MAX_PAIRS : Integer.MAX_VALUE, path, at);
    return open ? UNKNOWN : count;
  }

  private long head() throws IOException {
    body.require(1);
    int size = CborHeads.size(body.bytes[body.at] & 0xFF);
    if (size < 0) {
      throw new DecodeException("a byte that starts no CBOR item", null, "", body.offset());
    }
    body.require(size);
    long argument = CborHeads.argument(body.bytes, body.at, body.bytes[body.at] & 0xFF);
    body.at += size;
    return argument;
  }

  /** Whether a part comes, of {@code left} or until a break, which is taken. */
  boolean more(long left) throws IOException {
    if (left != UNKNOWN) {
      return left > 0;
    }
    if (peek() == CborHeads.BREAK) {
      body.at++;
      return false;
    }
    return true;
  }
}
