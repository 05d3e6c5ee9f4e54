package io.kybern.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exact amount of a resource, such as {@code 500m}, {@code 1536Mi} or {@code 1e3}. Immutable and
 * safe for use by any thread. Nothing is smaller than a billionth ({@code 1n}): what has more
 * decimal places is rounded away from zero, so that whoever asks for little gets something.
 *
 * <p>Two quantities are equal when they are the same number, however they are written: {@code 1},
 * {@code 1000m} and {@code 1e0} are equal and have the same hash code.
 *
 * <p>The text is that of Go's {@code resource.Quantity}: no fraction, the largest suffix that keeps
 * the number exact, and the family of suffixes it was written with. A text that Go takes over as it
 * stands is taken over here too, even where it could be shorter ({@code 1E3}, {@code +5}, {@code
 * 1.500}). Different from Go is only what there loses the number: amounts above {@code 999E} are
 * written with an exponent and binary ones from 2<sup>63</sup> on in decimal digits.
 *
 * <p>Owner of {@code text} and {@code number}: any thread, without a lock. At least one of them is
 * set by the constructor; the other is computed when first asked for. Threads that race compute
 * equal immutable values and one of them stays.
 */
public final class Quantity implements Comparable<Quantity> {
  /** The families of suffixes. */
  public enum Format {
    /** Powers of 1000: {@code n u m k M G T P E}. */
    DECIMAL_SI,
    /** Powers of 1024: {@code Ki Mi Gi Ti Pi Ei}. */
    BINARY_SI,
    /** An exponent of ten: {@code e3}. */
    DECIMAL_EXPONENT
  }

  /** The quantity {@code 0}. */
  public static final Quantity ZERO = new Quantity("0", null, Format.DECIMAL_SI);

  private @Nullable String text;
  private @Nullable BigDecimal number;
  private final Format format;

  Quantity(@Nullable String text, @Nullable BigDecimal number, Format format) {
    this.text = text;
    this.number = number;
    this.format = format;
  }

  /**
   * The quantity that {@code text} stands for: a decimal number, followed by nothing, by one of the
   * suffixes {@code n u m k M G T P E Ki Mi Gi Ti Pi Ei}, or by {@code e} or {@code E} and a power
   * of ten. Binary amounts beyond the range of {@code long} become the nearest end of that range,
   * as in Go.
   *
   * @throws IllegalArgumentException if {@code text} is anything else (spaces included), has more
   *     than 1000 characters, or an exponent of ten of more than nine digits
   */
  public static Quantity parse(String text) {
    return QuantityText.parse(text);
  }

  /** A whole number in {@link Format#DECIMAL_SI}. */
  public static Quantity of(long value) {
    return value == 0 ? ZERO : new Quantity(null, BigDecimal.valueOf(value), Format.DECIMAL_SI);
  }

  /**
   * A number in the given format, rounded away from zero to nine decimal places.
   *
   * @throws IllegalArgumentException if that needs more than 1000 digits or an exponent of ten of
   *     more than nine
   */
  public static Quantity of(BigDecimal value, Format format) {
    Objects.requireNonNull(format, "format");
    BigDecimal number = QuantityText.normal(QuantityText.roundToNano(value));
    if (!QuantityText.isBounded(number)) {
      throw new IllegalArgumentException("a quantity has at most 1000 digits");
    }
    return new Quantity(null, number, format);
  }

  /** The family of suffixes this quantity is written with where that loses nothing. */
  public Format format() {
    return format;
  }

  /**
   * The exact number. A whole number below 10<sup>18</sup> has scale 0, any other the scale that
   * leaves no trailing zeros; for {@code 1e999999999} that is a scale below minus 999 million, so
   * turn it into plain digits only after a look at its size.
   */
  public BigDecimal toBigDecimal() {
    BigDecimal number = this.number;
    if (number == null) {
      number = QuantityText.number(Objects.requireNonNull(text));
      this.number = number;
    }
    return number;
  }

  /**
   * The number, rounded away from zero to a whole one.
   *
   * @throws ArithmeticException if it is outside the range of {@code long} (Go's {@code Value()}
   *     gives a number without meaning there)
   */
  public long toLong() {
    return wholeLong(toBigDecimal(), "");
  }

  /**
   * A thousand times the number, rounded away from zero to a whole one: {@code 1500} for {@code
   * 1.5}.
   *
   * @throws ArithmeticException if it is outside the range of {@code long}
   */
  public long milliValue() {
    return wholeLong(toBigDecimal().scaleByPowerOfTen(3), "m");
  }

  private long wholeLong(BigDecimal value, String unit) {
    if ((long) value.precision() - value.scale() <= 19) {
      BigDecimal whole = value.setScale(0, RoundingMode.UP);
      if (whole.unscaledValue().bitLength() < Long.SIZE) {
        return whole.longValue();
      }
    }
    throw new ArithmeticException(this + " is beyond " + Long.MAX_VALUE + unit);
  }

  /**
   * The sum, in this quantity's format; in that of {@code other} if this one is zero.
   *
   * @throws ArithmeticException if the exact sum needs more than 1000 digits
   */
  public Quantity add(Quantity other) {
    return sum(other, false);
  }

  /**
   * The difference, in this quantity's format; in that of {@code other} if this one is zero.
   *
   * @throws ArithmeticException if the exact difference needs more than 1000 digits
   */
  public Quantity subtract(Quantity other) {
    return sum(other, true);
  }

  private Quantity sum(Quantity other, boolean negated) {
    if (other.signum() == 0) {
      return signum() == 0 ? zero(other.format) : new Quantity(null, toBigDecimal(), format);
    }
    BigDecimal addend = negated ? other.toBigDecimal().negate() : other.toBigDecimal();
    if (signum() == 0) {
      return new Quantity(null, addend, other.format);
    }
    BigDecimal number = toBigDecimal();
    long top =
        Math.max(
            (long) number.precision() - number.scale(), (long) addend.precision() - addend.scale());
    if (top + Math.max(number.scale(), addend.scale()) > QuantityText.MAX_DIGITS) {
      throw tooManyDigits();
    }
    return result(number.add(addend));
  }

  /** The quantity with the opposite sign. */
  public Quantity negate() {
    return signum() == 0 ? this : new Quantity(null, toBigDecimal().negate(), format);
  }

  /**
   * The product, in this quantity's format.
   *
   * @throws ArithmeticException if the exact product needs more than 1000 digits
   */
  public Quantity multiply(long factor) {
    return factor == 0 || signum() == 0
        ? zero(format)
        : result(toBigDecimal().multiply(BigDecimal.valueOf(factor)));
  }

  private Quantity result(BigDecimal value) {
    BigDecimal number = QuantityText.normal(value);
    if (!QuantityText.isBounded(number)) {
      throw tooManyDigits();
    }
    return new Quantity(null, number, format);
  }

  private static Quantity zero(Format format) {
    return format == Format.DECIMAL_SI ? ZERO : new Quantity("0", null, format);
  }

  private static ArithmeticException tooManyDigits() {
    return new ArithmeticException("a quantity has at most 1000 digits");
  }

  /** -1, 0 or 1 for a negative quantity, zero and a positive one. */
  public int signum() {
    BigDecimal number = this.number;
    if (number != null) {
      return number.signum();
    }
    String text = Objects.requireNonNull(this.text);
    return text.equals("0") ? 0 : text.charAt(0) == '-' ? -1 : 1;
  }

  /** Compares the numbers. */
  @Override
  public int compareTo(Quantity other) {
    int sign = signum();
    int otherSign = other.signum();
    return sign != otherSign || sign == 0
        ? Integer.compare(sign, otherSign)
        : toBigDecimal().compareTo(other.toBigDecimal());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Quantity that)) {
      return false;
    }
    String text = this.text;
    return (text != null && text.equals(that.text)) || compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return toBigDecimal().hashCode();
  }

  /** The text described above; {@link #parse} turns it into an equal quantity. */
  @Override
  public String toString() {
    String text = this.text;
    if (text == null) {
      text = QuantityText.canonical(Objects.requireNonNull(number), format);
      this.text = text;
    }
    return text;
  }
}
