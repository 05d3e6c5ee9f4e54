package io.kybern.conformance.both.transcripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is generated from a run: the share per area in {@code docs/embedded-server.md}, and the page
 * of every difference.
 */
final class Report {
  private static final String BEGIN = "<!-- transcripts: begin (written by TranscriptTest) -->\n";
  private static final String END = "<!-- transcripts: end -->\n";
  private static final String SUMMARY =
      "| area | requests | equal | share |\n|---|---:|---:|---:|\n";
  private static final String DIFFERENCES =
      """
      # Where the embedded server answers differently

      Written by `TranscriptTest`; [the embedded server's page](embedded-server.md#measured-against-kube-apiserver)
      says how. One line for each place of an answer that is not the same on kube-apiserver and here; `-` is for
      nothing there.

      | request | where | kube-apiserver | Kybern |
      |---|---|---|---|
      """;
  private static final int LONGEST = 120;

  private Report() {}

  /** The table of the areas. */
  static String summary(List<Comparison> run) {
    Map<String, int[]> areas = new TreeMap<>();
    for (Comparison one : run) {
      int[] counts = areas.computeIfAbsent(one.area(), area -> new int[2]);
      counts[0]++;
      counts[1] += one.isEqual() ? 1 : 0;
    }
    StringBuilder text = new StringBuilder(SUMMARY);
    int[] total = new int[2];
    areas.forEach(
        (area, counts) -> {
          total[0] += counts[0];
          total[1] += counts[1];
          row(text, area, counts);
        });
    row(text, "**all**", total);
    return text.toString();
  }

  /** That table as it is in a page; empty if it is not. */
  static String summaryIn(String page) {
    int at = page.indexOf(BEGIN + SUMMARY);
    int end = page.indexOf("\n\n", at);
    return at < 0 || end < 0 ? "" : page.substring(at + BEGIN.length(), end + 1);
  }

  private static String differences(List<Comparison> run, int longest) {
    StringBuilder text = new StringBuilder(DIFFERENCES);
    for (Comparison one : run) {
      String id = one.id();
      for (Difference difference : one.differences()) {
        text.append("| ")
            .append(cell(id))
            .append(" | ")
            .append(code(difference.path(), longest))
            .append(" | ")
            .append(code(difference.real(), longest))
            .append(" | ")
            .append(code(difference.ours(), longest))
            .append(" |\n");
        id = "";
      }
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String area, int[] counts) {
    text.append("| ")
        .append(area)
        .append(" | ")
        .append(counts[0])
        .append(" | ")
        .append(counts[1])
        .append(" | ")
        .append(String.format(Locale.ROOT, "%.1f %%", 100.0 * counts[1] / counts[0]))
        .append(" |\n");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace('\n', ' ');
  }

  private static String code(String text, int longest) {
    String flat = text.replace("|", "\\|").replace('`', '\'').replace('\n', ' ');
    return "`" + (flat.length() > longest ? flat.substring(0, longest) + "…" : flat) + "`";
  }

  /** Writes the page of the differences and puts the table where the other page has its markers. */
  static void write(Path page, Path differences, List<Comparison> run) throws IOException {
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException(page + " has no place for the transcripts");
    }
    Files.writeString(differences, differences(run, LONGEST));
    Files.writeString(
        page,
        text.substring(0, begin)
            + BEGIN
            + summary(run)
            + "\n"
            + END
            + text.substring(end + END.length()));
  }

  /** Writes all differences in full, for who works on them. */
  static void writeInFull(Path file, List<Comparison> run) throws IOException {
    Files.writeString(file, differences(run, Integer.MAX_VALUE));
  }
}
