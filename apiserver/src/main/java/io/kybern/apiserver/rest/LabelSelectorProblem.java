package io.kybern.apiserver.rest;

import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What kube-apiserver says about a label selector that is none: a second reading of a text that was
 * refused, so that whoever knows the server's words finds them here.
 */
final class LabelSelectorProblem {
  private static final Set<String> SYMBOLS = Set.of("=", "==", "!=", "!", "(", ")", ",", "<", ">");
  private static final Set<String> COMPARISONS = Set.of("=", "==", "!=", "<", ">");

  /** Ends the reading; a problem, not an error of this program. */
  @SuppressWarnings("serial")
  private static final class Found extends Exception {
    Found(String message) {
      super(message, null, false, false);
    }
  }

  /** The words and symbols of the text; the empty one after the last. */
  private final List<String> tokens;

  private int at;

  private LabelSelectorProblem(List<String> tokens) {
    this.tokens = tokens;
  }

  /** The first thing that is wrong with {@code text}; empty if nothing is. */
  static Optional<String> of(String text) {
    try {
      new LabelSelectorProblem(tokens(text)).read();
      return Optional.empty();
    } catch (Found problem) {
      return Optional.ofNullable(problem.getMessage());
    }
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = at + 1;
      if (isSymbol(c)) {
        if (end < text.length() && SYMBOLS.contains(text.substring(at, end + 1))) {
          end++;
        }
        tokens.add(text.substring(at, end));
      } else if (!isSpace(c)) {
        while (end < text.length() && !isSymbol(text.charAt(end)) && !isSpace(text.charAt(end))) {
          end++;
        }
        tokens.add(text.substring(at, end));
      }
      at = end;
    }
    tokens.add("");
    return tokens;
  }

  private static boolean isSymbol(char c) {
    return "=!(),<>".indexOf(c) >= 0;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private String peek() {
    return tokens.get(at);
  }

  private String next() {
    String token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  private static boolean isWord(String token) {
    return !token.isEmpty() && !SYMBOLS.contains(token);
  }

  private static boolean startsRequirement(String token) {
    return isWord(token) || token.equals("!");
  }

  private void read() throws Found {
    if (peek().isEmpty()) {
      return;
    }
    if (!startsRequirement(peek())) {
      throw new Found("found '" + peek() + "', expected: !, identifier, or 'end of string'");
    }
    while (true) {
      try {
        requirement();
      } catch (Found problem) {
        throw new Found("unable to parse requirement: " + problem.getMessage());
      }
      String end = next();
      if (end.isEmpty()) {
        return;
      }
      if (!end.equals(",")) {
        throw new Found("found '" + end + "', expected: ',' or 'end of string'");
      }
      if (!startsRequirement(peek())) {
        throw new Found("found '" + peek() + "', expected: identifier after ','");
      }
    }
  }

  private void requirement() throws Found {
    boolean absent = peek().equals("!");
    if (absent) {
      next();
    }
    String key = next();
    if (!isWord(key)) {
      throw new Found("found '" + key + "', expected: identifier");
    }
    check("<nil>", key, Names.qualified(key));
    if (absent || peek().isEmpty() || peek().equals(",")) {
      return;
    }
    String operator = next();
    if (operator.equals("in") || operator.equals("notin")) {
      checkValues(key, values());
    } else if (COMPARISONS.contains(operator)) {
      String value = value();
      if (operator.equals("<") || operator.equals(">")) {
        checkNumber(value);
      }
      checkValues(key, Set.of(value));
    } else {
      throw new Found("found '" + operator + "', expected: in, notin, =, ==, !=, gt, lt");
    }
  }

  private Set<String> values() throws Found {
    String open = next();
    if (!open.equals("(")) {
      throw new Found("found '" + open + "' expected: '('");
    }
    if (peek().equals(")")) {
      next();
      return Set.of();
    }
    if (!isWord(peek()) && !peek().equals(",")) {
      throw new Found("found '" + peek() + "', expected: ',', ')' or identifier");
    }
    Set<String> values = new TreeSet<>();
    while (true) {
      String token = next();
      if (isWord(token)) {
        values.add(token);
        if (!peek().equals(",") && !peek().equals(")")) {
          throw new Found("found '" + peek() + "', expected: ',' or ')'");
        }
      } else if (!token.equals(",")) {
        throw new Found("found '" + token + "', expected: ',', or identifier");
      }
      if (peek().equals(")")) {
        next();
        return values;
      }
    }
  }

  private String value() throws Found {
    if (peek().isEmpty() || peek().equals(",")) {
      return "";
    }
    String value = next();
    if (!isWord(value)) {
      throw new Found("found '" + value + "', expected: identifier");
    }
    return value;
  }

  private static void checkNumber(String value) throws Found {
    try {
      Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new Found(
          FieldError.invalid(
                  "values[0]", value, "for 'Gt', 'Lt' operators, the value must be an integer")
              .toString());
    }
  }

  private static void checkValues(String key, Set<String> values) throws Found {
    int index = 0;
    for (String value : values) {
      check("values[" + index++ + "][" + key + "]", value, Names.labelValue(value));
    }
  }

  private static void check(String field, String value, List<String> problems) throws Found {
    if (!problems.isEmpty()) {
      throw new Found(
          FieldError.invalid(field, value, problems.stream().collect(Collectors.joining("; ")))
              .toString());
    }
  }
}
