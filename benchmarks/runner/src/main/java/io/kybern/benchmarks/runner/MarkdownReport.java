package io.kybern.benchmarks.runner;

import io.kybern.benchmarks.runner.Results.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The same for people: the targets, then every figure with its ratio to Kybern's. */
final class MarkdownReport {
  private MarkdownReport() {}

  static void write(
      Path file, Map<String, Object> about, Results results, List<Target> targets, List<Peer> peers)
      throws IOException {
    StringBuilder text = new StringBuilder("# Benchmark results\n\n");
    text.append("Written by `").append(about.get("command")).append("` on ");
    text.append(about.get("date")).append("; [how each is measured](../README.md).\n");
    text.append("Machine: ").append(list(about.get("machine"))).append(".\n");
    text.append("Versions: ").append(list(about.get("versions"))).append(".\n");
    text.append("Flags: `").append(about.get("flags")).append("`.\n");
    text.append("Load of the machine at the start and at the end: ");
    text.append(about.get("loadBefore")).append(", ").append(about.get("loadAfter"));
    text.append(".\n\n## Targets\n\n| what | wanted | reached | |\n|---|---:|---:|---|\n");
    for (Target target : targets) {
      Target.Outcome outcome = target.outcome(results);
      if (outcome != null) {
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s |%n",
                target.what(),
                outcome.wanted(),
                Target.number(outcome.reached()),
                outcome.met() ? "met" : "**" + outcome.verdict() + "**"));
      }
    }
    text.append("\nA factor is Kybern's median through the other's.\n\n## All figures\n\n");
    text.append("Median (min – max); in brackets the median in multiples of Kybern's.\n\n");
    text.append("| figure | unit |");
    peers.forEach(peer -> text.append(' ').append(peer.name()).append(" |"));
    text.append("\n|---|---|").append("---:|".repeat(peers.size())).append('\n');
    results.figures().forEach((figure, byPeer) -> row(text, figure, byPeer, peers));
    if (!results.failures().isEmpty()) {
      text.append("\n## What could not be measured\n\n");
      results.failures().forEach(failure -> text.append("- ").append(failure).append('\n'));
    }
    Files.writeString(file, text);
  }

  private static String list(Object map) {
    StringBuilder text = new StringBuilder();
    ((Map<?, ?>) map)
        .forEach((name, value) -> text.append(", ").append(name).append(' ').append(value));
    return text.substring(2);
  }

  private static void row(
      StringBuilder text, String figure, Map<String, Samples> byPeer, List<Peer> peers) {
    String unit = byPeer.values().iterator().next().unit;
    text.append("| ").append(figure).append(" | ").append(unit).append(" |");
    Samples mine = byPeer.get(Peer.KYBERN);
    for (Peer peer : peers) {
      Samples samples = byPeer.get(peer.name());
      text.append(' ').append(samples == null ? "–" : cell(samples, peer, mine)).append(" |");
    }
    text.append('\n');
  }

  private static String cell(Samples samples, Peer peer, Samples mine) {
    String cell = Target.number(samples.median());
    if (samples.count() > 1) {
      cell += " (" + Target.number(samples.min()) + " – " + Target.number(samples.max()) + ")";
    }
    if (peer.isKybern() || mine == null || mine.median() == 0) {
      return cell;
    }
    return cell + " [" + Target.number(samples.median() / mine.median()) + "]";
  }
}
