package io.kybern.model.selector;

import org.jspecify.annotations.Nullable;

/** What the keys and values of labels may look like. */
final class LabelSyntax {
  private static final int MAX_NAME_LENGTH = 63;
  private static final int MAX_PREFIX_LENGTH = 253;

  private LabelSyntax() {}

  /**
   * @throws IllegalArgumentException if {@code key} is not a name of at most 63 characters,
   *     optionally with a DNS subdomain of at most 253 and a slash before it
   */
  static void checkKey(String key) {
    int slash = key.indexOf('/');
    if (slash >= 0 && !isSubdomain(key.substring(0, slash))) {
      throw malformed("label key", key, "a lower-case DNS subdomain before the slash");
    }
    String name = key.substring(slash + 1);
    if (name.isEmpty() || !isName(name)) {
      throw malformed(
          "label key",
          key,
          "1 to 63 letters, digits, '-', '_' and '.' that begin and end with a letter or digit");
    }
  }

  /**
   * @throws IllegalArgumentException if {@code value} is neither empty nor a name of at most 63
   *     characters
   */
  static void checkValue(String key, String value) {
    if (!value.isEmpty() && !isName(value)) {
      throw malformed(
          "value of label " + key,
          value,
          "at most 63 letters, digits, '-', '_' and '.' that begin and end with a letter or digit");
    }
  }

  private static IllegalArgumentException malformed(String what, String text, String expected) {
    String shown = text.length() > 300 ? text.substring(0, 300) + "…" : text;
    return new IllegalArgumentException("no " + what + ": \"" + shown + "\"; expected " + expected);
  }

  private static boolean isName(String text) {
    int last = text.length() - 1;
    if (last >= MAX_NAME_LENGTH || !isAlphanumeric(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < last; i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return isAlphanumeric(text.charAt(last));
  }

  private static boolean isSubdomain(String text) {
    if (text.isEmpty() || text.length() > MAX_PREFIX_LENGTH) {
      return false;
    }
    boolean inLabel = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isLowerOrDigit(c)) {
        inLabel = true;
      } else if (c == '.' || c == '-') {
        // Both need a letter or digit before the next point; a point also needs one right before
        // it.
        if (!inLabel || (c == '.' && !isLowerOrDigit(text.charAt(i - 1)))) {
          return false;
        }
        inLabel = c == '-';
      } else {
        return false;
      }
    }
    return isLowerOrDigit(text.charAt(text.length() - 1));
  }

  private static boolean isLowerOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isAlphanumeric(char c) {
    return isLowerOrDigit(c) || (c >= 'A' && c <= 'Z');
  }

  /** The 64-bit integer in ASCII digits that {@code text} is, or {@code null}. */
  static @Nullable Long integer(String text) {
    int from = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    if (from == text.length()) {
      return null;
    }
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
