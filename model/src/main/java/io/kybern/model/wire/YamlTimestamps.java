package io.kybern.model.wire;

/**
 * Which texts Go's YAML library takes for dates and times. It reads them as strings all the same,
 * but puts them in quotes when it writes.
 */
final class YamlTimestamps {
  private final String text;
  private int at;

  private YamlTimestamps(String text) {
    this.text = text;
  }

  /** Whether {@code text} is a date, or a date and a time of day with or without offset. */
  static boolean matches(String text) {
    return new YamlTimestamps(text).matches();
  }

  private boolean matches() {
    int year = number(4, 4);
    if (year < 0 || !take('-')) {
      return false;
    }
    int month = number(1, 2);
    if (month < 1 || month > 12 || !take('-')) {
      return false;
    }
    int day = number(1, 2);
    if (day < 1 || day > daysIn(year, month)) {
      return false;
    }
    if (at == text.length()) {
      return true;
    }
    boolean zoned = take('T') || take('t');
    if (!zoned && text.charAt(at) != ' ') {
      return false;
    }
    while (take(' ')) {
      if (zoned) {
        return false;
      }
    }
    return timeOfDay() && (zoned ? offset() : at == text.length());
  }

  private boolean timeOfDay() {
    if (!within(number(1, 2), 23) || !take(':')) {
      return false;
    }
    if (!within(number(1, 2), 59) || !take(':')) {
      return false;
    }
    if (!within(number(1, 2), 59)) {
      return false;
    }
    if (at + 1 < text.length()
        && (text.charAt(at) == '.' || text.charAt(at) == ',')
        && isDigit(at + 1)) {
      at++;
      while (isDigit(at)) {
        at++;
      }
    }
    return true;
  }

  private boolean offset() {
    if (text.length() - at == 1) {
      return take('Z');
    }
    return text.length() - at == 6
        && (take('+') || take('-'))
        && within(number(2, 2), 24)
        && take(':')
        && within(number(2, 2), 60);
  }

  private static boolean within(int number, int max) {
    return number >= 0 && number <= max;
  }

  private static int daysIn(int year, int month) {
    if (month == 2) {
      return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  private boolean isDigit(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private boolean take(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  /** The next {@code min} to {@code max} digits as a number, or -1. */
  private int number(int min, int max) {
    int number = 0;
    int digits = 0;
    while (digits < max && isDigit(at)) {
      number = number * 10 + text.charAt(at++) - '0';
      digits++;
    }
    return digits < min ? -1 : number;
  }
}
