package io.kybern.model;

import io.kybern.error.DecodeException;
import java.util.function.Supplier;

/** The one way in which bytes may be refused. */
public final class Refusal {
  private Refusal() {}

  /** What {@code read} gives, or {@code null} if it refuses; any other failure fails the test. */
  public static <T> T orNull(Supplier<T> read) {
    try {
      return read.get();
    } catch (DecodeException refused) {
      return null;
    }
  }
}
