package io.kybern.model.selector;

import io.kybern.model.selector.LabelQuery.Operator;
import io.kybern.model.selector.LabelQuery.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the text of a {@link LabelQuery}, one token ahead. For one text and one thread. */
final class LabelQueryParser {
  private static final String SYMBOLS = "=!(),<>";

  private final String text;

  /** Where the text after the current token begins. */
  private int next;

  /** The current token, {@code null} at the end of the text. */
  private @Nullable String token;

  /**
   * Whether the current token is a key, a value or one of the words {@code in} and {@code notin}.
   */
  private boolean word;

  LabelQueryParser(String text) {
    this.text = text;
  }

  List<Requirement> parse() {
    List<Requirement> requirements = new ArrayList<>();
    advance();
    if (token != null) {
      do {
        requirements.add(requirement());
      } while (accept(","));
      if (token != null) {
        throw unexpected("',' or the end");
      }
    }
    return requirements;
  }

  private Requirement requirement() {
    boolean negated = accept("!");
    String key = word("a key");
    LabelSyntax.checkKey(key);
    if (negated || token == null || is(",")) {
      return new Requirement(key, negated ? Operator.DOES_NOT_EXIST : Operator.EXISTS, List.of());
    }
    Operator operator =
        switch (token) {
          case "in" -> Operator.IN;
          case "notin" -> Operator.NOT_IN;
          case "=" -> Operator.EQUALS;
          case "==" -> Operator.DOUBLE_EQUALS;
          case "!=" -> Operator.NOT_EQUALS;
          case ">" -> Operator.GREATER_THAN;
          case "<" -> Operator.LESS_THAN;
          default -> throw unexpected("one of in, notin, =, ==, !=, <, >");
        };
    advance();
    return new Requirement(
        key,
        operator,
        operator == Operator.IN || operator == Operator.NOT_IN ? values() : List.of(value()));
  }

  private String value() {
    return token == null || is(",") ? "" : word("a value");
  }

  private List<String> values() {
    if (!accept("(")) {
      throw unexpected("'('");
    }
    List<String> values = new ArrayList<>();
    do {
      values.add(word && token != null ? word("a value") : "");
    } while (accept(","));
    if (!accept(")")) {
      throw unexpected("',' or ')'");
    }
    return values;
  }

  private String word(String expected) {
    String current = token;
    if (current == null || !word) {
      throw unexpected(expected);
    }
    advance();
    return current;
  }

  private boolean is(String symbol) {
    return symbol.equals(token);
  }

  private boolean accept(String symbol) {
    boolean accepted = is(symbol);
    if (accepted) {
      advance();
    }
    return accepted;
  }

  private void advance() {
    while (next < text.length() && isSpace(text.charAt(next))) {
      next++;
    }
    int from = next;
    if (from == text.length()) {
      token = null;
      return;
    }
    char first = text.charAt(next++);
    word = SYMBOLS.indexOf(first) < 0;
    if (word) {
      while (next < text.length()
          && SYMBOLS.indexOf(text.charAt(next)) < 0
          && !isSpace(text.charAt(next))) {
        next++;
      }
    } else if ((first == '=' || first == '!') && text.startsWith("=", next)) {
      next++;
    }
    token = text.substring(from, next);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private IllegalArgumentException unexpected(String expected) {
    String current = token;
    String found =
        current == null
            ? "the end"
            : '"' + shortened(current) + "\" at character " + (next - current.length());
    return new IllegalArgumentException(
        "no label selector: \""
            + shortened(text)
            + "\": found "
            + found
            + ", expected "
            + expected);
  }

  private static String shortened(String text) {
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }
}
