package io.kybern.merge;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The least JSON reader that tests need; a quote {@code '} may stand for {@code "}. */
final class TestJson {
  private final String text;
  private int at;

  private TestJson(String text) {
    this.text = text;
  }

  static @Nullable Object read(String text) {
    TestJson json = new TestJson(text);
    Object value = json.value();
    json.space();
    if (json.at != text.length()) {
      throw new IllegalArgumentException("rest at " + json.at + ": " + text);
    }
    return value;
  }

  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> readObject(String text) {
    return (Map<String, @Nullable Object>) read(text);
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean accept(char c) {
    space();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw new IllegalArgumentException("no " + c + " at " + at + ": " + text);
    }
  }

  private @Nullable Object value() {
    space();
    char c = text.charAt(at);
    if (c == '{') {
      at++;
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      if (!accept('}')) {
        do {
          space();
          String key = string();
          expect(':');
          map.put(key, value());
        } while (accept(','));
        expect('}');
      }
      return map;
    }
    if (c == '[') {
      at++;
      List<@Nullable Object> list = new ArrayList<>();
      if (!accept(']')) {
        do {
          list.add(value());
        } while (accept(','));
        expect(']');
      }
      return list;
    }
    if (c == '"' || c == '\'') {
      return string();
    }
    int from = at;
    while (at < text.length() && ",]} \n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(from, at);
    return switch (word) {
      case "null" -> null;
      case "true" -> true;
      case "false" -> false;
      default -> number(word);
    };
  }

  private static Object number(String word) {
    if (word.matches("-?[0-9]+")) {
      BigInteger integer = new BigInteger(word);
      return integer.bitLength() < 64 ? (Object) integer.longValue() : integer;
    }
    double number = Double.parseDouble(word);
    return new BigDecimal(word).compareTo(new BigDecimal(Double.toString(number))) == 0
        ? (Object) number
        : new BigDecimal(word);
  }

  private String string() {
    char quote = text.charAt(at++);
    StringBuilder string = new StringBuilder();
    while (text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\') {
        c = text.charAt(at++);
        switch (c) {
          case 'n' -> c = '\n';
          case 't' -> c = '\t';
          case 'r' -> c = '\r';
          case 'b' -> c = '\b';
          case 'f' -> c = '\f';
          case 'u' -> {
            c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
            at += 4;
          }
          default -> {}
        }
      }
      string.append(c);
    }
    at++;
    return string.toString();
  }
}
