package io.kybern.benchmarks.common;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a process found out, as lines of JSON on standard output. For one thread. */
public final class Report {
  private record Samples(String unit, List<Double> values) {}

  private final Map<String, Samples> figures = new LinkedHashMap<>();

  /** Adds one measurement of a figure. */
  public void add(String figure, String unit, double value) {
    figures.computeIfAbsent(figure, f -> new Samples(unit, new ArrayList<>())).values.add(value);
  }

  /** Adds what a call used. */
  public void add(String figure, Meter.Used used) {
    add(figure + ".wall", "ms", used.wall());
    add(figure + ".cpu", "ms", used.cpu());
    add(figure + ".allocated", "MB", used.allocated());
  }

  /** Says what was read, so that the runner can compare the peers. */
  public void check(String what, long count, long digest) {
    System.out.println(
        "{\"check\":\"" + what + "\",\"count\":" + count + ",\"digest\":\"" + digest + "\"}");
  }

  /** Writes all figures. */
  public void print() {
    figures.forEach(
        (figure, samples) -> {
          StringBuilder line = new StringBuilder("{\"figure\":\"").append(figure);
          line.append("\",\"unit\":\"").append(samples.unit).append("\",\"samples\":[");
          String comma = "";
          for (double value : samples.values) {
            line.append(comma).append(String.format(Locale.ROOT, "%.4f", value));
            comma = ",";
          }
          System.out.println(line.append("]}"));
        });
    System.out.flush();
  }
}
