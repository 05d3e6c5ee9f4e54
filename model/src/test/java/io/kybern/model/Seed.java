package io.kybern.model;

import java.util.Random;

/**
 * Random numbers of a test: other ones in each run, the same ones with {@code
 * -Dkybern.test.seed=N}.
 */
public final class Seed {
  private Seed() {}

  /** A source whose seed is printed. */
  public static Random of(String test) {
    long seed = Long.getLong("kybern.test.seed", System.nanoTime());
    System.out.println(test + " -Dkybern.test.seed=" + seed);
    return new Random(seed);
  }
}
