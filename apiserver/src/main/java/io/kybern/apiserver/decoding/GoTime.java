package io.kybern.apiserver.decoding;

import io.kybern.apiserver.validation.FieldError;
import java.time.YearMonth;

/** Why Go's {@code time.Parse} refuses a text. */
final class GoTime {
  private static final String SECONDS = "2006-01-02T15:04:05Z07:00";
  private static final String MICROS = "2006-01-02T15:04:05.000000Z07:00";

  private final String text;
  private final boolean micros;
  private int at;

  private GoTime(String text, boolean micros) {
    this.text = text;
    this.micros = micros;
  }

  /**
   * What is wrong with a time; empty for nothing.
   *
   * @param micros whether it must have exactly six digits behind the second
   */
  static String problem(String text, boolean micros) {
    return new GoTime(text, micros).problem();
  }

  private String problem() {
    String wrong = number(4, 0, 9999, "2006", "year");
    wrong = wrong.isEmpty() ? literal('-') : wrong;
    wrong = wrong.isEmpty() ? number(2, 1, 12, "01", "month") : wrong;
    wrong = wrong.isEmpty() ? literal('-') : wrong;
    int day = at;
    wrong = wrong.isEmpty() ? number(2, 0, 99, "02", "day") : wrong;
    wrong = wrong.isEmpty() ? literal('T') : wrong;
    wrong = wrong.isEmpty() ? number(2, 0, 23, "15", "hour") : wrong;
    wrong = wrong.isEmpty() ? literal(':') : wrong;
    wrong = wrong.isEmpty() ? number(2, 0, 59, "04", "minute") : wrong;
    wrong = wrong.isEmpty() ? literal(':') : wrong;
    wrong = wrong.isEmpty() ? number(2, 0, 59, "05", "second") : wrong;
    wrong = wrong.isEmpty() ? fraction() : wrong;
    wrong = wrong.isEmpty() ? zone() : wrong;
    if (wrong.isEmpty() && at < text.length()) {
      return parsing() + ": extra text: " + FieldError.quoted(text.substring(at));
    }
    return wrong.isEmpty() && !isDay(day) ? parsing() + ": day out of range" : wrong;
  }

  private boolean isDay(int day) {
    int number = Integer.parseInt(text, day, day + 2, 10);
    int month = Integer.parseInt(text, 5, 7, 10);
    int year = Integer.parseInt(text, 0, 4, 10);
    return number > 0 && number <= YearMonth.of(year, month).lengthOfMonth();
  }

  private String parsing() {
    return "parsing time " + FieldError.quoted(text);
  }

  private String cannot(String element) {
    return parsing()
        + " as "
        + FieldError.quoted(micros ? MICROS : SECONDS)
        + ": cannot parse "
        + FieldError.quoted(text.substring(at))
        + " as "
        + FieldError.quoted(element);
  }

  private boolean isDigit(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private String number(int digits, int from, int to, String element, String name) {
    for (int i = 0; i < digits; i++) {
      if (!isDigit(at + i)) {
        return cannot(element);
      }
    }
    int number = Integer.parseInt(text, at, at + digits, 10);
    at += digits;
    return number < from || number > to ? parsing() + ": " + name + " out of range" : "";
  }

  private String literal(char c) {
    if (at >= text.length() || text.charAt(at) != c) {
      return cannot(String.valueOf(c));
    }
    at++;
    return "";
  }

  private String fraction() {
    int end = at + 1;
    boolean point = at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',');
    while (point && isDigit(end)) {
      end++;
    }
    if (micros && end - at != 7) {
      return cannot(".000000");
    }
    at = point && end > at + 1 ? end : at;
    return "";
  }

  private String zone() {
    if (at < text.length() && text.charAt(at) == 'Z') {
      at++;
      return "";
    }
    boolean isZone =
        text.length() >= at + 6
            && (text.charAt(at) == '+' || text.charAt(at) == '-')
            && isDigit(at + 1)
            && isDigit(at + 2)
            && text.charAt(at + 3) == ':'
            && isDigit(at + 4)
            && isDigit(at + 5);
    if (!isZone) {
      return cannot("Z07:00");
    }
    at += 6;
    return "";
  }
}
