package io.kybern.model.fuzz;

import static org.junit.jupiter.api.Assertions.fail;

import io.kybern.model.SmallStack;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every target on inputs that are changed at random, on a thread with a small stack.
 *
 * <p>{@code -Dkybern.fuzz.runs=N} sets how many inputs each target gets, {@code
 * -Dkybern.fuzz.seed=N} the seed; both are printed. For a search guided by coverage see
 * CONTRIBUTING.
 */
class FuzzTest {
  private static final int RUNS = Integer.getInteger("kybern.fuzz.runs", 2500);

  @TestFactory
  Stream<DynamicTest> anyInputIsReadOrRefused() {
    long seed = Long.getLong("kybern.fuzz.seed", System.nanoTime());
    System.out.println("FuzzTest seed " + seed + ", " + RUNS + " runs each");
    return Targets.ALL.keySet().stream()
        .map(target -> DynamicTest.dynamicTest(target, () -> run(target, seed)));
  }

  private static void run(String target, long seed) {
    List<byte[]> seeds = Seeds.of(target);
    SmallStack.run(
        () -> {
          Mutator mutator = new Mutator(seed);
          for (int i = 0; i < RUNS; i++) {
            byte[] input = i < seeds.size() ? seeds.get(i) : mutator.next(seeds);
            try {
              Targets.ALL.get(target).accept(input);
            } catch (Throwable broken) {
              fail(
                  target
                      + ", run "
                      + i
                      + " of -Dkybern.fuzz.seed="
                      + seed
                      + ", input (base64) "
                      + Base64.getEncoder().encodeToString(input),
                  broken);
            }
          }
        });
  }
}
