package io.kybern.conformance.both.transcripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The checked-in record of which answers were equal: one line per request, {@code equal} or {@code
 * differs}, and its name.
 */
final class Ledger {
  private Ledger() {}

  /** Whether each request's answers were equal, by its name. */
  static Map<String, Boolean> read(Path file) throws IOException {
    Map<String, Boolean> lines = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int space = line.indexOf(' ');
        if (!line.startsWith("#") && space > 0) {
          lines.put(line.substring(space + 1).strip(), line.startsWith("equal"));
        }
      }
    }
    return lines;
  }

  static void write(Path file, List<Comparison> run) throws IOException {
    Map<String, Boolean> lines = new TreeMap<>();
    run.forEach(one -> lines.put(one.id(), one.isEqual()));
    StringBuilder text =
        new StringBuilder(
            "# Which answers are equal on both servers. Written by TranscriptTest.\n");
    lines.forEach(
        (id, equal) -> text.append(equal ? "equal   " : "differs ").append(id).append('\n'));
    Files.writeString(file, text);
  }

  /** What a run says against the ledger, a line each; nothing if it agrees. */
  static List<String> problems(Map<String, Boolean> ledger, List<Comparison> run) {
    List<String> problems = new ArrayList<>();
    Map<String, Boolean> rest = new TreeMap<>(ledger);
    for (Comparison one : run) {
      Boolean was = rest.remove(one.id());
      if (was == null) {
        problems.add("not in the ledger: " + one.id());
      } else if (was && !one.isEqual()) {
        problems.add("was equal and is not any more: " + one.id() + "\n" + shown(one));
      } else if (!was && one.isEqual()) {
        problems.add("is equal now, and the ledger does not say so: " + one.id());
      }
    }
    rest.keySet().forEach(id -> problems.add("in the ledger, but not asked: " + id));
    return problems;
  }

  private static String shown(Comparison one) {
    StringBuilder text = new StringBuilder();
    for (Difference difference : one.differences()) {
      text.append("    ")
          .append(difference.path())
          .append("\n      real: ")
          .append(difference.real())
          .append("\n      ours: ")
          .append(difference.ours())
          .append('\n');
    }
    return text.toString();
  }
}
