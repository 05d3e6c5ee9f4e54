package io.kybern.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line of the file {@code targets}: Kybern's median against a value, or against a factor of
 * another median of the same run.
 *
 * @param peer whose figure it is compared with; empty for a value alone
 */
record Target(
    String what, String figure, boolean atMost, double value, String peer, String peerFigure) {

  static List<Target> read(Path file) throws IOException {
    List<Target> targets = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      String[] parts = line.split("\\|", -1);
      String[] other = parts[4].trim().split(" ");
      targets.add(
          new Target(
              parts[0].trim(),
              parts[1].trim(),
              parts[2].trim().equals("<="),
              Double.parseDouble(parts[3].trim()),
              other.length == 2 ? other[0] : "",
              other.length == 2 ? other[1] : ""));
    }
    return targets;
  }

  /** What came of a target. */
  record Outcome(Target target, double reached, boolean met) {
    /** By how much it was missed: reached through wanted, or the reverse. */
    double missedBy() {
      return target.atMost ? reached / target.value : target.value / reached;
    }

    String wanted() {
      return (target.atMost ? "≤ " : "≥ ") + number(target.value);
    }

    String verdict() {
      return met ? "met" : String.format(Locale.ROOT, "missed by %.2fx", missedBy());
    }
  }

  /** The outcome, or {@code null} if a figure is missing. */
  Outcome outcome(Results results) {
    Results.Samples mine = results.get(figure, Peer.KYBERN);
    Results.Samples others = peer.isEmpty() ? null : results.get(peerFigure, peer);
    if (mine == null || (!peer.isEmpty() && others == null)) {
      return null;
    }
    double reached = mine.median() / (others == null ? 1 : others.median());
    return new Outcome(this, reached, atMost ? reached <= value : reached >= value);
  }

  /** A number with as many places as it needs. */
  static String number(double value) {
    double size = Math.abs(value);
    return size >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
  }
}
