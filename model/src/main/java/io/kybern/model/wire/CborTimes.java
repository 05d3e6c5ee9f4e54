package io.kybern.model.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/** Times that a tag marks, as the text that Go makes of them where no type is known. */
final class CborTimes {
  private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private CborTimes() {}

  /** An RFC 3339 time without zeros at the end of its fraction. */
  static String text(String time, CborInput in) {
    try {
      GoTime.parseTime(time);
    } catch (IllegalArgumentException malformed) {
      throw in.path.error(String.valueOf(malformed.getMessage()), in.offset(), malformed);
    }
    int second = time.indexOf(':', time.indexOf(':') + 1) + 3;
    int offset = second;
    while (time.charAt(offset) != 'Z' && time.charAt(offset) != '+' && time.charAt(offset) != '-') {
      offset++;
    }
    String date = time.substring(0, second);
    if (second < "2006-01-02T15:04:05".length()) {
      date = date.replace("T", "T0");
    }
    String zone = time.substring(offset);
    boolean utc = zone.equals("+00:00") || zone.equals("-00:00");
    return date + fraction(time.substring(second, offset)) + (utc ? "Z" : zone);
  }

  private static String fraction(String decimals) {
    int end = Math.min(decimals.length(), ".000000000".length());
    while (end > 0 && decimals.charAt(end - 1) == '0') {
      end--;
    }
    return end <= 1 ? "" : "." + decimals.substring(1, end);
  }

  /** Seconds since 1970, perhaps with decimals. */
  static String epoch(CborInput in) {
    long before = in.offset();
    Instant time;
    try {
      if (in.isWhole()) {
        time = Instant.ofEpochSecond(in.integer(Long.MIN_VALUE, Long.MAX_VALUE));
      } else {
        double seconds = in.number();
        long whole = (long) seconds;
        time = Instant.ofEpochSecond(whole, (long) ((seconds - whole) * 1e9));
      }
    } catch (DateTimeException | ArithmeticException outOfRange) {
      throw in.path.error("a time is out of range", before, outOfRange);
    }
    if (time.getEpochSecond() < FIRST || time.getEpochSecond() > LAST) {
      throw in.path.error("a time is out of range", before);
    }
    String seconds = GoTime.formatTime(time);
    String nanos = String.format(Locale.ROOT, "%09d", time.getNano());
    return seconds.substring(0, seconds.length() - 1) + fraction("." + nanos) + "Z";
  }
}
