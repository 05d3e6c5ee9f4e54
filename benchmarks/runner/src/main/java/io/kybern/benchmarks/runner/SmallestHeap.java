package io.kybern.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The smallest {@code -Xmx} with which a process lists 50,000 pods and holds them all: bisected to
 * 6 %, a try failing with {@code OutOfMemoryError} or after two minutes.
 */
final class SmallestHeap {
  private final Path java;
  private final ServerProcess server;
  private final Processes processes;

  SmallestHeap(Path java, ServerProcess server, Processes processes) {
    this.java = java;
    this.server = server;
    this.processes = processes;
  }

  void measure(List<Peer> peers, boolean quick, Results results)
      throws IOException, InterruptedException {
    for (Peer peer : peers) {
      if (peer.isJava() && (peer.isKybern() || !quick)) {
        int high = 512;
        while (high < 16_384 && !works(peer, high)) {
          high *= 2;
        }
        int low = high / 2;
        while (high - low > high / 16) {
          int middle = (low + high) / 2;
          if (works(peer, middle)) {
            high = middle;
          } else {
            low = middle;
          }
        }
        results.add("heap.smallest", peer.name(), "MB", high);
      }
    }
  }

  private boolean works(Peer peer, int megabytes) throws IOException, InterruptedException {
    List<String> flags =
        List.of("-Xmx" + megabytes + "m", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError");
    List<String> settings =
        List.of("url=" + server.plain(), "kind=PODS", "name=heap", "as=plain", "measure=false");
    Processes.Outcome outcome = processes.run(peer.command(java, flags, "hold", settings), 120);
    System.err.println("  " + peer.name() + " with " + megabytes + " MB: " + (outcome.code() == 0));
    return outcome.code() == 0
        && outcome.output().stream().anyMatch(line -> line.contains("\"count\":50000"));
  }
}
