package io.kybern.benchmarks.data;

import java.time.Instant;
import java.util.Random;

/** Random text as clusters have it. The same seed gives the same text on every machine. */
final class Dice {
  private static final String HEX = "0123456789abcdef";

  /** The letters that Kubernetes takes for generated names. */
  private static final String NAME = "bcdfghjklmnpqrstvwxz2456789";

  private static final long FIRST_SECOND = Instant.parse("2025-06-01T00:00:00Z").getEpochSecond();

  private final Random random;

  Dice(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean coin() {
    return random.nextBoolean();
  }

  String of(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  String hex(int length) {
    return text(HEX, length);
  }

  /** The random end of a generated name. */
  String suffix(int length) {
    return text(NAME, length);
  }

  String uid() {
    return hex(8) + "-" + hex(4) + "-4" + hex(3) + "-a" + hex(3) + "-" + hex(12);
  }

  /** Nine digits always, so that a server can put another version in its place. */
  String resourceVersion() {
    return Integer.toString(100_000_000 + random.nextInt(99_000_000));
  }

  /** A second within the first {@code days} of June 2025 and after. */
  long second(int days) {
    return FIRST_SECOND + random.nextInt(86_400 * days);
  }

  static String time(long second) {
    return Instant.ofEpochSecond(second).toString();
  }

  private String text(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
