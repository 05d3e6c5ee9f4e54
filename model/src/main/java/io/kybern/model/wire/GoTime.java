package io.kybern.model.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * The texts that Go gives times and durations, read with exactly the leniencies that Go has and
 * written digit by digit as Go writes them.
 */
final class GoTime {
  private static final int SECONDS_PER_DAY = 86_400;
  private static final int DAYS_PER_CYCLE = 146_097;

  /** Days from 1 March of the year 0 to 1 January 1970. */
  private static final int EPOCH_DAYS = 719_468;

  private static final int NANOS_PER_MICRO = 1000;

  private static final int NANOS_PER_SECOND = 1_000_000_000;

  /** A longer magnitude than this cannot take another digit and stay within {@link #LIMIT}. */
  private static final long LAST_BEFORE_LIMIT = Long.MAX_VALUE / 10;

  /** Magnitude of the most negative duration, 2<sup>63</sup> nanoseconds, as an unsigned number. */
  private static final long LIMIT = Long.MIN_VALUE;

  /** Longest text of a duration: {@code -2562047h47m16.854775808s}. */
  private static final int MAX_DURATION_LENGTH = 25;

  /** Years as {@link Instant} has them need at most ten digits and a sign. */
  static final int MAX_TIME_LENGTH = 11 + "-01-02T15:04:05.000000Z".length();

  private static final int TIME_LENGTH = "2006-01-02T15:04:05Z".length();
  private static final int MICRO_TIME_LENGTH = "2006-01-02T15:04:05.000000Z".length();

  /** Seconds of the first instants of these years. */
  private static final long YEAR_0 = -62_167_219_200L;

  private static final long YEAR_10000 = 253_402_300_800L;

  private GoTime() {}

  /** {@code 2006-01-02T15:04:05Z}: UTC, whole seconds, the fraction cut off. */
  static String formatTime(Instant time) {
    return format(time, false);
  }

  /** {@code 2006-01-02T15:04:05.000000Z}: UTC, always six digits, what is finer cut off. */
  static String formatMicroTime(Instant time) {
    return format(time, true);
  }

  private static String format(Instant time, boolean micros) {
    byte[] text = new byte[MAX_TIME_LENGTH];
    return ascii(text, formatBefore(text.length, time, micros, text));
  }

  /**
   * Writes a time into {@code target} from {@code at}, where there must be room for {@link
   * #MAX_TIME_LENGTH} bytes; answers where it ends.
   */
  static int write(Instant time, boolean micros, byte[] target, int at) {
    int usualEnd = at + (micros ? MICRO_TIME_LENGTH : TIME_LENGTH);
    int room = at + MAX_TIME_LENGTH;
    int from = isUsualYear(time) ? usualEnd : room;
    int start = formatBefore(from, time, micros, target);
    if (start == at) {
      return from;
    }
    System.arraycopy(target, start, target, at, from - start);
    return at + from - start;
  }

  /** Whether the year has four digits and no sign. */
  private static boolean isUsualYear(Instant time) {
    return time.getEpochSecond() >= YEAR_0 && time.getEpochSecond() < YEAR_10000;
  }

  /** Writes a time that ends before {@code end}; answers where it starts. */
  private static int formatBefore(int end, Instant time, boolean micros, byte[] text) {
    int at = end;
    text[--at] = 'Z';
    if (micros) {
      at = digits(text, at, time.getNano() / NANOS_PER_MICRO, 6);
      text[--at] = '.';
    }
    long seconds = time.getEpochSecond();
    int ofDay = (int) Math.floorMod(seconds, (long) SECONDS_PER_DAY);
    at = digits(text, at, ofDay % 60, 2);
    text[--at] = ':';
    at = digits(text, at, ofDay / 60 % 60, 2);
    text[--at] = ':';
    at = digits(text, at, ofDay / 3600, 2);
    text[--at] = 'T';
    // Years that begin in March put the leap day at their end; 400 of them have a fixed length.
    long days = Math.floorDiv(seconds, (long) SECONDS_PER_DAY) + EPOCH_DAYS;
    long cycle = Math.floorDiv(days, (long) DAYS_PER_CYCLE);
    int ofCycle = (int) Math.floorMod(days, (long) DAYS_PER_CYCLE);
    int yearOfCycle =
        (ofCycle - ofCycle / 1460 + ofCycle / 36_524 - ofCycle / (DAYS_PER_CYCLE - 1)) / 365;
    int ofYear = ofCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
    int month = (5 * ofYear + 2) / 153;
    int day = ofYear - (153 * month + 2) / 5 + 1;
    long year = cycle * 400 + yearOfCycle + (month < 10 ? 0 : 1);
    at = digits(text, at, day, 2);
    text[--at] = '-';
    at = digits(text, at, month < 10 ? month + 3 : month - 9, 2);
    text[--at] = '-';
    at = digits(text, at, Math.abs(year), 4);
    if (year < 0) {
      text[--at] = '-';
    }
    return at;
  }

  /** Writes {@code value} in at least {@code width} digits that end before {@code end}. */
  private static int digits(byte[] text, int end, long value, int width) {
    int at = end;
    while (value > 0 || end - at < width) {
      text[--at] = (byte) ('0' + value % 10);
      value /= 10;
    }
    return at;
  }

  private static String ascii(byte[] text, int from) {
    return new String(text, from, text.length - from, StandardCharsets.ISO_8859_1);
  }

  /**
   * The time that {@code text} stands for: RFC 3339 with any number of decimal places, those beyond
   * nine ignored. As in Go the hour may have one digit, the decimal sign may be a comma, and an
   * offset may be as large as {@code 24:60}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static Instant parseTime(String text) {
    return parse(text, false);
  }

  /**
   * The time that {@code text} stands for: as {@link #parseTime}, with exactly six decimal places.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static Instant parseMicroTime(String text) {
    return parse(text, true);
  }

  private static Instant parse(String text, boolean micros) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 2);
    int day = number(text, 8, 2);
    int hourDigits = isDigit(text, 12) ? 2 : 1;
    int hour = number(text, 11, hourDigits);
    int at = 11 + hourDigits;
    int minute = number(text, at + 1, 2);
    int second = number(text, at + 4, 2);
    if ((year | month | day | hour | minute | second) < 0
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(at) != ':'
        || text.charAt(at + 3) != ':'
        || hour > 23
        || minute > 59
        || second > 59
        || month < 1
        || month > 12
        || day < 1
        || day > daysIn(year, month)) {
      throw malformedTime(text, micros);
    }
    at += 6;
    int fractionAt = at + 1;
    int nanos = 0;
    if (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
      int unit = 100_000_000;
      for (at++; isDigit(text, at); at++) {
        nanos += (text.charAt(at) - '0') * unit;
        unit /= 10;
      }
    }
    int decimals = at - fractionAt;
    if (micros ? decimals != 6 : decimals == 0) {
      throw malformedTime(text, micros);
    }
    long seconds = epochDay(year, month, day) * SECONDS_PER_DAY;
    seconds += hour * 3600 + minute * 60 + second;
    return Instant.ofEpochSecond(seconds - offset(text, at, micros), nanos);
  }

  /** The seconds of the offset that is the rest of {@code text}. */
  private static int offset(String text, int at, boolean micros) {
    int rest = text.length() - at;
    if (rest == 1 && text.charAt(at) == 'Z') {
      return 0;
    }
    if (rest == 6 && text.charAt(at + 3) == ':') {
      int hours = number(text, at + 1, 2);
      int minutes = number(text, at + 4, 2);
      int seconds = hours * 3600 + minutes * 60;
      char sign = text.charAt(at);
      if (hours >= 0 && hours <= 24 && minutes >= 0 && minutes <= 60) {
        if (sign == '+') {
          return seconds;
        }
        if (sign == '-') {
          return -seconds;
        }
      }
    }
    throw malformedTime(text, micros);
  }

  private static int daysIn(int year, int month) {
    if (month == 2) {
      return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  private static long epochDay(int year, int month, int day) {
    int marchYear = month > 2 ? year : year - 1;
    int cycle = Math.floorDiv(marchYear, 400);
    int yearOfCycle = Math.floorMod(marchYear, 400);
    int ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return (long) cycle * DAYS_PER_CYCLE
        + yearOfCycle * 365L
        + yearOfCycle / 4
        - yearOfCycle / 100
        + ofYear
        - EPOCH_DAYS;
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  /** The number in {@code count} digits, or -1 if they are not all digits. */
  private static int number(String text, int from, int count) {
    int number = 0;
    for (int i = from; i < from + count; i++) {
      if (!isDigit(text, i)) {
        return -1;
      }
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  /**
   * The text of a duration as Go's {@code Duration.String}: {@code 1h2m3.5s}, {@code 100ms}, {@code
   * 0s}.
   *
   * @throws IllegalArgumentException if it is outside the range of 64-bit nanoseconds, about 292
   *     years
   */
  static String formatDuration(Duration duration) {
    long nanos;
    try {
      nanos = duration.toNanos();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("no 64-bit nanoseconds: " + duration, e);
    }
    if (nanos == 0) {
      return "0s";
    }
    long seconds = Math.abs(nanos / NANOS_PER_SECOND);
    long fraction = Math.abs(nanos % NANOS_PER_SECOND);
    byte[] text = new byte[MAX_DURATION_LENGTH];
    int at = text.length;
    text[--at] = 's';
    if (seconds == 0) {
      int places = fraction < 1000 ? 0 : fraction < 1_000_000 ? 3 : 6;
      text[--at] = (byte) (places == 0 ? 'n' : places == 3 ? '\u00b5' : 'm');
      at = decimal(text, at, fraction, places);
    } else {
      at = decimal(text, at, seconds % 60 * NANOS_PER_SECOND + fraction, 9);
      long minutes = seconds / 60;
      if (minutes > 0) {
        text[--at] = 'm';
        at = digits(text, at, minutes % 60, 1);
        if (minutes >= 60) {
          text[--at] = 'h';
          at = digits(text, at, minutes / 60, 1);
        }
      }
    }
    if (nanos < 0) {
      text[--at] = '-';
    }
    return ascii(text, at);
  }

  /**
   * Writes {@code value} with its last {@code places} digits behind a point, without trailing
   * zeros.
   */
  private static int decimal(byte[] text, int end, long value, int places) {
    int at = end;
    for (int i = 0; i < places; i++) {
      if (value % 10 != 0 || at != end) {
        text[--at] = (byte) ('0' + value % 10);
      }
      value /= 10;
    }
    if (at != end) {
      text[--at] = '.';
    }
    return digits(text, at, value, 1);
  }

  /**
   * The duration that {@code text} stands for, as Go's {@code ParseDuration}: an optional sign,
   * then {@code 0} or numbers with an optional fraction, each with one of the units {@code ns us µs
   * ms s m h}.
   *
   * @throws IllegalArgumentException if it is anything else or outside the range of 64-bit
   *     nanoseconds
   */
  static Duration parseDuration(String text) {
    boolean signed = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+');
    int at = signed ? 1 : 0;
    if (at + 1 == text.length() && text.charAt(at) == '0') {
      return Duration.ZERO;
    }
    if (at == text.length()) {
      throw malformedDuration(text);
    }
    long sum = 0;
    while (at < text.length()) {
      int from = at;
      long whole = 0;
      for (; isDigit(text, at); at++) {
        if (whole < 0 || whole > LAST_BEFORE_LIMIT) {
          throw malformedDuration(text);
        }
        whole = whole * 10 + text.charAt(at) - '0';
      }
      int digits = at - from;
      long fraction = 0;
      double scale = 1;
      if (at < text.length() && text.charAt(at) == '.') {
        int fractionAt = ++at;
        boolean full = false;
        for (; isDigit(text, at); at++) {
          long longer = fraction * 10 + text.charAt(at) - '0';
          full |= fraction < 0 || fraction > LAST_BEFORE_LIMIT || isBeyondLimit(longer);
          if (!full) {
            fraction = longer;
            scale *= 10;
          }
        }
        digits += at - fractionAt;
      }
      int unitAt = at;
      while (at < text.length() && text.charAt(at) != '.' && !isDigit(text, at)) {
        at++;
      }
      long unit = nanos(text.substring(unitAt, at));
      if (digits == 0
          || unit == 0
          || Long.compareUnsigned(whole, Long.divideUnsigned(LIMIT, unit)) > 0) {
        throw malformedDuration(text);
      }
      double fractionNumber = fraction < 0 ? 0x1p63 : fraction;
      long part = whole * unit + (long) (fractionNumber * (unit / scale));
      if (isBeyondLimit(part) || (sum < 0 && part != 0) || isBeyondLimit(sum + part)) {
        throw malformedDuration(text);
      }
      sum += part;
    }
    if (signed && text.charAt(0) == '-') {
      return Duration.ofNanos(-sum);
    }
    if (sum < 0) {
      throw malformedDuration(text);
    }
    return Duration.ofNanos(sum);
  }

  private static boolean isBeyondLimit(long magnitude) {
    return magnitude < 0 && magnitude != LIMIT;
  }

  /** Nanoseconds of a unit, 0 if there is no such unit. */
  private static long nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "\u00b5s", "\u03bcs" -> NANOS_PER_MICRO;
      case "ms" -> 1_000_000;
      case "s" -> NANOS_PER_SECOND;
      case "m" -> 60L * NANOS_PER_SECOND;
      case "h" -> 3600L * NANOS_PER_SECOND;
      default -> 0;
    };
  }

  private static IllegalArgumentException malformedDuration(String text) {
    return malformed("64-bit duration", text, "1h2m3.5s");
  }

  private static IllegalArgumentException malformedTime(String text, boolean micros) {
    return malformed("time", text, micros ? "2006-01-02T15:04:05.000000Z" : "2006-01-02T15:04:05Z");
  }

  private static IllegalArgumentException malformed(String what, String text, String example) {
    String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
    return new IllegalArgumentException(
        "no " + what + ": \"" + shown + "\"; expected a form like " + example);
  }
}
