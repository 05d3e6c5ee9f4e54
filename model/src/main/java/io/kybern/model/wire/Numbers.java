package io.kybern.model.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.function.Predicate;

/** Floating-point numbers as Go's JSON encoder writes them. */
final class Numbers {
  private Numbers() {}

  /**
   * The shortest digits that give {@code value} back: plain between 1e-6 and 1e21, else with an
   * exponent.
   */
  static String format(double value) {
    requireFinite(value);
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal decimal = shortest(value).stripTrailingZeros();
    double size = Math.abs(value);
    return size >= 1e-6 && size < 1e21 ? decimal.toPlainString() : withExponent(decimal, 1);
  }

  /**
   * What Go's YAML encoder writes for {@code value} after it was JSON: a whole number of 64 bits as
   * that, any other with an exponent of two digits that comes sooner than in JSON.
   */
  static String formatYaml(double value) {
    Number read = asRead(value);
    return read instanceof Long || read instanceof BigInteger whole && isUnsigned64(whole)
        ? read.toString()
        : yaml(shortest(value).stripTrailingZeros());
  }

  /**
   * The digits of {@code whole}; but as Go writes what has more than 64 bits, if nothing is lost by
   * it.
   */
  static String formatYaml(BigInteger whole) {
    double value = whole.doubleValue();
    return Math.abs(value) < 1e21 && asRead(value).equals(whole)
        ? formatYaml(value)
        : whole.toString();
  }

  private static boolean isUnsigned64(BigInteger whole) {
    return whole.signum() >= 0 && whole.bitLength() <= 64;
  }

  private static String yaml(BigDecimal decimal) {
    int exponent = decimal.precision() - 1 - decimal.scale();
    return exponent >= -4 && exponent < 6 ? decimal.toPlainString() : withExponent(decimal, 2);
  }

  /**
   * The text of a number that is a key in YAML, where Go's library keeps no more than a float has.
   */
  static String formatYamlKey(double value) {
    float single = (float) value;
    if (Float.isNaN(single)) {
      return ".nan";
    }
    if (Float.isInfinite(single)) {
      return single > 0 ? ".inf" : "-.inf";
    }
    return single == 0 ? format(single) : yaml(shortest(single).stripTrailingZeros());
  }

  private static void requireFinite(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("JSON has no number for " + value);
    }
  }

  /** The number that a reader makes of the JSON of {@code value}. */
  static Number asRead(double value) {
    requireFinite(value);
    if (value != Math.rint(value) || Math.abs(value) >= 1e21) {
      return value;
    }
    if (Math.abs(value) < 1L << 53) {
      return (long) value;
    }
    BigInteger whole = new BigInteger(format(value));
    return whole.bitLength() <= 63 ? (Number) whole.longValue() : whole;
  }

  private static String withExponent(BigDecimal decimal, int exponentDigits) {
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    StringBuilder text =
        new StringBuilder(decimal.signum() < 0 ? "-" : "").append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    text.append(exponentDigits > 1 && Math.abs(exponent) < 10 ? "0" : "");
    return text.append(Math.abs(exponent)).toString();
  }

  /** {@link Double#toString(double)} is not always the shortest before Java 19. */
  static BigDecimal shortest(double value) {
    return shortest(
        new BigDecimal(value), Double.toString(value), text -> text.doubleValue() == value);
  }

  private static BigDecimal shortest(float value) {
    return shortest(
        new BigDecimal(value), Float.toString(value), text -> text.floatValue() == value);
  }

  private static BigDecimal shortest(BigDecimal exact, String known, Predicate<BigDecimal> same) {
    BigDecimal shortest = new BigDecimal(known);
    for (int digits = shortest.precision(); digits > 0; digits--) {
      BigDecimal shorter = exact.round(new MathContext(digits));
      if (!same.test(shorter)) {
        break;
      }
      shortest = shorter;
    }
    return shortest;
  }
}
