package io.kybern.model;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs a check on a thread with half the stack that threads have: code that the first compiler made
 * needs twice as much of it as interpreted or fully optimized code.
 */
public final class SmallStack {
  private static final int BYTES = 512 << 10;

  private SmallStack() {}

  /** A check that may throw. */
  public interface Check {
    void run() throws Exception;
  }

  /** Runs {@code check} to its end; what it throws is thrown here. */
  public static void run(Check check) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                check.run();
              } catch (Throwable broken) {
                failure.set(broken);
              }
            },
            "small-stack",
            BYTES);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }
}
