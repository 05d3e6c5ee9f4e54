package io.kybern.benchmarks.runner;

import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Figures by name and peer. For one thread. */
final class Results {
  /** The measurements of one figure of one peer. */
  static final class Samples {
    final String unit;
    private final List<Double> values = new ArrayList<>();

    Samples(String unit) {
      this.unit = unit;
    }

    int count() {
      return values.size();
    }

    double min() {
      return sorted().get(0);
    }

    double median() {
      List<Double> sorted = sorted();
      int half = sorted.size() / 2;
      return sorted.size() % 2 == 1
          ? sorted.get(half)
          : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    double max() {
      return sorted().get(values.size() - 1);
    }

    private List<Double> sorted() {
      return values.stream().sorted().toList();
    }
  }

  private final Map<String, Map<String, Samples>> figures = new LinkedHashMap<>();

  /** What the first peer read, by check. */
  private final Map<String, String> expected = new TreeMap<>();

  private final List<String> failures = new ArrayList<>();

  void add(String figure, String peer, String unit, double value) {
    figures
        .computeIfAbsent(figure, f -> new LinkedHashMap<>())
        .computeIfAbsent(peer, p -> new Samples(unit))
        .values
        .add(value);
  }

  /** Takes over what a driver said; what is no figure is ignored. */
  void addAll(String peer, List<String> lines) {
    for (String line : lines) {
      if (!line.startsWith("{\"")) {
        continue;
      }
      Map<?, ?> tree = (Map<?, ?>) Codec.jsonToTree(line.getBytes(StandardCharsets.UTF_8));
      if (tree.get("figure") instanceof String figure) {
        for (Object value : (List<?>) tree.get("samples")) {
          add(figure, peer, (String) tree.get("unit"), ((Number) value).doubleValue());
        }
      } else if (tree.get("check") instanceof String check) {
        String read = tree.get("count") + " objects, digest " + tree.get("digest");
        String before = expected.putIfAbsent(check, read);
        if (before != null && !before.equals(read)) {
          fail(peer, check, "read " + read + "; others read " + before);
        }
      }
    }
  }

  void fail(String peer, String what, String why) {
    failures.add(peer + ", " + what + ": " + why);
    System.err.println("  FAILED " + peer + ", " + what + ": " + why);
  }

  List<String> failures() {
    return failures;
  }

  Map<String, Map<String, Samples>> figures() {
    return figures;
  }

  /** The samples, those of {@code otherwise} where there are none, or {@code null}. */
  Samples get(String figure, String otherwise, String peer) {
    Samples samples = get(figure, peer);
    return samples == null ? get(otherwise, peer) : samples;
  }

  /** The samples, or {@code null}. */
  Samples get(String figure, String peer) {
    return figures.getOrDefault(figure, Map.of()).get(peer);
  }
}
