package io.kybern.benchmarks.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Everything that is served. Owner of {@code fired} and {@code events}: the lock of this object;
 * {@code configMaps} is changed by the runner between measurements.
 */
final class Site {
  final Collection pods;
  private final Map<String, Collection> byPath = new HashMap<>();
  private final Items configMapJson;
  private final Items configMapProtobuf;
  private volatile Collection configMaps;
  private final byte[][] small = new byte[2][];
  private long fired;
  private int events;

  private Site(Collection pods, Items configMapJson, Items configMapProtobuf) {
    this.pods = pods;
    this.configMapJson = configMapJson;
    this.configMapProtobuf = configMapProtobuf;
    configMaps(1000);
    small[0] = configMaps.single(false, 7);
    small[1] = configMaps.single(true, 7);
  }

  static Site load(Path data) throws IOException {
    Collection pods = read(data, "pods", "v1", "Pod");
    Site site =
        new Site(
            pods,
            Items.read(data.resolve("configmap.json")),
            Items.read(data.resolve("configmap.pb")));
    site.byPath.put("/api/v1/pods", pods);
    site.byPath.put("/api/v1/events", read(data, "events", "v1", "Event"));
    site.byPath.put(
        "/apis/example.com/v1/widgets", read(data, "widgets", "example.com/v1", "Widget"));
    return site;
  }

  private static Collection read(Path data, String name, String version, String kind)
      throws IOException {
    return new Collection(
        version,
        kind,
        Items.read(data.resolve(name + ".json")),
        Items.read(data.resolve(name + ".pb")));
  }

  /** The collection at {@code path}, or {@code null}. */
  Collection at(String path) {
    return path.equals("/api/v1/configmaps") ? configMaps : byPath.get(path);
  }

  /** The object that small requests get and patches answer with. */
  byte[] small(boolean protobuf) {
    return small[protobuf ? 1 : 0];
  }

  /** Makes the list of ConfigMaps {@code count} long. */
  void configMaps(int count) {
    configMaps =
        new Collection(
            "v1",
            "ConfigMap",
            Items.numbered(configMapJson.get(0), count),
            Items.numbered(configMapProtobuf.get(0), count));
  }

  /** Lets every watch send {@code count} events. */
  synchronized void fire(int count) {
    events = count;
    fired++;
    notifyAll();
  }

  synchronized long fired() {
    return fired;
  }

  /** Waits for the shot after {@code seen}; the number of events to send. */
  synchronized int await(long seen) throws InterruptedException {
    while (fired == seen) {
      wait();
    }
    return events;
  }
}
