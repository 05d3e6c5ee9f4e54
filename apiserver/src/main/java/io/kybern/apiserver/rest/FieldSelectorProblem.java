package io.kybern.apiserver.rest;

import java.util.Optional;

/** What kube-apiserver says about a field selector that is none. */
final class FieldSelectorProblem {
  private FieldSelectorProblem() {}

  /** The first thing that is wrong with {@code text}; empty if nothing is. */
  static Optional<String> of(String text) {
    int from = 0;
    boolean escaped = false;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || (text.charAt(i) == ',' && !escaped)) {
        Optional<String> problem =
            i > from ? ofTerm(text, text.substring(from, i)) : Optional.empty();
        if (problem.isPresent()) {
          return problem;
        }
        from = i + 1;
        escaped = false;
      } else {
        escaped = text.charAt(i) == '\\' && !escaped;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ofTerm(String text, String term) {
    int equals = term.indexOf('=');
    if (equals < 0) {
      return Optional.of("invalid selector: '" + text + "'; can't understand '" + term + "'");
    }
    boolean negated = equals > 0 && term.charAt(equals - 1) == '!';
    return ofValue(
        term.substring(!negated && term.startsWith("=", equals + 1) ? equals + 2 : equals + 1));
  }

  private static Optional<String> ofValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '=' || c == ',') {
        return Optional.of("invalid field selector: unescaped character in value: " + (int) c);
      }
      if (c == '\\') {
        String escape = i + 1 < value.length() ? value.substring(i + 1, i + 2) : "";
        if (escape.isEmpty() || "\\,=".indexOf(escape.charAt(0)) < 0) {
          return Optional.of("invalid field selector: invalid escape sequence: \\" + escape);
        }
        i++;
      }
    }
    return Optional.empty();
  }
}
