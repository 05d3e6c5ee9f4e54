package io.kybern.model.wire;

import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted YAML scalar means to kubectl: the rules of YAML 1.1 as Go's yaml library applies
 * them, where {@code yes} and {@code on} are booleans, {@code 0644} is octal, and a date is a string.
 */
final class YamlScalars {
  /** Stands for the key that merges other maps into its own. */
  static final Object MERGE = new Object();

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
  private static final Pattern BASE60_FLOAT =
      Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
  private static final BigInteger UNSIGNED_MAX = BigInteger.ONE.shiftLeft(64);

  private YamlScalars() {}

  /**
   * The meaning of an unquoted {@code text}: {@code null}, a boolean, a number, {@link #MERGE}, or the
   * text itself.
   */
  static @Nullable Object resolve(String text) {
    if (NULL.contains(text)) {
      return null;
    }
    char first = text.charAt(0);
    if (Character.isLetter(first)) {
      return TRUE.contains(text) ? (Object) true : FALSE.contains(text) ? (Object) false : text;
    }
    if (first == '<') {
      return text.equals("<<") ? MERGE : text;
    }
    Double special = SPECIAL.get(text);
    if (special != null) {
      return special;
    }
    if (first == '.' || first == '+' || first == '-' || first >= '0' && first <= '9') {
      Object number = number(text);
      return number == null ? text : number;
    }
    return text;
  }

  private static @Nullable Object number(String text) {
    String plain = text.replace("_", "");
    Object whole = integer(text, plain);
    if (whole != null) {
      return whole;
    }
    if (FLOAT.matcher(plain).matches()) {
      double value = Double.parseDouble(plain);
      return Double.isInfinite(value) ? null : (Object) value;
    }
    return null;
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
    Object meaning = resolve(text);
    return (meaning == (Object) text || meaning == MERGE)
        && !BASE60_FLOAT.matcher(text).matches()
        && !looksLikeTimestamp(text);
  }

  /** Go's library quotes what it would take for a date, although it reads dates as strings. */
  private static boolean looksLikeTimestamp(String text) {
    return TIMESTAMP.matcher(text).matches();
  }

  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
              + "(?:(?:[Tt]|[ ])[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\\.[0-9]+)?"
              + "(?:Z|[-+][0-9]{2}:[0-9]{2})?)?");
}
