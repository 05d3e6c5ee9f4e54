package io.kybern.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A number or a text, such as a port and its name, or a count and a percentage. Immutable. */
public final class IntOrString {
  /** The number 0, which is also what stands for a value that is not set. */
  public static final IntOrString ZERO = new IntOrString(0, null);

  private final int number;
  private final @Nullable String text;

  private IntOrString(int number, @Nullable String text) {
    this.number = number;
    this.text = text;
  }

  /** A number. */
  public static IntOrString of(int number) {
    return number == 0 ? ZERO : new IntOrString(number, null);
  }

  /** A text, kept as it is even if it looks like a number. */
  public static IntOrString of(String text) {
    return new IntOrString(0, Objects.requireNonNull(text));
  }

  /** Whether it is a text. */
  public boolean isString() {
    return text != null;
  }

  /**
   * The number.
   *
   * @throws IllegalStateException if it is a text
   */
  public int intValue() {
    if (text != null) {
      throw new IllegalStateException("not a number: \"" + text + '"');
    }
    return number;
  }

  /** The text, or the number's digits. */
  public String stringValue() {
    return text == null ? Integer.toString(number) : text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IntOrString that
        && number == that.number
        && Objects.equals(text, that.text);
  }

  @Override
  public int hashCode() {
    return text == null ? number : text.hashCode();
  }

  @Override
  public String toString() {
    return stringValue();
  }
}
