package io.kybern.cli;

import io.kybern.error.KubernetesException;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Tells what happens, step by step, to a person: what was done, whether it was found to be so, how
 * long it took. Not thread-safe.
 */
final class Story {
  private static final int WIDTH = 84;
  private static final String GREEN = "\u001B[32m";
  private static final String RED = "\u001B[31m";
  private static final String FAINT = "\u001B[2m";
  private static final String PLAIN = "\u001B[0m";

  private final Console console;
  private final long start = System.nanoTime();
  private int verified;

  Story(Console console) {
    this.console = console;
  }

  /** A line that belongs to no step. */
  void say(String line) {
    console.println(line);
    console.flush();
  }

  /** A line below the last step. */
  void detail(String line) {
    console.println(line.isEmpty() ? "" : "      " + line);
  }

  /**
   * Does a step.
   *
   * @param what what is being done, such as {@code apply}; told if it fails
   * @param work does it, reads back what came of it, and tells that in a line
   * @throws Failure if the work throws one or a {@link KubernetesException}, after that was told
   */
  void step(String what, Supplier<String> work) {
    long begin = System.nanoTime();
    String result;
    try {
      result = work.get();
    } catch (Failure failure) {
      throw failed(what, failure.text(), failure);
    } catch (KubernetesException e) {
      throw failed(what, Messages.of(e), e);
    }
    verified++;
    String time = millis(begin) + " ms";
    int length = result.codePointCount(0, result.length());
    say(
        "  "
            + colour(GREEN, "✓")
            + " "
            + result
            + " ".repeat(Math.max(1, WIDTH - length - time.length()))
            + colour(FAINT, time));
  }

  private Failure failed(String what, String why, RuntimeException cause) {
    if (!Thread.currentThread().isInterrupted()) {
      say("  " + colour(RED, "✗") + " " + what + ": " + why);
    }
    return new Failure("the demo failed to " + what, cause);
  }

  /** How many steps have come out as they should. */
  int verified() {
    return verified;
  }

  /** The time since the beginning, for people. */
  String time() {
    return String.format(Locale.ROOT, "%.1f s", millis(start) / 1000.0);
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }

  private String colour(String code, String text) {
    return console.terminal() ? code + text + PLAIN : text;
  }
}
