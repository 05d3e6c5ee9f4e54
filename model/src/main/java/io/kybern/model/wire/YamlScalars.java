package io.kybern.model.wire;

import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted YAML scalar means to kubectl: the rules of YAML 1.1 as Go's yaml library applies
 * them, where {@code yes} and {@code on} are booleans, {@code 0644} is octal, and a date is a
 * string.
 */
final class YamlScalars {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Map<String, Double> SPECIAL =
      Map.ofEntries(
          Map.entry(".nan", Double.NaN),
          Map.entry(".NaN", Double.NaN),
          Map.entry(".NAN", Double.NaN),
          Map.entry(".inf", Double.POSITIVE_INFINITY),
          Map.entry(".Inf", Double.POSITIVE_INFINITY),
          Map.entry(".INF", Double.POSITIVE_INFINITY),
          Map.entry("+.inf", Double.POSITIVE_INFINITY),
          Map.entry("+.Inf", Double.POSITIVE_INFINITY),
          Map.entry("+.INF", Double.POSITIVE_INFINITY),
          Map.entry("-.inf", Double.NEGATIVE_INFINITY),
          Map.entry("-.Inf", Double.NEGATIVE_INFINITY),
          Map.entry("-.INF", Double.NEGATIVE_INFINITY));

  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /** What is longer is a text; no number that a file means has as many digits. */
  private static final int MAX_NUMBER_CHARS = 1000;

  private static final BigInteger UNSIGNED_MAX = BigInteger.ONE.shiftLeft(64);

  private YamlScalars() {}

  /**
   * The meaning of an unquoted {@code text}: {@code null}, a boolean, a number (infinite and
   * not-a-number ones included), or the text itself.
   */
  static @Nullable Object resolve(String text) {
    if (NULL.contains(text)) {
      return null;
    }
    char first = text.charAt(0);
    if (Character.isLetter(first)) {
      return TRUE.contains(text) ? (Object) true : FALSE.contains(text) ? (Object) false : text;
    }
    Double special = SPECIAL.get(text);
    if (special != null) {
      return special;
    }
    if (first == '.' || first == '+' || first == '-' || isDigit(first)) {
      Object number = number(text);
      return number == null ? text : number;
    }
    return text;
  }

  private static @Nullable Object number(String text) {
    boolean pointFirst = text.charAt(0) == '.';
    if (pointFirst && !separatesDigits(text)) {
      return null;
    }
    String plain = text.replace("_", "");
    Object whole = pointFirst ? null : integer(text, plain);
    if (whole != null) {
      return whole;
    }
    if (plain.length() <= MAX_NUMBER_CHARS && FLOAT.matcher(plain).matches()) {
      double value = Double.parseDouble(plain);
      return Double.isInfinite(value) ? null : (Object) value;
    }
    return null;
  }

  /** After a point Go wants a digit on both sides of an underscore; elsewhere it does not look. */
  private static boolean separatesDigits(String text) {
    for (int i = text.indexOf('_'); i >= 0; i = text.indexOf('_', i + 1)) {
      if (i + 1 == text.length() || !isDigit(text.charAt(i - 1)) || !isDigit(text.charAt(i + 1))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Object integer(String text, String plain) {
    boolean negative = plain.startsWith("-");
    String digits = negative || plain.startsWith("+") ? plain.substring(1) : plain;
    int radix = 10;
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
      radix = 16;
      digits = digits.substring(2);
    } else if (digits.startsWith("0b") || digits.startsWith("0B")) {
      radix = 2;
      digits = digits.substring(2);
    } else if (digits.startsWith("0o") || digits.startsWith("0O")) {
      radix = 8;
      digits = digits.substring(2);
    } else if (digits.length() > 1 && digits.startsWith("0")) {
      radix = 8;
      digits = digits.substring(1);
    }
    if (digits.isEmpty() || digits.length() > 70) {
      return null;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) >= 128 || Character.digit(digits.charAt(i), radix) < 0) {
        return null;
      }
    }
    BigInteger value = new BigInteger(digits, radix);
    value = negative ? value.negate() : value;
    if (value.bitLength() <= 63) {
      return value.longValue();
    }
    return !negative && value.compareTo(UNSIGNED_MAX) < 0 && !text.startsWith("+") ? value : null;
  }

  /** Whether {@code text} can stand without quotes and still be read as a string. */
  static boolean staysString(String text) {
    return resolve(text) == (Object) text && !isBase60(text) && !YamlTimestamps.matches(text);
  }

  /** Go's library quotes numbers in base 60, although it reads them as strings. */
  private static boolean isBase60(String text) {
    int length = text.length();
    int at = length > 0 && (text.charAt(0) == '+' || text.charAt(0) == '-') ? 1 : 0;
    if (at == length || !isDigit(text.charAt(at))) {
      return false;
    }
    while (at < length && (isDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    int parts = 0;
    while (at < length && text.charAt(at) == ':') {
      int digits = at + 1;
      while (digits < length && isDigit(text.charAt(digits))) {
        digits++;
      }
      int count = digits - at - 1;
      if (count == 0 || count > 2 || count == 2 && text.charAt(at + 1) > '5') {
        return false;
      }
      at = digits;
      parts++;
    }
    if (at < length && text.charAt(at) == '.') {
      at++;
      while (at < length && (isDigit(text.charAt(at)) || text.charAt(at) == '_')) {
        at++;
      }
    }
    return parts > 0 && at == length;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
