package io.kybern.cli;

import io.kybern.client.Write;

/** What happens to fields of a manifest that the type of its object does not have. */
enum Validation {
  /** The object is refused, here or by the server. */
  STRICT(Write.Validation.STRICT),
  /** There is a warning. */
  WARN(Write.Validation.WARN),
  /** Nothing. */
  IGNORE(Write.Validation.IGNORE);

  private final Write.Validation server;

  Validation(Write.Validation server) {
    this.server = server;
  }

  /** What the server is asked to do. */
  Write.Validation server() {
    return server;
  }

  /** The validation that the flag {@code --validate} means by {@code text}. */
  static Validation of(String text) {
    return switch (text) {
      case "strict", "true" -> STRICT;
      case "warn" -> WARN;
      case "ignore", "false" -> IGNORE;
      default ->
          throw new Failure(
              "invalid - validate option \""
                  + text
                  + "\"; must be one of: strict (or true), warn,"
                  + " ignore (or false)");
    };
  }
}
