package io.kybern.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as command lines have them: {@code 300ms}, {@code 1.5h}, {@code 2m30s}. */
final class Durations {
  private static final Pattern PART = Pattern.compile("\\G(\\d{1,9}(?:\\.\\d{1,9})?)(ms|h|m|s)");

  private Durations() {}

  /**
   * @param flag what the user would have to correct
   * @throws Failure if {@code text} is no duration
   */
  static Duration parse(String flag, String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Duration sum = Duration.ZERO;
    int end = 0;
    for (Matcher part = PART.matcher(text); part.find(); end = part.end()) {
      BigDecimal millis =
          switch (part.group(2)) {
            case "h" -> BigDecimal.valueOf(3_600_000);
            case "m" -> BigDecimal.valueOf(60_000);
            case "s" -> BigDecimal.valueOf(1000);
            default -> BigDecimal.ONE;
          };
      sum = sum.plusMillis(new BigDecimal(part.group(1)).multiply(millis).longValue());
    }
    if (end != text.length() || text.isEmpty()) {
      throw new Failure(
          "invalid argument \""
              + text
              + "\" for \""
              + flag
              + "\" flag: expected a duration such as 30s or 2m");
    }
    return sum;
  }
}
