package io.kybern.benchmarks.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One mode of the drivers with its settings.
 *
 * @param group what {@code --only} selects
 * @param quick settings of a quick run, {@code full} those of a full one; a warm-up ends after so
 *     many calls or seconds, whichever comes first
 * @param processes how many processes of each peer a full run starts; a quick one starts one
 */
record Measure(
    String group,
    String mode,
    List<String> settings,
    List<String> quick,
    List<String> full,
    int processes,
    boolean inQuick) {
  /** Equal for all Java peers. The heap is touched before, as that of a process that has run. */
  static final List<String> FLAGS =
      List.of("-Xms2g", "-Xmx2g", "-XX:+UseG1GC", "-XX:+AlwaysPreTouch");

  private static final List<String> FEW = List.of("warm=25", "warmSeconds=3", "rounds=3");
  private static final List<String> MANY = List.of("warm=40", "warmSeconds=25", "rounds=11");

  static List<Measure> all() {
    List<Measure> all = new ArrayList<>();
    all.add(loop("list", "list", "name=pods", "kind=PODS"));
    all.add(loop("list", "list", "name=pods", "kind=PODS", "read=true"));
    for (String kind : List.of("events", "widgets")) {
      String[] settings = {"name=" + kind, "kind=" + kind.toUpperCase(Locale.ROOT)};
      all.add(new Measure("list", "list", List.of(settings), FEW, MANY, 3, false));
    }
    for (String mode : List.of("decode", "encode")) {
      all.add(loop(mode, mode, "name=pods-json", "kind=PODS", "wire=JSON"));
      all.add(loop(mode, mode, "name=pods-protobuf", "kind=PODS", "wire=PROTOBUF"));
      all.add(loop(mode, mode, "name=widgets-json", "kind=WIDGETS", "wire=JSON"));
    }
    all.add(
        loop("decode", "decode", "name=widgets-listed", "kind=WIDGETS", "wire=JSON", "as=listed"));
    for (String wire : List.of("json", "protobuf")) {
      String asked = "wire=" + wire.toUpperCase(Locale.ROOT);
      all.add(watch(true, "name=" + wire, asked));
      all.add(watch(false, "name=" + wire + "-read", asked, "read=true"));
    }
    all.add(calls("get", 6000, 20_000, "warm=12", "warmSeconds=4", "warmSeconds=15"));
    all.add(calls("write", 1500, 5000, "warm=20", "warmSeconds=2", "warmSeconds=10"));
    for (String as : List.of("plain", "read", "stripped")) {
      List<String> settings = List.of("name=pods-" + as, "kind=PODS", "as=" + as);
      all.add(new Measure("hold", "hold", settings, List.of(), List.of(), 3, true));
    }
    return all;
  }

  private static Measure loop(String group, String mode, String... settings) {
    return new Measure(group, mode, List.of(settings), FEW, MANY, 3, true);
  }

  private static Measure calls(
      String mode, int quick, int full, String warm, String quickSeconds, String fullSeconds) {
    return new Measure(
        mode,
        mode,
        List.of(),
        List.of("calls=" + quick, warm, quickSeconds, "rounds=3"),
        List.of("calls=" + full, warm, fullSeconds, "rounds=7"),
        3,
        true);
  }

  private static Measure watch(boolean inQuick, String... settings) {
    return new Measure(
        "watch",
        "watch",
        List.of(settings),
        List.of("events=5000", "warm=25", "warmSeconds=8", "rounds=5"),
        List.of("events=10000", "warm=25", "warmSeconds=25", "rounds=9"),
        3,
        inQuick);
  }

  /** The settings of a run. */
  List<String> settings(boolean quickly) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(quickly ? quick : full);
    return all;
  }

  /** Whether the peer knows the format; those that do not are not started. */
  boolean isFor(Peer peer) {
    boolean protobuf = settings.contains("wire=PROTOBUF");
    return !protobuf || peer.isKybern() || !peer.isJava();
  }

  /** What to tell the reader of the progress. */
  @Override
  public String toString() {
    return mode + " " + String.join(" ", settings);
  }
}
