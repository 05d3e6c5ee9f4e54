package io.kybern.benchmarks.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The gate: no benchmark may allocate more than the file says, and five percent. Time differs from
 * run to run, allocation does not, provided that the compiler does not remove some of it: so the
 * JVM interprets, which also makes the figures an upper bound of what users pay.
 *
 * <p>Arguments: the file with the limits, and {@code write} to write it anew. Ends with 1 if there
 * is a benchmark that allocates more, or that the file does not know.
 */
public final class Allocations {
  private static final double TOLERANCE = 1.05;
  private static final int OPERATIONS = 50;

  private Allocations() {}

  /** Runs all benchmarks. */
  public static void main(String[] arguments) throws RunnerException, IOException {
    Path file = Path.of(arguments[0]);
    Map<String, Long> measured = measured();
    if (arguments.length > 1 && arguments[1].equals("write")) {
      StringBuilder text =
          new StringBuilder("# Bytes allocated by one operation, interpreted. See Allocations.\n");
      measured.forEach((name, bytes) -> text.append(name).append(' ').append(bytes).append('\n'));
      Files.writeString(file, text);
      return;
    }
    Map<String, Long> known = known(file);
    boolean worse = false;
    System.out.printf(Locale.ROOT, "%-48s %12s %12s%n", "bytes per operation", "limit", "now");
    for (Map.Entry<String, Long> one : measured.entrySet()) {
      Long limit = known.remove(one.getKey());
      boolean tooMuch = limit == null || one.getValue() > limit * TOLERANCE;
      worse |= tooMuch;
      System.out.printf(
          Locale.ROOT,
          "%-48s %12s %12d%s%n",
          one.getKey(),
          limit == null ? "unknown" : limit,
          one.getValue(),
          tooMuch ? "  TOO MUCH" : "");
    }
    if (!known.isEmpty()) {
      worse = true;
      System.out.println("not measured any more: " + known.keySet());
    }
    if (worse) {
      System.out.println("If that is wanted, write " + file + " anew and say why in the commit.");
      System.exit(1);
    }
  }

  private static Map<String, Long> measured() throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(".*Benchmark.*")
            .mode(Mode.SingleShotTime)
            .forks(1)
            .jvmArgs("-Xint", "-Xmx1g")
            .warmupIterations(1)
            .warmupBatchSize(1)
            .measurementIterations(1)
            .measurementBatchSize(OPERATIONS)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    Map<String, Long> measured = new TreeMap<>();
    for (RunResult result : results) {
      BenchmarkParams parameters = result.getParams();
      String name = parameters.getBenchmark();
      name = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
      String format = parameters.getParam("format");
      double bytes =
          Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm")).getScore();
      measured.put(format == null ? name : name + ":" + format, Math.round(bytes / OPERATIONS));
    }
    return measured;
  }

  private static Map<String, Long> known(Path file) throws IOException {
    Map<String, Long> known = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        known.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
      }
    }
    return known;
  }
}
