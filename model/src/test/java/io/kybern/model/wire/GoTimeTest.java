package io.kybern.model.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GoTimeTest {
  private static final String ZERO_TIME = "<nil>";

  @Test
  void readsAndWritesWhatGoDoes() throws IOException {
    int rows = 0;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(GoTimeTest.class.getResourceAsStream("gotime.tsv")),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          String[] row = line.split("\t", -1);
          switch (row[0]) {
            case "T" -> assertTime(row, false);
            case "M" -> assertTime(row, true);
            case "D" -> assertDuration(row);
            default -> assertFormat(row);
          }
          rows++;
        }
      }
    }
    assertTrue(rows > 500, "vectors are missing");
  }

  private static void assertTime(String[] row, boolean micros) {
    String input = row[1];
    if (row[2].equals("-")) {
      assertRejected(
          input, micros ? () -> GoTime.parseMicroTime(input) : () -> GoTime.parseTime(input));
      return;
    }
    Instant time = micros ? GoTime.parseMicroTime(input) : GoTime.parseTime(input);
    assertEquals(
        Instant.ofEpochSecond(Long.parseLong(row[2]), Long.parseLong(row[3])), time, input);
    if (!row[4].equals(ZERO_TIME)) {
      assertEquals(row[4], micros ? GoTime.formatMicroTime(time) : GoTime.formatTime(time), input);
    }
  }

  private static void assertDuration(String[] row) {
    String input = row[1];
    if (row[2].equals("-")) {
      assertRejected(input, () -> GoTime.parseDuration(input));
      return;
    }
    Duration duration = GoTime.parseDuration(input);
    assertEquals(Long.parseLong(row[2]), duration.toNanos(), input);
    assertEquals(row[4], GoTime.formatDuration(duration), input);
  }

  private static void assertFormat(String[] row) {
    String[] parts = row[1].split(" ");
    Instant time = Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    assertEquals(row[2], GoTime.formatTime(time), row[1]);
    assertEquals(row[3], GoTime.formatMicroTime(time), row[1]);
    assertEquals(row[2], written(time, false), row[1]);
    assertEquals(row[3], written(time, true), row[1]);
  }

  /** The text that is written among other bytes. */
  private static String written(Instant time, boolean micros) {
    byte[] target = new byte[3 + GoTime.MAX_TIME_LENGTH];
    int end = GoTime.write(time, micros, target, 3);
    return new String(target, 3, end - 3, StandardCharsets.US_ASCII);
  }

  private static void assertRejected(String input, Runnable parse) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, parse::run, input);
    assertTrue(e.getMessage().contains('"' + input + '"'), e.getMessage());
  }

  @Test
  void everyDayIsThatOfTheCalendar() {
    // java.time is the judge here; 400 years are one whole cycle of the calendar.
    for (long day = -719_528; day < -719_528 + 2 * 146_097; day++) {
      Instant time = Instant.ofEpochSecond(day * 86_400 + Math.floorMod(day * 7919, 86_400L));
      String text = GoTime.formatTime(time);
      assertEquals(time.toString(), text);
      assertEquals(text, written(time, false));
      assertEquals(time, GoTime.parseTime(text));
    }
  }

  @Test
  void whatIsWrittenReadsBack() {
    long seed = new Random().nextLong();
    System.out.println("GoTimeTest.whatIsWrittenReadsBack seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      Instant time =
          Instant.ofEpochSecond(
              random.nextLong(-62_167_219_200L, 253_402_300_800L),
              random.nextInt(1_000_000) * 1000);
      assertEquals(time, GoTime.parseMicroTime(GoTime.formatMicroTime(time)));
      assertEquals(
          time.getEpochSecond(), GoTime.parseTime(GoTime.formatTime(time)).getEpochSecond());
      Duration duration = Duration.ofNanos(random.nextLong() >> random.nextInt(64));
      String text = GoTime.formatDuration(duration);
      // Fractions of an hour or a minute are never written, so reading is exact.
      assertEquals(duration, GoTime.parseDuration(text), text);
    }
  }

  @Test
  void extremes() {
    for (Instant time :
        new Instant[] {
          Instant.MIN,
          Instant.parse("-0001-12-31T23:59:59Z"),
          Instant.parse("0000-01-01T00:00:00Z"),
          Instant.parse("9999-12-31T23:59:59.999999Z"),
          Instant.parse("+10000-01-01T00:00:00Z"),
          Instant.MAX
        }) {
      assertEquals(GoTime.formatTime(time), written(time, false));
      assertEquals(GoTime.formatMicroTime(time), written(time, true));
    }
    assertEquals("1000000000-12-31T23:59:59Z", GoTime.formatTime(Instant.MAX));
    assertEquals("-1000000000-01-01T00:00:00.000000Z", GoTime.formatMicroTime(Instant.MIN));
    assertEquals(
        "-2562047h47m16.854775808s", GoTime.formatDuration(Duration.ofNanos(Long.MIN_VALUE)));
    assertThrows(
        IllegalArgumentException.class,
        () -> GoTime.formatDuration(Duration.ofNanos(Long.MAX_VALUE).plusNanos(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> GoTime.formatDuration(Duration.ofSeconds(Long.MIN_VALUE)));
  }

  @Test
  void signWithinTheFractionIsRejectedUnlikeInGo() {
    assertThrows(
        IllegalArgumentException.class, () -> GoTime.parseMicroTime("2024-01-01T01:02:03.+12345Z"));
  }

  @Test
  void longInputIsCutInTheMessage() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> GoTime.parseDuration("1".repeat(100_000)));
    assertTrue(e.getMessage().length() < 300, e.getMessage());
  }
}
