package io.kybern.benchmarks.runner;

import io.kybern.benchmarks.runner.Results.Samples;
import io.kybern.model.wire.Codec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that a run found out, for programs: one figure of one peer per line. */
final class JsonReport {
  private JsonReport() {}

  static void write(Path file, Map<String, Object> about, Results results, List<Target> targets)
      throws IOException {
    StringBuilder text = new StringBuilder("{\"about\":").append(json(about));
    List<String> figures = new ArrayList<>();
    results
        .figures()
        .forEach(
            (figure, byPeer) ->
                byPeer.forEach((peer, samples) -> figures.add(figure(figure, peer, samples))));
    section(text, "figures", figures);
    List<String> outcomes = new ArrayList<>();
    for (Target target : targets) {
      Target.Outcome outcome = target.outcome(results);
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("target", target.what());
      line.put("wanted", (target.atMost() ? "<= " : ">= ") + target.value());
      line.put("reached", outcome == null ? null : rounded(outcome.reached()));
      line.put("met", outcome == null ? null : outcome.met());
      outcomes.add(json(line));
    }
    section(text, "targets", outcomes);
    section(text, "failures", results.failures().stream().map(JsonReport::json).toList());
    Files.writeString(file, text.append("}\n"));
  }

  private static String figure(String figure, String peer, Samples samples) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("figure", figure);
    line.put("peer", peer);
    line.put("unit", samples.unit);
    line.put("min", rounded(samples.min()));
    line.put("median", rounded(samples.median()));
    line.put("max", rounded(samples.max()));
    line.put("samples", (long) samples.count());
    return json(line);
  }

  private static void section(StringBuilder text, String name, List<String> lines) {
    text.append(",\n\"").append(name).append("\":[");
    if (!lines.isEmpty()) {
      text.append('\n').append(String.join(",\n", lines));
    }
    text.append("]");
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  private static String json(Object tree) {
    return new String(Codec.treeToJson(tree), StandardCharsets.UTF_8);
  }
}
