package io.kybern.client;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Growing pauses: 0.8 s doubled each time up to 30 s, each shortened at random by up to half. */
final class Backoff {
  private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(800);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

  private long next = FIRST;

  void reset() {
    next = FIRST;
  }

  long nextNanos() {
    long pause = next;
    next = Math.min(LONGEST, next * 2);
    return pause - ThreadLocalRandom.current().nextLong(pause / 2);
  }
}
