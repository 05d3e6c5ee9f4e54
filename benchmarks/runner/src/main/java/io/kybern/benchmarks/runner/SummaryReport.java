package io.kybern.benchmarks.runner;

import io.kybern.benchmarks.runner.Results.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The few figures that the project's README shows, between two marks in it. */
final class SummaryReport {
  private static final String START = "<!-- written by benchmarks/run -->\n";
  private static final String END = "<!-- end of benchmarks/run -->\n";

  /**
   * @param fallback figure of the peers that do not have the first
   */
  private record Row(String what, String figure, String fallback) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("LIST of 5,000 pods, ms", "list.pods.wall", ""),
          new Row("… allocated for it, MB", "list.pods.allocated", ""),
          new Row("… the first time in a process, ms", "list.pods.first", ""),
          new Row("… and every part of them read, ms", "list-read.pods.wall", ""),
          new Row("heap per pod held, bytes", "hold.pods-plain.heap", ""),
          new Row("… after every part was read", "hold.pods-read.heap", "hold.pods-plain.heap"),
          new Row("… without managedFields", "hold.pods-stripped.heap", ""),
          new Row(
              "processor per watch event, µs (protobuf where it is spoken)",
              "watch.protobuf.cpu",
              "watch.json.cpu"),
          new Row("… in JSON", "watch.json.cpu", ""),
          new Row("5,000 pods of JSON to objects, ms", "decode.pods-json.wall", ""),
          new Row(
              "5,000 custom resources of JSON, as listed, ms", "decode.widgets-listed.wall", ""),
          new Row("… all of them decoded, ms", "decode.widgets-json.wall", ""),
          new Row("5,000 pods to JSON, ms", "encode.pods-json.wall", ""),
          new Row("small GET, 64 threads, processor, µs", "get.many.cpu", ""),
          new Row("cold start to the first GET, ms", "cold.plain.wall", ""),
          new Row("… over TLS, ms", "cold.tls.wall", ""),
          new Row("class path, MB", "size.bytes", ""));

  private SummaryReport() {}

  /** Writes the table into {@code readme}, which has the marks. */
  static void write(Path readme, Map<String, Object> about, Results results, List<Peer> peers)
      throws IOException {
    String text = Files.readString(readme);
    int start = text.indexOf(START);
    int end = text.indexOf(END);
    if (start < 0 || end < start) {
      throw new IOException(readme + " has no place for the results of the benchmarks");
    }
    Files.writeString(
        readme,
        text.substring(0, start + START.length())
            + table(about, results, peers)
            + text.substring(end));
  }

  private static String table(Map<String, Object> about, Results results, List<Peer> peers) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "`%s` of %.10s, Kybern at commit %s, %s processors: medians of one run.%n%n| |",
            about.get("command"),
            about.get("date"),
            ((Map<?, ?>) about.get("versions")).get("kybern commit"),
            ((Map<?, ?>) about.get("machine")).get("processors")));
    for (Peer peer : peers) {
      text.append(peer.isKybern() ? " **Kybern** |" : " " + peer.label() + " |");
    }
    text.append("\n|---|").append("---:|".repeat(peers.size())).append('\n');
    for (Row row : ROWS) {
      text.append("| ").append(row.what).append(" |");
      Samples mine = results.get(row.figure, Peer.KYBERN);
      for (Peer peer : peers) {
        Samples samples = results.get(row.figure, row.fallback, peer.name());
        text.append(' ').append(samples == null ? "–" : cell(samples, peer, mine)).append(" |");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String cell(Samples samples, Peer peer, Samples mine) {
    String median = Target.number(samples.median());
    return peer.isKybern() || mine == null
        ? "**" + median + "**"
        : median + " (" + Target.number(samples.median() / mine.median()) + "x)";
  }
}
