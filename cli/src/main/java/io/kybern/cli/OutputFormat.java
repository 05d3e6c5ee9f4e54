package io.kybern.cli;

import org.jspecify.annotations.Nullable;

/** What the flag {@code -o} asks for. */
enum OutputFormat {
  /** A table, or a message about what was done. */
  TABLE,
  /** A table with all columns. */
  WIDE,
  YAML,
  JSON,
  /** Resource and name. */
  NAME;

  /**
   * @param text what the flag says, {@code null} without it
   * @param wide whether the command can print wide tables
   */
  static OutputFormat of(@Nullable String text, boolean wide) {
    if (text == null || text.isEmpty()) {
      return TABLE;
    }
    if (text.equals("wide") && wide) {
      return WIDE;
    }
    return switch (text) {
      case "yaml" -> YAML;
      case "json" -> JSON;
      case "name" -> NAME;
      default ->
          throw new Failure(
              "unable to match a printer suitable for the output format \""
                  + text
                  + "\", allowed formats are: json,name,"
                  + (wide ? "wide," : "")
                  + "yaml");
    };
  }

  boolean isTable() {
    return this == TABLE || this == WIDE;
  }
}
