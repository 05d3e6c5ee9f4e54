package io.kybern.apiserver.table;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Spans of time as kubectl writes them: two units at most, the smaller one only while it matters.
 */
final class Ages {
  private Ages() {}

  /** How long ago {@code time} was, {@code <unknown>} if there is none. */
  static String since(@Nullable Instant time, Instant now) {
    return time == null ? "<unknown>" : text(Duration.between(time, now));
  }

  /** A span of time. Less than two seconds in the future counts as now. */
  static String text(Duration span) {
    // Towards zero, so that a fraction of a second in the future is none.
    long seconds = span.isNegative() ? -span.negated().toSeconds() : span.toSeconds();
    if (seconds < -1) {
      return "<invalid>";
    }
    if (seconds < 0) {
      return "0s";
    }
    if (seconds < 2 * 60) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    if (minutes < 10) {
      return units(minutes, "m", seconds % 60, "s");
    }
    if (minutes < 3 * 60) {
      return minutes + "m";
    }
    long hours = minutes / 60;
    if (hours < 8) {
      return units(hours, "h", minutes % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    long days = hours / 24;
    if (days < 8) {
      return units(days, "d", hours % 24, "h");
    }
    if (days < 2 * 365) {
      return days + "d";
    }
    long years = days / 365;
    return years < 8 ? units(years, "y", days % 365, "d") : years + "y";
  }

  private static String units(long large, String largeUnit, long small, String smallUnit) {
    return small == 0 ? large + largeUnit : large + largeUnit + small + smallUnit;
  }
}
