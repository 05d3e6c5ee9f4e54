package io.kybern.benchmarks.common;

/**
 * Rounds that do not count, from now on: {@code warm} of them or {@code warmSeconds}, whichever is
 * over first. The time bounds what a slow client costs a run; by then it is warm too.
 */
final class WarmUp {
  private final int rounds;
  private final long until;

  WarmUp(Settings settings) {
    rounds = settings.number("warm", 15);
    until = System.nanoTime() + settings.number("warmSeconds", 20) * 1_000_000_000L;
  }

  /** Whether it is over after so many rounds. */
  boolean isOver(int done) {
    return done >= rounds || System.nanoTime() - until >= 0;
  }
}
