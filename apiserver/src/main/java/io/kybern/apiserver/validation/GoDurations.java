package io.kybern.apiserver.validation;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Durations as Go's programs read them, such as {@code 1h30m} or {@code -1.5s}. */
final class GoDurations {
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L, // the sign for micro
          "\u03bcs", 1_000L, // the Greek letter
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDurations() {}

  /** What Go says is wrong with a duration; empty if nothing is. */
  static String problem(String text) {
    int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    if (text.startsWith("0", at) && text.length() == at + 1) {
      return "";
    }
    String invalid = "time: invalid duration " + quoted(text);
    if (at == text.length()) {
      return invalid;
    }
    double nanos = 0;
    while (at < text.length()) {
      int number = at;
      int digits = 0;
      int dots = 0;
      while (at < text.length() && (isDigit(text.charAt(at)) || isDot(text, at) && dots == 0)) {
        if (isDot(text, at)) {
          dots++;
        } else {
          digits++;
        }
        at++;
      }
      if (digits == 0) {
        return invalid;
      }
      double value = Double.parseDouble(text.substring(number, at));
      int unit = at;
      while (at < text.length() && !isDigit(text.charAt(at)) && !isDot(text, at)) {
        at++;
      }
      if (unit == at) {
        return "time: missing unit in duration " + quoted(text);
      }
      Long of = NANOS.get(text.substring(unit, at));
      if (of == null) {
        return "time: unknown unit "
            + quoted(text.substring(unit, at))
            + " in duration "
            + quoted(text);
      }
      nanos += value * of;
      if (nanos > 0x1p63) {
        return invalid;
      }
    }
    return "";
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isDot(String text, int at) {
    return text.charAt(at) == '.';
  }

  /** In quotes; what is not printable ASCII as its bytes. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b == '"' || b == '\\') {
        quoted.append('\\').append((char) b);
      } else if (b < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
      } else {
        quoted.append((char) b);
      }
    }
    return quoted.append('"').toString();
  }
}
