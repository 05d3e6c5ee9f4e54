package io.kybern.benchmarks.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the clients: {@code Main BENCHMARKS_FOLDER [--quick|--full] [--only GROUP,…] [--peers
 * NAME,…]}. Ends with code 1 if something of Kybern could not be measured or if two peers read
 * different things. Results of a run with {@code --only} or {@code --peers} stay in {@code target}.
 */
public final class Main {
  private static final Set<String> GROUPS =
      Set.of(
          "size", "cold", "list", "decode", "encode", "watch", "get", "write", "hold", "growth",
          "heap");

  private Main() {}

  public static void main(String[] args) throws Exception {
    Path benchmarks = Path.of(args[0]).toRealPath();
    boolean quick = true;
    Set<String> only = Set.of();
    Set<String> names = Set.of();
    for (int i = 1; i < args.length; i++) {
      switch (args[i]) {
        case "--quick" -> quick = true;
        case "--full" -> quick = false;
        case "--only" -> only = Set.of(args[++i].split(","));
        case "--peers" -> names = new HashSet<>(List.of(args[++i].split(",")));
        default -> throw new IllegalArgumentException("what is " + args[i] + "?");
      }
    }
    if (!GROUPS.containsAll(only)) {
      throw new IllegalArgumentException("--only takes some of " + GROUPS);
    }
    List<Peer> peers = Peer.find(benchmarks);
    if (!names.isEmpty()) {
      Set<String> wanted = names;
      peers.removeIf(peer -> !peer.isKybern() && !wanted.contains(peer.name()));
    }
    boolean whole = only.isEmpty() && names.isEmpty();
    Path java = Path.of(System.getProperty("java.home"));
    double before = Machine.load();
    long start = System.nanoTime();
    Results results = new Run(benchmarks, java, quick, only, peers).measure();
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    about.put("command", "benchmarks/run " + (quick ? "--quick" : "--full"));
    about.put("minutes", Math.round((System.nanoTime() - start) / 6e9) / 10.0);
    about.put("machine", Machine.facts(java, Setup.newerJava()));
    Map<String, Object> versions = new LinkedHashMap<>();
    peers.forEach(peer -> versions.put(peer.name(), peer.version()));
    versions.put("kybern commit", System.getProperty("commit", "unknown"));
    about.put("versions", versions);
    about.put("flags", String.join(" ", Measure.FLAGS));
    about.put("loadBefore", before);
    about.put("loadAfter", Machine.load());
    List<Target> targets = Target.read(benchmarks.resolve("targets"));
    Path folder = benchmarks.resolve(whole ? "results" : "target/results");
    Files.createDirectories(folder);
    JsonReport.write(folder.resolve("latest.json"), about, results, targets);
    MarkdownReport.write(folder.resolve("latest.md"), about, results, targets, peers);
    SvgReport.write(folder, results, peers);
    if (whole) {
      SummaryReport.write(benchmarks.resolveSibling("README.md"), about, results, peers);
    }
    System.out.println(Files.readString(folder.resolve("latest.md")));
    boolean bad =
        results.failures().stream()
            .anyMatch(failure -> failure.startsWith(Peer.KYBERN) || failure.contains("others"));
    System.exit(bad ? 1 : 0);
  }
}
