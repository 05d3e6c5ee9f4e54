package io.kybern.benchmarks.common;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls about one ConfigMap of 0.3 KB: by one thread one after the other, and by 64 at a time. */
final class SmallCalls {
  /** The server has this one, whatever name is asked for. */
  static final String NAME = "small-0000000007";

  private static final int THREADS = 64;

  private SmallCalls() {}

  static void get(Peer peer, Settings settings, Report report) throws Exception {
    peer.open(settings.text("url"), settings.text("authority", ""));
    Callable<?> call = () -> check(peer.getSmall(SmallCalls.NAME));
    int calls = settings.number("calls", 10_000);
    int rounds = settings.number("rounds", 5);
    one(call, calls, settings, "get.one", report);
    long[] nanos = new long[calls / THREADS * 3 * THREADS];
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    WarmUp warmUp = new WarmUp(settings);
    int warm = 0;
    while (!warmUp.isOver(warm)) {
      many(call, nanos, pool);
      warm++;
    }
    for (int round = 0; round < rounds; round++) {
      add(report, "get.many", many(call, nanos, pool), nanos);
    }
    report.check("get", 1, 0);
  }

  private static Meter.Used many(Callable<?> call, long[] nanos, ExecutorService pool)
      throws Exception {
    Meter meter = Meter.start();
    Future<?>[] futures = new Future<?>[THREADS];
    int part = nanos.length / THREADS;
    for (int i = 0; i < THREADS; i++) {
      int from = i * part;
      futures[i] = pool.submit(() -> times(call, nanos, from, from + part));
    }
    for (Future<?> future : futures) {
      future.get();
    }
    return meter.stop();
  }

  static void write(Peer peer, Settings settings, Report report) throws Exception {
    peer.open(settings.text("url"), settings.text("authority", ""));
    int calls = settings.number("calls", 3000);
    one(() -> check(peer.create(NAME)), calls, settings, "write.create", report);
    one(() -> check(peer.update(NAME)), calls, settings, "write.update", report);
    one(() -> check(peer.patch(NAME)), calls, settings, "write.patch", report);
    report.check("write", 3, 0);
  }

  private static void one(
      Callable<?> call, int calls, Settings settings, String figure, Report report)
      throws Exception {
    long[] nanos = new long[calls];
    WarmUp warmUp = new WarmUp(settings);
    int warm = 0;
    while (!warmUp.isOver(warm)) {
      times(call, nanos, 0, calls);
      warm++;
    }
    int rounds = settings.number("rounds", 5);
    for (int round = 0; round < rounds; round++) {
      Meter meter = Meter.start();
      times(call, nanos, 0, calls);
      add(report, figure, meter.stop(), nanos);
    }
  }

  private static void add(Report report, String figure, Meter.Used used, long[] nanos) {
    int n = nanos.length;
    Arrays.sort(nanos);
    report.add(figure + ".rate", "calls/s", n / used.wall() * 1e3);
    report.add(figure + ".cpu", "µs/call", used.cpu() * 1e3 / n);
    report.add(figure + ".allocated", "kB/call", used.allocated() * 1e3 / n);
    report.add(figure + ".p50", "µs", nanos[n / 2] / 1e3);
    report.add(figure + ".p99", "µs", nanos[n * 99 / 100] / 1e3);
  }

  private static Void times(Callable<?> call, long[] nanos, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      long start = System.nanoTime();
      call.call();
      nanos[i] = System.nanoTime() - start;
    }
    return null;
  }

  private static String check(String name) {
    if (!name.equals(NAME)) {
      throw new IllegalStateException("the answer is about \"" + name + "\"");
    }
    return name;
  }
}
