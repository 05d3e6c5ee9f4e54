package io.kybern.apiserver.rest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Go's reader of JSON says about a text, as far as clients get to see it. */
final class GoJson {
  private GoJson() {}

  /** What is wrong with a text that is no JSON. Exact for its first character and for its end. */
  static String problem(byte[] json) {
    String text = new String(json, StandardCharsets.ISO_8859_1).strip();
    if (text.isEmpty()) {
      return "unexpected end of JSON input";
    }
    char first = text.charAt(0);
    if ("{[\"-0123456789tfn".indexOf(first) < 0) {
      return "invalid character '" + shown(first) + "' looking for beginning of value";
    }
    boolean open = (first == '{' || first == '[') && !text.endsWith(first == '{' ? "}" : "]");
    return open ? "unexpected end of JSON input" : "it is not valid JSON";
  }

  private static String shown(char c) {
    return switch (c) {
      case '\'' -> "\\'";
      case '\\' -> "\\\\";
      default ->
          c < ' ' || c == 0x7f
              ? String.format("\\x%02x", (int) c)
              : c < 0xa1 && c > 0x7f ? String.format("\\u%04x", (int) c) : String.valueOf(c);
    };
  }

  /** Go's word for the type of a value in a tree. */
  static String typeOf(@Nullable Object value) {
    if (value instanceof String) {
      return "string";
    }
    if (value instanceof List) {
      return "array";
    }
    if (value instanceof Map) {
      return "object";
    }
    return value instanceof Boolean ? "bool" : "number";
  }
}
