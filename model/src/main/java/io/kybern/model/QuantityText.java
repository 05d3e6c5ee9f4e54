package io.kybern.model;

import io.kybern.model.Quantity.Format;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the text of a {@link Quantity}. Reading is one pass without allocation for the
 * texts that are kept; only those that must be rewritten are turned into a number at once.
 */
final class QuantityText {
  /** Limit of the digits of a number and of the characters of a text. */
  static final int MAX_DIGITS = 1000;

  /** Limit of an exponent of ten; far above what anything means, and no danger to 32-bit scales. */
  private static final int MAX_EXPONENT = 999_999_999;

  /** Digits that a {@code long} holds whatever they are. */
  private static final int LONG_DIGITS = 18;

  private static final int NANO = -9;
  private static final int EXA = 18;
  private static final String DECIMAL_SUFFIXES = "num kMGTPE";
  private static final String BINARY_SUFFIXES = "KMGTPE";
  private static final BigDecimal ONE_NANO = BigDecimal.valueOf(1, 9);
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

  private QuantityText() {}

  static Quantity parse(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_DIGITS) {
      throw malformed(text);
    }
    int numberAt = hasSign(text) ? 1 : 0;
    int at = numberAt;
    while (at < length && text.charAt(at) == '0') {
      at++;
    }
    int wholeAt = at;
    long mantissa = 0;
    while (at < length && isDigit(text.charAt(at))) {
      mantissa = mantissa * 10 + text.charAt(at++) - '0';
    }
    int whole = at - wholeAt;
    boolean digitsSeen = at > numberAt;
    int fraction = 0;
    if (at < length && text.charAt(at) == '.') {
      int fractionAt = ++at;
      while (at < length && isDigit(text.charAt(at))) {
        mantissa = mantissa * 10 + text.charAt(at++) - '0';
      }
      fraction = at - fractionAt;
      digitsSeen |= fraction > 0;
    }
    int suffixAt = at;
    int exponent = exponent(text, suffixAt);
    Format format = format(text, suffixAt);
    // Texts are kept where they are canonical and where Go's parser keeps them though they are not.
    // The mantissa is the number without its point, provided that it is simple.
    int digits = Math.max(whole, 1) + fraction;
    boolean simple;
    boolean kept;
    if (format == Format.BINARY_SI) {
      simple = fraction == 0 && digits <= 14 - exponent / 10 * 3;
      boolean plain = text.charAt(0) != '+' && wholeAt == numberAt && wholeAt + whole == suffixAt;
      kept = simple && ((mantissa & 7) != 0 || (plain && mantissa % 1024 != 0));
    } else {
      int scale = exponent - fraction;
      simple = digits <= LONG_DIGITS && scale >= NANO;
      kept = simple && whole > 0 && scale % 3 == 0 && mantissa % 1000 != 0;
    }
    if (kept) {
      return new Quantity(text, null, format);
    }
    if (simple && mantissa == 0) {
      return format == Format.DECIMAL_SI ? Quantity.ZERO : new Quantity("0", null, format);
    }
    if (!digitsSeen) {
      throw malformed(text);
    }
    return rewritten(value(text, suffixAt, format, exponent), format);
  }

  private static Quantity rewritten(BigDecimal number, Format format) {
    if (number.signum() == 0) {
      return new Quantity("0", null, format);
    }
    boolean small = format == Format.BINARY_SI && number.abs().compareTo(BigDecimal.ONE) < 0;
    return new Quantity(null, number, small ? Format.DECIMAL_SI : format);
  }

  /** The number of a text that a quantity has kept or written. */
  static BigDecimal number(String text) {
    int at = hasSign(text) ? 1 : 0;
    while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    return value(text, at, format(text, at), exponent(text, at));
  }

  private static BigDecimal value(String text, int suffixAt, Format format, int exponent) {
    BigDecimal value = new BigDecimal(text.substring(0, suffixAt));
    if (format != Format.BINARY_SI) {
      return normal(roundToNano(value.scaleByPowerOfTen(exponent)));
    }
    value = roundToNano(value.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(exponent))));
    if (value.abs().compareTo(MAX_LONG) > 0) {
      return value.signum() < 0 ? MAX_LONG.negate() : MAX_LONG;
    }
    return normal(value);
  }

  private static boolean hasSign(String text) {
    char first = text.charAt(0);
    return first == '-' || first == '+';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Format format(String text, int suffixAt) {
    int length = text.length() - suffixAt;
    if (length < 2) {
      return Format.DECIMAL_SI;
    }
    return text.charAt(suffixAt + 1) == 'i' ? Format.BINARY_SI : Format.DECIMAL_EXPONENT;
  }

  /**
   * The exponent that the suffix stands for, of two if its second letter is an i, otherwise of ten.
   */
  private static int exponent(String text, int suffixAt) {
    int length = text.length() - suffixAt;
    if (length == 0) {
      return 0;
    }
    char first = text.charAt(suffixAt);
    if (length == 1 && first != ' ') {
      int power = DECIMAL_SUFFIXES.indexOf(first);
      if (power >= 0) {
        return power * 3 + NANO;
      }
    } else if (length == 2 && text.charAt(suffixAt + 1) == 'i') {
      int power = BINARY_SUFFIXES.indexOf(first);
      if (power >= 0) {
        return power * 10 + 10;
      }
    } else if (first == 'e' || first == 'E') {
      return tenExponent(text, suffixAt + 1);
    }
    throw malformed(text);
  }

  private static int tenExponent(String text, int from) {
    char sign = text.charAt(from);
    int at = sign == '-' || sign == '+' ? from + 1 : from;
    if (at == text.length()) {
      throw malformed(text);
    }
    int exponent = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (!isDigit(c) || exponent > MAX_EXPONENT / 10) {
        throw malformed(text);
      }
      exponent = exponent * 10 + c - '0';
    }
    return sign == '-' ? -exponent : exponent;
  }

  private static IllegalArgumentException malformed(String text) {
    String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
    return new IllegalArgumentException(
        "no quantity: \""
            + shown
            + "\"; expected a number of at most 1000 characters with an optional suffix"
            + " (n u m k M G T P E Ki Mi Gi Ti Pi Ei) or an exponent such as e3");
  }

  static BigDecimal roundToNano(BigDecimal value) {
    if (value.scale() <= -NANO || value.signum() == 0) {
      return value;
    }
    // Dividing something like 1e-999999999 would take forever.
    return (long) value.precision() - value.scale() <= NANO
        ? value.signum() < 0 ? ONE_NANO.negate() : ONE_NANO
        : value.setScale(-NANO, RoundingMode.UP);
  }

  /** The one representation of a number, so that equal numbers are equal {@link BigDecimal}s. */
  static BigDecimal normal(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 && stripped.scale() >= -EXA ? stripped.setScale(0) : stripped;
  }

  static boolean isBounded(BigDecimal number) {
    return number.precision() <= MAX_DIGITS && number.scale() >= -MAX_EXPONENT;
  }

  /** The text that Go's canonical form gives a number. */
  static String canonical(BigDecimal number, Format format) {
    if (number.signum() == 0) {
      return "0";
    }
    if (format == Format.BINARY_SI) {
      String binary = binary(number);
      if (binary != null) {
        return binary;
      }
    }
    BigDecimal stripped = number.stripTrailingZeros();
    int shift = Math.floorMod(-stripped.scale(), 3);
    int exponent = -stripped.scale() - shift;
    String digits = stripped.unscaledValue() + "00".substring(0, shift);
    if (exponent == 0) {
      return digits;
    }
    return format == Format.DECIMAL_EXPONENT || exponent > EXA
        ? digits + 'e' + exponent
        : digits + DECIMAL_SUFFIXES.charAt((exponent - NANO) / 3);
  }

  /**
   * The binary form, or {@code null} where it would be less than 1024, inexact, or beyond a long.
   */
  private static @Nullable String binary(BigDecimal number) {
    BigDecimal magnitude = number.abs();
    if (number.scale() > 0 || magnitude.compareTo(KIBI) < 0 || magnitude.compareTo(MAX_LONG) > 0) {
      return null;
    }
    long amount = number.longValue();
    int power = 0;
    while (amount % 1024 == 0) {
      amount /= 1024;
      power++;
    }
    String digits = Long.toString(amount);
    return power == 0 ? digits : digits + BINARY_SUFFIXES.charAt(power - 1) + 'i';
  }
}
