package io.kybern.model.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** What JSON's numbers are in trees: the simplest type that holds the number exactly. */
final class JsonNumbers {
  /** Whole numbers of so many characters fit into 64 bits. */
  static final int SMALL_CHARS = 18;

  /** No two decimals of so many digits are the same double. */
  private static final int DOUBLE_DIGITS = 15;

  /** The powers of ten that a double holds exactly. */
  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private JsonNumbers() {}

  /** A number without fraction and exponent: a {@link Long} or a {@link BigInteger}. */
  static Number whole(byte[] source, int from, int to) {
    if (to - from <= SMALL_CHARS) {
      return small(source, from, to);
    }
    BigInteger value = new BigInteger(text(source, from, to));
    return value.bitLength() <= 63 ? (Number) value.longValue() : value;
  }

  /** A number without fraction and exponent of up to {@link #SMALL_CHARS} characters. */
  static long small(byte[] source, int from, int to) {
    boolean negative = source[from] == '-';
    long value = 0;
    for (int i = negative ? from + 1 : from; i < to; i++) {
      value = value * 10 + (source[i] - '0');
    }
    return negative ? -value : value;
  }

  /** A number with fraction or exponent: a {@link Double} or a {@link BigDecimal}. */
  static Number any(byte[] source, int from, int to) {
    boolean negative = source[from] == '-';
    long digits = 0;
    int count = 0;
    int fraction = 0;
    int i = negative ? from + 1 : from;
    for (; i < to; i++) {
      byte b = source[i];
      if (b == '.') {
        fraction = 1;
        continue;
      }
      if (b < '0' || b > '9') {
        break;
      }
      digits = digits * 10 + (b - '0');
      count += digits == 0 ? 0 : 1;
      if (fraction > 0) {
        fraction++;
      }
      if (count > DOUBLE_DIGITS) {
        break;
      }
    }
    int decimals = Math.max(0, fraction - 1);
    if (i == to && decimals < TENS.length) {
      // Both are exact, so their quotient is the double that is nearest to the text.
      double value = digits / TENS[decimals];
      return negative ? -value : value;
    }
    return exact(text(source, from, to));
  }

  private static Number exact(String text) {
    double value = Double.parseDouble(text);
    BigDecimal exact = new BigDecimal(text);
    boolean same = !Double.isInfinite(value) && exact.compareTo(Numbers.shortest(value)) == 0;
    return same ? (Number) value : exact;
  }

  private static String text(byte[] source, int from, int to) {
    return new String(source, from, to - from, StandardCharsets.US_ASCII);
  }
}
