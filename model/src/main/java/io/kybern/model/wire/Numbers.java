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
    if (size >= 1e-6 && size < 1e21) {
      return decimal.toPlainString();
    }
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    StringBuilder text = new StringBuilder(value < 0 ? "-" : "").append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    return text.append(Math.abs(exponent)).toString();
  }

  /** {@link Double#toString(double)} is not always the shortest before Java 19. */
  private static BigDecimal shortest(double value) {
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
