package io.kybern.model.wire;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The byte strings and texts of CBOR in a byte array. For one thread. */
final class CborText {
  private final byte[] source;
  private final int end;
  private final StringCache strings;
  private final ReadPath path;
  private int to;

  CborText(byte[] source, int end, StringCache strings, ReadPath path) {
    this.source = source;
    this.end = end;
    this.strings = strings;
    this.path = path;
  }

  /** Where the string that was looked at last ends. */
  int to() {
    return to;
  }

  /** Where the bytes of the string of known length start whose head is at {@code at}. */
  int from(int at) {
    if (at == end) {
      throw path.error("the CBOR ends within a string", at);
    }
    int head = source[at] & 0xFF;
    int size = CborHeads.size(head);
    if (size < 0 || size > end - at) {
      throw path.error("the CBOR ends within a string", at);
    }
    long length = CborHeads.argument(source, at, head);
    int from = at + size;
    if (length < 0 || length > end - from) {
      throw path.error("the CBOR ends within a string", at);
    }
    to = from + (int) length;
    return from;
  }

  /** The bytes of the string in chunks whose head is at {@code at}. Each chunk of text is UTF-8. */
  byte[] chunks(int at) {
    int major = (source[at] & 0xFF) >> 5;
    ByteSink bytes = new ByteSink(32);
    int chunk = at + 1;
    while (true) {
      if (chunk == end) {
        throw path.error("the CBOR ends within a string", chunk);
      }
      int head = source[chunk] & 0xFF;
      if (head == CborHeads.BREAK) {
        to = chunk + 1;
        return bytes.toByteArray();
      }
      if (head >> 5 != major || (head & 31) == 31) {
        throw path.error("a string in chunks holds something else", chunk);
      }
      int from = from(chunk);
      if (major == CborHeads.TEXT && StringCache.NONE.of(source, from, to) == null) {
        throw path.error("a string is not UTF-8", from);
      }
      bytes.write(source, from, to - from);
      chunk = to;
    }
  }

  /** The bytes of the string at {@code at}, perhaps behind tags. */
  byte[] bytes(int at, boolean tagged) {
    int first = at;
    while (tagged && (source[first] & 0xFF) >> 5 == CborHeads.TAG) {
      first += CborHeads.size(source[first] & 0xFF);
    }
    if ((source[first] & 31) == 31) {
      return chunks(first);
    }
    int from = from(first);
    return Arrays.copyOfRange(source, from, to);
  }

  String string(byte[] bytes, int from, int to, int offset) {
    String text = strings.of(bytes, from, to);
    if (text == null) {
      throw path.error("a string is not UTF-8", offset);
    }
    return text;
  }

  /** Bytes as the text that {@code tag} asks for. */
  static String encode(byte[] bytes, int tag) {
    return switch (tag) {
      case CborHeads.TAG_BASE64_URL ->
          Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      case CborHeads.TAG_BASE64 -> Base64.getEncoder().encodeToString(bytes);
      default -> HexFormat.of().formatHex(bytes);
    };
  }
}
