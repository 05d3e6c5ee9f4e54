package io.kybern.apiserver.decoding;

import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How Go calls and prints values, and what it says of texts that are no value of their type. */
public final class GoWords {
  static final String NO_QUANTITY =
      "quantities must match the regular expression"
          + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

  private static final String SUFFIX_LETTERS = "eEinumkKMGTP";

  private GoWords() {}

  /** What JSON calls a value; numbers come with their digits where those matter. */
  static String jsonType(@Nullable Object value) {
    if (value instanceof Map) {
      return "object";
    }
    if (value instanceof List) {
      return "array";
    }
    return value instanceof String ? "string" : value instanceof Boolean ? "bool" : "number";
  }

  /** A number as it stands in JSON. */
  static String digits(Number number) {
    return new String(Codec.treeToJson(number), StandardCharsets.UTF_8);
  }

  /** What Go calls the type of a value of a tree. */
  public static String type(@Nullable Object value) {
    if (value == null) {
      return "<nil>";
    }
    return value instanceof Map
        ? "map[string]interface {}"
        : value instanceof List ? "[]interface {}" : kind(value);
  }

  /** What Go calls the kind of a value of a tree. */
  static String kind(Object value) {
    if (value instanceof Map) {
      return "map";
    }
    if (value instanceof List) {
      return "slice";
    }
    return value instanceof String
        ? "string"
        : value instanceof Boolean ? "bool" : value instanceof Long ? "int64" : "float64";
  }

  /** What is wrong with a quantity; empty for nothing. */
  static String quantity(String text) {
    int at = 0;
    int end = text.length();
    if (at < end && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
      at++;
    }
    int start = at;
    at = digits(text, at);
    if (at < end && text.charAt(at) == '.') {
      at = digits(text, at + 1);
    }
    if (end == 0 || at == start) {
      return NO_QUANTITY;
    }
    int suffix = at;
    while (at < end && SUFFIX_LETTERS.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at < end && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
      at++;
    }
    if (digits(text, at) < end) {
      return NO_QUANTITY;
    }
    return isSuffix(text.substring(suffix)) ? "" : "unable to parse quantity's suffix";
  }

  private static boolean isSuffix(String suffix) {
    return switch (suffix) {
      case "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei" ->
          true;
      default -> suffix.matches("[eE][-+]?[0-9]+");
    };
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /** What is wrong with base64; empty for nothing. */
  static String base64(String text) {
    int wrong = illegalBase64(text);
    return wrong < 0 ? "" : "illegal base64 data at input byte " + wrong;
  }

  /** Where base64 goes wrong as Go counts it: where a group of four began, for what is cut off. */
  private static int illegalBase64(String text) {
    int length = text.length();
    int inGroup = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        continue;
      }
      if (c == '=') {
        return inGroup < 2 ? i : padding(text, i + 1, inGroup);
      }
      if (!(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
          && c != '+'
          && c != '/') {
        return i;
      }
      inGroup = (inGroup + 1) % 4;
    }
    return inGroup == 0 ? -1 : length - inGroup;
  }

  private static int padding(String text, int from, int inGroup) {
    int at = afterLines(text, from);
    if (inGroup == 2) {
      if (at == text.length()) {
        return at;
      }
      if (text.charAt(at) != '=') {
        return at - 1;
      }
      at = afterLines(text, at + 1);
    }
    return at < text.length() ? at : -1;
  }

  private static int afterLines(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
      at++;
    }
    return at;
  }
}
