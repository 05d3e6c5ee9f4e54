package io.kybern.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Measures everything that was asked for. Peers take turns, each in a process of its own. */
final class Run {
  private final Path benchmarks;
  private final Path java;
  private final boolean quick;
  private final Set<String> only;
  private final List<Peer> peers;
  private final Processes processes;
  private final Setup setup;
  private final Results results = new Results();

  Run(Path benchmarks, Path java, boolean quick, Set<String> only, List<Peer> peers)
      throws IOException {
    this.benchmarks = benchmarks;
    this.java = java;
    this.quick = quick;
    this.only = only;
    this.peers = peers;
    this.processes = new Processes(benchmarks.resolve("target"));
    this.setup = new Setup(benchmarks, java, processes);
  }

  Results measure() throws IOException, InterruptedException {
    if (wanted("size")) {
      sizes();
    }
    try (ServerProcess server = serve(5000)) {
      if (wanted("cold")) {
        new ColdStarts(java, benchmarks.resolve("target"), server, setup.authority(), processes)
            .measure(peers, quick, results);
      }
      for (Measure measure : Measure.all()) {
        if (wanted(measure.group()) && (measure.inQuick() || !quick)) {
          boolean large = measure.group().equals("hold") && !quick;
          if (!large) {
            rounds(measure, server, Measure.FLAGS, quick ? 1 : measure.processes());
          }
        }
      }
      if (wanted("growth")) {
        growth(server);
      }
    }
    boolean largeHold = wanted("hold") && !quick;
    if (largeHold || wanted("heap")) {
      try (ServerProcess server = serve(50_000)) {
        if (largeHold) {
          List<String> flags = List.of("-Xmx8g", "-XX:+UseG1GC");
          for (Measure measure : Measure.all()) {
            if (measure.group().equals("hold")) {
              rounds(measure, server, flags, 1);
            }
          }
        }
        if (wanted("heap")) {
          new SmallestHeap(java, server, processes).measure(peers, quick, results);
        }
      }
    }
    return results;
  }

  private boolean wanted(String group) {
    return only.isEmpty() || only.contains(group);
  }

  private ServerProcess serve(int count) throws IOException, InterruptedException {
    return ServerProcess.start(java, benchmarks, setup.data(count), setup.keyStore());
  }

  private void rounds(Measure measure, ServerProcess server, List<String> flags, int rounds)
      throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      for (Peer peer : peers.stream().filter(measure::isFor).toList()) {
        List<String> settings = new ArrayList<>(measure.settings(quick));
        settings.add("url=" + server.plain());
        one(peer, measure.toString(), peer.command(java, flags, measure.mode(), settings));
      }
    }
  }

  private void one(Peer peer, String what, List<String> command)
      throws IOException, InterruptedException {
    System.err.println("  " + what + ": " + peer.name());
    Processes.Outcome outcome = processes.run(command, 600);
    if (outcome.code() != 0) {
      results.fail(peer.name(), what, outcome.complaint());
    } else {
      results.addAll(peer.name(), outcome.output());
    }
  }

  /** Kybern with ten times as many small objects: heap per object must not grow. */
  private void growth(ServerProcess server) throws IOException, InterruptedException {
    Peer kybern = peers.get(0);
    for (int count : new int[] {100_000, 1_000_000}) {
      server.configMaps(count);
      List<String> settings =
          List.of("url=" + server.plain(), "kind=CONFIGMAPS", "as=read", "name=small-" + count);
      List<String> flags = List.of("-Xmx4g", "-XX:+UseG1GC");
      one(kybern, "hold " + count + " ConfigMaps", kybern.command(java, flags, "hold", settings));
    }
    server.configMaps(1000);
  }

  private void sizes() {
    for (Peer peer : peers) {
      if (peer.isJava()) {
        long bytes = 0;
        for (Path jar : peer.classPath()) {
          bytes += jar.toFile().length();
        }
        results.add("size.jars", peer.name(), "jars", peer.classPath().size());
        results.add("size.bytes", peer.name(), "MB", bytes / 1e6);
      }
    }
  }
}
