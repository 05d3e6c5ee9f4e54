package io.kybern.client;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Warnings that servers send with an answer, such as the use of a deprecated version. */
final class Warnings {
  private static final int LONGEST = 1024;

  private Warnings() {}

  /** Logs what the server warned of, to the logger {@code io.kybern.client.warnings}. */
  static void log(Request request, Transport.Response response) {
    for (String header : response.headers("Warning")) {
      String text = text(header);
      if (text != null) {
        System.getLogger("io.kybern.client.warnings").log(Level.WARNING, "{0}: {1}", request, text);
      }
    }
  }

  /** The text of a warning with code 299 (RFC 7234), {@code null} for any other. */
  static @Nullable String text(String header) {
    if (!header.startsWith("299 ")) {
      return null;
    }
    int start = header.indexOf('"');
    if (start < 0) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (int i = start + 1; i < header.length() && text.length() < LONGEST; i++) {
      char c = header.charAt(i);
      if (c == '"') {
        return text.toString();
      }
      if (c == '\\' && i + 1 < header.length()) {
        c = header.charAt(++i);
      }
      text.append(Character.isISOControl(c) ? ' ' : c);
    }
    return text.toString();
  }
}
