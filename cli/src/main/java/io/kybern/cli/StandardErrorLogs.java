package io.kybern.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Prints what client and server log: warnings and errors, one line each, to standard error. Spares
 * the start of {@code java.util.logging}.
 */
public final class StandardErrorLogs extends System.LoggerFinder {
  /** For the JVM, which finds this class as a service. */
  public StandardErrorLogs() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Log(name);
  }

  private record Log(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level == Level.WARNING || level == Level.ERROR;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        print(level, thrown == null ? message : message + ": " + thrown);
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... values) {
      if (isLoggable(level)) {
        boolean filled = format != null && values != null && values.length > 0;
        print(level, filled ? new MessageFormat(format, Locale.ROOT).format(values) : format);
      }
    }

    private static void print(Level level, @Nullable String text) {
      System.err.println((level == Level.ERROR ? "error: " : "Warning: ") + text);
    }
  }
}
