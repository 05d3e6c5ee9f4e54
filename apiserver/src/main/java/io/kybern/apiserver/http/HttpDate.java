package io.kybern.apiserver.http;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times as HTTP writes them (RFC 9110 section 5.6.7). The library's own come in the language of the
 * machine.
 */
final class HttpDate {
  private static final String DAYS = "MonTueWedThuFriSatSun";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private HttpDate() {}

  static String of(Instant time) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(29);
    name(text, DAYS, utc.getDayOfWeek().getValue()).append(", ");
    twoDigits(text, utc.getDayOfMonth()).append(' ');
    name(text, MONTHS, utc.getMonthValue()).append(' ').append(utc.getYear()).append(' ');
    twoDigits(text, utc.getHour()).append(':');
    twoDigits(text, utc.getMinute()).append(':');
    return twoDigits(text, utc.getSecond()).append(" GMT").toString();
  }

  private static StringBuilder name(StringBuilder text, String names, int number) {
    return text.append(names, number * 3 - 3, number * 3);
  }

  private static StringBuilder twoDigits(StringBuilder text, int number) {
    return text.append(number / 10).append(number % 10);
  }
}
