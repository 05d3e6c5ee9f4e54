package io.kybern.apiserver.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with JSON in the words of Go's decoder, as clients of Kubernetes see them. */
final class GoJson {
  private static final String EARLY_END = "unexpected end of JSON input";
  private static final int SHOWN_BYTES = 30;
  private static final int MAX_DEPTH = 1000;

  private final byte[] json;
  private int at;
  private int depth;

  private GoJson(byte[] json) {
    this.json = json;
  }

  /** What is wrong with the syntax; empty for nothing. */
  static String problem(byte[] json) {
    try {
      GoJson reader = new GoJson(json);
      reader.value();
      reader.space();
      if (reader.at < json.length) {
        throw reader.unexpected("after top-level value");
      }
      return "";
    } catch (SyntaxException e) {
      return e.problem;
    }
  }

  /** The first bytes of a body, as messages show them. */
  static String shown(byte[] body) {
    if (body.length == 0) {
      return "<empty>";
    }
    boolean text = body[0] == '{';
    int length = Math.min(body.length, SHOWN_BYTES);
    String shown =
        text
            ? new String(body, 0, length, StandardCharsets.UTF_8)
            : HexFormat.of().formatHex(body, 0, length);
    return body.length > SHOWN_BYTES ? shown + " ..." : shown;
  }

  /** What Go calls the type of a value. */
  static String typeOf(@Nullable Object tree) {
    if (tree instanceof Map) {
      return "object";
    }
    if (tree instanceof List) {
      return "array";
    }
    return tree instanceof String ? "string" : tree instanceof Boolean ? "bool" : "number";
  }

  /** A tree as Go prints one. */
  static String printed(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      List<String> entries = new ArrayList<>();
      map.forEach((key, value) -> entries.add(key + ":" + printed(value)));
      Collections.sort(entries);
      return "map[" + String.join(" ", entries) + "]";
    }
    if (tree instanceof List<?> list) {
      return "[" + String.join(" ", list.stream().map(GoJson::printed).toList()) + "]";
    }
    return tree == null ? "<nil>" : tree.toString();
  }

  /** Where the syntax is broken. */
  private static final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String problem;

    SyntaxException(String problem) {
      super(problem, null, false, false);
      this.problem = problem;
    }
  }

  private SyntaxException unexpected(String where) {
    if (at >= json.length) {
      return new SyntaxException(EARLY_END);
    }
    // Go's scanner looks at bytes, and shows each as the character of that number.
    int c = json[at] & 0xff;
    String shown =
        switch (c) {
          case '\'' -> "'\\''";
          case '"' -> "'\"'";
          case '\n' -> "'\\n'";
          case '\t' -> "'\\t'";
          case '\r' -> "'\\r'";
          case 0xa0, 0xad -> String.format(Locale.ROOT, "'\\u%04x'", c);
          default -> {
            if (c < ' ' || c == 0x7f) {
              yield String.format(Locale.ROOT, "'\\x%02x'", c);
            }
            yield c > 0x7f && c < 0xa0
                ? String.format(Locale.ROOT, "'\\u%04x'", c)
                : "'" + Character.toString(c) + "'";
          }
        };
    return new SyntaxException("invalid character " + shown + " " + where);
  }

  private void space() {
    while (at < json.length && " \t\r\n".indexOf(json[at]) >= 0) {
      at++;
    }
  }

  private int peek() {
    return at < json.length ? json[at] : -1;
  }

  private void value() {
    if (++depth > MAX_DEPTH) {
      throw new SyntaxException("exceeded max depth");
    }
    space();
    switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
    depth--;
  }

  private void object() {
    at++;
    space();
    if (peek() == '}') {
      at++;
      return;
    }
    while (true) {
      space();
      if (peek() != '"') {
        throw unexpected("looking for beginning of object key string");
      }
      string();
      space();
      if (peek() != ':') {
        throw unexpected("after object key");
      }
      at++;
      value();
      space();
      if (peek() == '}') {
        at++;
        return;
      }
      if (peek() != ',') {
        throw unexpected("after object key:value pair");
      }
      at++;
    }
  }

  private void array() {
    at++;
    space();
    if (peek() == ']') {
      at++;
      return;
    }
    while (true) {
      value();
      space();
      if (peek() == ']') {
        at++;
        return;
      }
      if (peek() != ',') {
        throw unexpected("after array element");
      }
      at++;
    }
  }

  private void string() {
    at++;
    while (peek() != '"') {
      int c = peek();
      if (c >= 0 && c < ' ') {
        throw unexpected("in string literal");
      }
      if (c == '\\') {
        at++;
        if (peek() >= 0 && "bfnrt\\/\"u".indexOf(peek()) < 0) {
          throw unexpected("in string escape code");
        }
      }
      if (at >= json.length) {
        throw unexpected("");
      }
      at++;
    }
    at++;
  }

  private void literal(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        throw unexpected("in literal " + word + " (expecting '" + word.charAt(i) + "')");
      }
      at++;
    }
  }

  private void number() {
    if (peek() == '-') {
      at++;
      if (!isDigit()) {
        throw unexpected("in numeric literal");
      }
    } else if (!isDigit()) {
      throw unexpected("looking for beginning of value");
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (peek() == '.') {
      at++;
      if (!isDigit()) {
        throw unexpected("after decimal point in numeric literal");
      }
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      if (!isDigit()) {
        throw unexpected("in exponent of numeric literal");
      }
      digits();
    }
  }

  private boolean isDigit() {
    return peek() >= '0' && peek() <= '9';
  }

  private void digits() {
    while (isDigit()) {
      at++;
    }
  }
}
