package io.kybern.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command; the message says to its user why. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Failure(String message) {
    this(message, null);
  }

  Failure(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }

  /** What to tell the user. */
  String text() {
    return String.valueOf(getMessage());
  }
}
