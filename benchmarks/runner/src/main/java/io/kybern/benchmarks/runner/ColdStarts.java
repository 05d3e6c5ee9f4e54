package io.kybern.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole processes: from before their start until after their end, one GET of a small object in
 * between. As they come, with a class-data archive (JDK 17) and with an ahead-of-time cache (JDK
 * 25), over plain HTTP and over TLS; archives are made by one run of the same program each.
 */
final class ColdStarts {
  private static final List<String> FLAGS = List.of("-Xmx512m", "-XX:+UseG1GC");

  private final Path java;
  private final Path folder;
  private final ServerProcess server;
  private final Path authority;
  private final Processes processes;

  ColdStarts(Path java, Path folder, ServerProcess server, Path authority, Processes processes) {
    this.java = java;
    this.folder = folder;
    this.server = server;
    this.authority = authority;
    this.processes = processes;
  }

  void measure(List<Peer> peers, boolean quick, Results results)
      throws IOException, InterruptedException {
    int rounds = quick ? 5 : 15;
    Path newer = Setup.newerJava();
    for (boolean tls : new boolean[] {false, true}) {
      String end = tls ? "tls" : "plain";
      List<String> settings =
          tls
              ? List.of("url=" + server.tls(), "authority=" + authority)
              : List.of("url=" + server.plain());
      List<Start> starts = new ArrayList<>();
      for (Peer peer : peers) {
        starts.add(new Start("cold." + end, peer, peer.command(java, FLAGS, "cold", settings)));
        if (peer.isKybern() || (peer.isJava() && !quick)) {
          prepare(
              starts,
              "cold-cds." + end,
              peer,
              java,
              settings,
              "-XX:ArchiveClassesAtExit=",
              "-XX:SharedArchiveFile=",
              results);
          if (newer != null) {
            prepare(
                starts,
                "cold-aot." + end,
                peer,
                newer,
                settings,
                "-XX:AOTCacheOutput=",
                "-XX:AOTCache=",
                results);
          }
        }
      }
      System.err.println("  cold starts, " + end + ": " + starts.size() + " x " + rounds);
      for (int round = -1; round < rounds; round++) {
        for (Start start : starts) {
          run(start, round >= 0, results);
        }
      }
    }
  }

  private record Start(String figure, Peer peer, List<String> command) {}

  /** Makes the archive; where that fails there is no figure. */
  private void prepare(
      List<Start> starts,
      String figure,
      Peer peer,
      Path home,
      List<String> settings,
      String write,
      String read,
      Results results)
      throws IOException, InterruptedException {
    Path archive = folder.resolve(figure + "-" + peer.name() + ".archive");
    Files.deleteIfExists(archive);
    Processes.Outcome outcome =
        processes.run(peer.command(home, with(write + archive), "cold", settings), 120);
    if (outcome.code() != 0 || !Files.exists(archive)) {
      results.fail(peer.name(), figure + " (archive)", outcome.complaint());
      return;
    }
    starts.add(new Start(figure, peer, peer.command(home, with(read + archive), "cold", settings)));
  }

  private static List<String> with(String flag) {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.add(flag);
    return flags;
  }

  private void run(Start start, boolean count, Results results)
      throws IOException, InterruptedException {
    Processes.Outcome outcome = processes.run(start.command(), 60);
    String name = start.peer().name();
    String answer = outcome.output().isEmpty() ? "" : outcome.output().get(0);
    if (outcome.code() != 0 || !answer.startsWith("small-0000000007 ")) {
      results.fail(name, start.figure(), outcome.complaint());
    } else if (count) {
      results.add(start.figure() + ".wall", name, "ms", outcome.millis());
      results.add(start.figure() + ".cpu", name, "ms", Double.parseDouble(answer.split(" ")[1]));
    }
  }
}
