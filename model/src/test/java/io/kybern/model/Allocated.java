package io.kybern.model;

import java.lang.reflect.Method;

/**
 * How much this thread has allocated. The module under test does not read {@code jdk.management},
 * so this asks by reflection.
 */
public final class Allocated {
  private static final Object THREADS;
  private static final Method BYTES;

  static {
    try {
      THREADS =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      BYTES =
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getCurrentThreadAllocatedBytes");
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private Allocated() {}

  /** Bytes since the thread started. */
  public static long bytes() {
    try {
      return (Long) BYTES.invoke(THREADS);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
