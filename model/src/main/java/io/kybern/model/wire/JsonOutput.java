package io.kybern.model.wire;

import io.kybern.error.DecodeException;
import io.kybern.model.Bytes;
import io.kybern.model.RawJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * JSON without white space. Text is escaped as Go's encoder does it, {@code <}, {@code >} and
 * {@code &} included, because embedded JSON is compared byte by byte.
 */
final class JsonOutput extends Output {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** 0 for what stands for itself as one byte. */
  private static final byte[] SPECIAL = new byte[256];

  static {
    for (int c = 0; c < 256; c++) {
      boolean escaped = c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&';
      SPECIAL[c] = (byte) (escaped || c > 127 ? 1 : 0);
    }
  }

  final ByteSink sink;
  private final int embedded;

  /** Whether a comma is due before the next member or element. */
  private boolean comma;

  JsonOutput(ByteSink sink) {
    this(sink, 0);
  }

  /** Output of an object that {@code embedded} others are around. */
  JsonOutput(ByteSink sink, int embedded) {
    this.sink = sink;
    this.embedded = embedded;
  }

  private void part() {
    if (comma) {
      sink.write(',');
    }
    comma = false;
  }

  @Override
  void beginObject() {
    sink.write('{');
    comma = false;
  }

  @Override
  void endObject() {
    sink.write('}');
    comma = true;
  }

  @Override
  void member(JsonMembers members, int index) {
    byte[] start = members.start(index);
    int from = comma ? 0 : 1;
    sink.write(start, from, start.length - from);
    comma = false;
  }

  @Override
  void member(String name) {
    part();
    quote(sink, name);
    sink.write(':');
  }

  @Override
  void beginArray(int size) {
    sink.write('[');
    comma = false;
  }

  @Override
  void element() {
    part();
  }

  @Override
  void endArray() {
    sink.write(']');
    comma = true;
  }

  @Override
  void string(String value) {
    quote(sink, value);
    comma = true;
  }

  @Override
  void bool(boolean value) {
    sink.ascii(value ? "true" : "false");
    comma = true;
  }

  @Override
  void time(Instant value, boolean micros) {
    sink.ensure(GoTime.MAX_TIME_LENGTH + 2);
    sink.bytes[sink.size++] = '"';
    sink.size = GoTime.write(value, micros, sink.bytes, sink.size);
    sink.bytes[sink.size++] = '"';
    comma = true;
  }

  @Override
  void integer(long value) {
    sink.decimal(value);
    comma = true;
  }

  @Override
  void number(double value) {
    sink.ascii(Numbers.format(value));
    comma = true;
  }

  @Override
  void decimal(Number value) {
    sink.ascii(value.toString());
    comma = true;
  }

  @Override
  void nullValue() {
    sink.ascii("null");
    comma = true;
  }

  @Override
  void base64(Bytes value) {
    sink.write('"');
    sink.write(Base64.getEncoder().encode(value.toByteArray()));
    sink.write('"');
    comma = true;
  }

  @Override
  void raw(RawJson value) {
    if (value.size() == 0) {
      sink.ascii("null");
    } else {
      sink.write(json(value, embedded));
    }
    comma = true;
  }

  /** What a field of any form holds, as JSON: never bytes that would break the JSON around it. */
  static byte[] json(RawJson value, int embedded) {
    try {
      return value.isProtobuf()
          ? Embedded.protobufToJson(value.bytes(), embedded + 1)
          : value.json();
    } catch (DecodeException noJson) {
      throw new IllegalArgumentException(
          "a part of the object cannot be JSON: " + noJson.getMessage(), noJson);
    }
  }

  @Override
  void members(byte[] json) {
    part();
    sink.write(json);
    comma = true;
  }

  /** Writes {@code text} in quotes. Half a surrogate pair becomes U+FFFD. */
  static void quote(ByteSink sink, String text) {
    int length = text.length();
    sink.ensure(length + 2);
    byte[] bytes = sink.bytes;
    int from = sink.size + 1;
    bytes[from - 1] = '"';
    int special = 0;
    // No branch in the loop: twice as fast as one that ends at the first special character.
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      special |= SPECIAL[c & 0xFF] | c >> 8;
      bytes[from + i] = (byte) c;
    }
    if (special == 0) {
      bytes[from + length] = '"';
      sink.size = from + length + 1;
    } else {
      sink.size = from;
      escaped(sink, text);
      sink.write('"');
    }
  }

  private static void escaped(ByteSink sink, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      sink.ensure(6);
      if (c < 128) {
        if (SPECIAL[c] == 0) {
          sink.bytes[sink.size++] = (byte) c;
        } else {
          escape(sink, c);
        }
      } else if (c == '\u2028' || c == '\u2029') {
        unicode(sink, c);
      } else if (c < 0x800) {
        sink.bytes[sink.size++] = (byte) (0xC0 | c >> 6);
        sink.bytes[sink.size++] = (byte) (0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        sink.bytes[sink.size++] = (byte) (0xF0 | point >> 18);
        sink.bytes[sink.size++] = (byte) (0x80 | point >> 12 & 0x3F);
        sink.bytes[sink.size++] = (byte) (0x80 | point >> 6 & 0x3F);
        sink.bytes[sink.size++] = (byte) (0x80 | point & 0x3F);
      } else {
        char whole = Character.isSurrogate(c) ? '\uFFFD' : c;
        sink.bytes[sink.size++] = (byte) (0xE0 | whole >> 12);
        sink.bytes[sink.size++] = (byte) (0x80 | whole >> 6 & 0x3F);
        sink.bytes[sink.size++] = (byte) (0x80 | whole & 0x3F);
      }
    }
  }

  private static void escape(ByteSink sink, char c) {
    byte letter =
        switch (c) {
          case '"' -> '"';
          case '\\' -> '\\';
          case '\b' -> 'b';
          case '\f' -> 'f';
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          default -> 0;
        };
    if (letter == 0) {
      unicode(sink, c);
    } else {
      sink.bytes[sink.size++] = '\\';
      sink.bytes[sink.size++] = letter;
    }
  }

  private static void unicode(ByteSink sink, char c) {
    sink.bytes[sink.size++] = '\\';
    sink.bytes[sink.size++] = 'u';
    sink.bytes[sink.size++] = HEX[c >> 12 & 15];
    sink.bytes[sink.size++] = HEX[c >> 8 & 15];
    sink.bytes[sink.size++] = HEX[c >> 4 & 15];
    sink.bytes[sink.size++] = HEX[c & 15];
  }
}
