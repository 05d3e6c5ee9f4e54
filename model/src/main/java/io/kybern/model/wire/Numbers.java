package io.kybern.model.wire;

import java.math.BigDecimal;
import java.math.MathContext;

/** Floating-point numbers as Go's JSON encoder writes them. */
final class Numbers {
  private Numbers() {}

  /**
   * The shortest digits that give {@code value} back: plain between 1e-6 and 1e21, else with an exponent.
   */
  static String format(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("JSON has no number for " + value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal decimal = shortest(value).stripTrailingZeros();
    double size = Math.abs(value);
    return size >= 1e-6 && size < 1e21 ? decimal.toPlainString() : withExponent(decimal, 1);
  }

  /** The same digits as Go's YAML encoder writes them: an exponent of two digits, and sooner. */
  static String formatYaml(double value) {
    if (value == 0) {
      return format(value);
    }
    BigDecimal decimal = shortest(value).stripTrailingZeros();
    int exponent = decimal.precision() - 1 - decimal.scale();
    return exponent >= -4 && exponent < 6 ? decimal.toPlainString() : withExponent(decimal, 2);
  }

  private static String withExponent(BigDecimal decimal, int exponentDigits) {
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    StringBuilder text = new StringBuilder(decimal.signum() < 0 ? "-" : "").append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    text.append(exponentDigits > 1 && Math.abs(exponent) < 10 ? "0" : "");
    return text.append(Math.abs(exponent)).toString();
  }

  /** {@link Double#toString(double)} is not always the shortest before Java 19. */
  static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal known = new BigDecimal(Double.toString(value));
    for (int digits = known.precision() - 1; digits > 0; digits--) {
      BigDecimal shorter = exact.round(new MathContext(digits));
      if (shorter.doubleValue() != value) {
        break;
      }
      known = shorter;
    }
    return known;
  }
}
