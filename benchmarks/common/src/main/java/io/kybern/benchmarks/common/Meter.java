package io.kybern.benchmarks.common;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** What this process has used since {@link #start}: wall clock, processor, allocated memory. */
public final class Meter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final File TASKS = new File("/proc/self/task");

  /** Guarded by the lock of the class. */
  private static final Map<String, Long> BY_TASK = new HashMap<>();

  private final long allocated;
  private final long processor;
  private final long clock;

  private Meter() {
    allocated = allocated();
    processor = processor();
    clock = System.nanoTime();
  }

  /** Starts. */
  public static Meter start() {
    return new Meter();
  }

  /** Ends. */
  public Used stop() {
    double wall = System.nanoTime() - clock;
    double cpu = processor() - processor;
    return new Used(wall / 1e6, cpu / 1e6, (allocated() - allocated) / 1e6);
  }

  /**
   * What was used.
   *
   * @param wall milliseconds
   * @param cpu milliseconds of processor of all threads, those of the collector and the compiler
   *     too
   * @param allocated megabytes that Java threads allocated
   */
  public record Used(double wall, double cpu, double allocated) {}

  /** Bytes that the threads alive have allocated. */
  static long allocated() {
    long sum = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  /**
   * Nanoseconds of processor. Linux has them per thread; the figure of the whole process moves in
   * steps of 10 ms, and stands in where there is no other. A thread that has ended counts with what
   * was last seen of it.
   */
  static synchronized long processor() {
    String[] tasks = TASKS.list();
    if (tasks == null) {
      return SYSTEM.getProcessCpuTime();
    }
    for (String task : tasks) {
      try {
        String text = Files.readString(TASKS.toPath().resolve(task).resolve("schedstat"));
        BY_TASK.put(task, Long.parseLong(text.substring(0, text.indexOf(' '))));
      } catch (IOException e) {
        continue; // the thread has ended
      }
    }
    if (BY_TASK.isEmpty()) {
      return SYSTEM.getProcessCpuTime();
    }
    long sum = 0;
    for (long nanos : BY_TASK.values()) {
      sum += nanos;
    }
    return sum;
  }
}
