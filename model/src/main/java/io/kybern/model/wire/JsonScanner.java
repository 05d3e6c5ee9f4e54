package io.kybern.model.wire;

import io.kybern.error.DecodeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds where JSON values end in a body that is still arriving. Looks only at quotes and brackets;
 * the value itself is checked when it is read. For one thread.
 */
final class JsonScanner {
  final BodyBuffer body;

  JsonScanner(BodyBuffer body) {
    this.body = body;
  }

  /** Passes over white space; the next byte, or -1 at the end of the body. */
  int peek() throws IOException {
    while (true) {
      if (body.at == body.limit && !body.fill()) {
        return -1;
      }
      byte b = body.bytes[body.at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b & 0xFF;
      }
      body.at++;
    }
  }

  /** Takes the next byte that is no white space, which must be {@code expected}. */
  void take(char expected) throws IOException {
    int found = peek();
    if (found < 0) {
      throw body.early();
    }
    if (found != expected) {
      throw new DecodeException(
          "expected '" + expected + "', found byte " + found, null, "", body.offset());
    }
    body.at++;
  }

  /**
   * Makes sure the whole value that starts at the next byte is in the buffer.
   *
   * @return how many bytes it has, from {@code body.at}
   */
  int value() throws IOException {
    int first = peek();
    if (first < 0) {
      throw body.early();
    }
    return switch (first) {
      case '{', '[' -> structure();
      case '"' -> string();
      default -> word();
    };
  }

  private int structure() throws IOException {
    int length = 0;
    int depth = 0;
    boolean quoted = false;
    while (true) {
      byte[] bytes = body.bytes;
      ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int limit = body.limit;
      int i = body.at + length;
      while (i < limit) {
        if (quoted) {
          i = Octets.plainEnd(words, i, limit);
          if (i >= limit) {
            break;
          }
        }
        byte b = bytes[i++];
        if (b == '"') {
          quoted = !quoted;
        } else if (b == '\\') {
          i += quoted ? 1 : 0;
        } else if (b == '{' || b == '[') {
          depth++;
        } else if ((b == '}' || b == ']') && --depth == 0) {
          return i - body.at;
        }
      }
      length = i - body.at;
      while (body.available() <= length) {
        if (!body.fill()) {
          throw body.early();
        }
      }
    }
  }

  private int string() throws IOException {
    int length = 1;
    while (true) {
      if (body.available() <= length && !body.has(length + 1)) {
        throw body.early();
      }
      byte b = body.bytes[body.at + length];
      if (b == '\\') {
        length += 2;
      } else if (b == '"') {
        return length + 1;
      } else {
        length++;
      }
    }
  }

  private int word() throws IOException {
    int length = 0;
    while (body.has(length + 1)) {
      byte b = body.bytes[body.at + length];
      if (b == ',' || b == '}' || b == ']' || b == ' ' || b == '\n' || b == '\r' || b == '\t') {
        break;
      }
      length++;
    }
    return length;
  }

  /** The name of the next member, with its colon taken. */
  String memberName() throws IOException {
    int length = value();
    JsonInput in =
        new JsonInput(
            body.bytes, body.at, body.at + length, StringCache.NONE, new ReadPath(), new Scratch());
    String name = in.string();
    in.requireEnd();
    body.at += length;
    take(':');
    return name;
  }
}
