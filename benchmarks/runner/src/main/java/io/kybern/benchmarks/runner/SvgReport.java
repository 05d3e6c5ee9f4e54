package io.kybern.benchmarks.runner;

import io.kybern.benchmarks.runner.Results.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bar charts: a bar per peer, the longest as long as there is room. Legible on light and dark. */
final class SvgReport {
  private record Chart(String file, String title, String figure, String fallback) {}

  private record Bar(String label, Samples samples) {}

  private static final List<Chart> CHARTS =
      List.of(
          new Chart("list", "LIST of 5,000 pods, ms", "list.pods.wall", ""),
          new Chart("allocated", "Allocated for that LIST, MB", "list.pods.allocated", ""),
          new Chart("memory", "Heap per pod held, bytes", "hold.pods-plain.heap", ""),
          new Chart(
              "watch", "Processor per watch event, µs", "watch.protobuf.cpu", "watch.json.cpu"),
          new Chart("get", "Processor per small GET, 64 threads, µs", "get.many.cpu", ""),
          new Chart("cold", "Cold start to the first GET, ms", "cold.plain.wall", ""));

  private static final int LABEL = 150;
  private static final int WIDTH = 640;
  private static final int ROOM = WIDTH - LABEL - 110;
  private static final int STEP = 26;

  private SvgReport() {}

  static void write(Path folder, Results results, List<Peer> peers) throws IOException {
    for (Chart chart : CHARTS) {
      List<Bar> bars = new ArrayList<>();
      for (Peer peer : peers) {
        Samples samples = results.get(chart.figure, chart.fallback, peer.name());
        if (samples != null) {
          bars.add(new Bar(peer.label(), samples));
        }
      }
      if (bars.size() > 1) {
        Files.writeString(folder.resolve(chart.file + ".svg"), svg(chart.title, bars));
      }
    }
  }

  private static String svg(String title, List<Bar> bars) {
    double longest = bars.stream().mapToDouble(bar -> bar.samples.median()).max().orElse(1);
    int height = 40 + STEP * bars.size() + 8;
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" role=\"img\" aria-label=\"%s\">%n",
            WIDTH,
            height,
            WIDTH,
            height,
            title));
    text.append(
        """
        <style>
          text { font: 13px system-ui, sans-serif; fill: #24292f }
          .title { font-weight: 600; font-size: 15px }
          .bar { fill: #8c959f }
          .ours { fill: #1f6feb }
          @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 }
            .bar { fill: #6e7681 }
            .ours { fill: #58a6ff }
          }
        </style>
        """);
    text.append("<text class=\"title\" x=\"8\" y=\"22\">").append(title).append("</text>\n");
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      int y = 40 + STEP * i;
      double length = Math.max(2, bar.samples.median() / longest * ROOM);
      text.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                  + "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"16\" rx=\"2\"/>"
                  + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
              LABEL - 8,
              y + 13,
              bar.label,
              i == 0 ? "ours" : "bar",
              LABEL,
              y,
              length,
              LABEL + length + 6,
              y + 13,
              Target.number(bar.samples.median())));
    }
    return text.append("</svg>\n").toString();
  }
}
