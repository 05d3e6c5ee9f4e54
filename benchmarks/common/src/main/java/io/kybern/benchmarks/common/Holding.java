package io.kybern.benchmarks.common;

import io.kybern.benchmarks.common.Peer.Kind;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All objects of a kind in memory, as a cache holds them: a LIST, then a map by namespace and name.
 * Heap per object is what full collections leave, less what they left before. {@code as} says how
 * they are held: {@code plain} as the list gave them, {@code read} after fields of every part were
 * read, {@code stripped} without managedFields.
 */
final class Holding {
  private Holding() {}

  static void measure(Peer peer, Settings settings, Report report) throws Exception {
    Kind kind = settings.kind();
    String as = settings.text("as", "plain");
    String figure = "hold." + settings.text("name");
    peer.open(settings.text("url"), settings.text("authority", ""));
    peer.getSmall(SmallCalls.NAME); // so that the client itself is not counted
    boolean measure = Boolean.parseBoolean(settings.text("measure", "true"));
    long before = measure ? live() : 0;
    Meter meter = Meter.start();
    Map<String, Object> held = new ConcurrentHashMap<>();
    fill(peer, kind, as, held);
    Meter.Used used = meter.stop();
    if (measure) {
      report.add(figure + ".wall", "ms", used.wall());
      report.add(figure + ".cpu", "ms", used.cpu());
      report.add(figure + ".peak", "MB", peak() / 1e6);
      long retained = live() - before;
      report.add(figure + ".heap", "B", retained / (double) held.size());
    }
    if (!measure) {
      // Reading them would decode them: what is asked is whether they fit as the list gave them.
      report.check(figure, held.size(), held.keySet().stream().mapToLong(String::hashCode).sum());
      return;
    }
    long digest = 0;
    int managedFields = 0;
    for (Object object : held.values()) {
      digest += peer.digest(kind, object);
      managedFields += kind == Kind.PODS ? peer.managedFields(object) : 0;
    }
    report.check(figure, held.size(), digest);
    report.add(figure + ".managedFields", "entries", managedFields / (double) held.size());
  }

  /** In a method of its own: the list is garbage when it returns. */
  private static void fill(Peer peer, Kind kind, String as, Map<String, Object> held)
      throws Exception {
    List<?> objects = as.equals("stripped") ? peer.listPodsStripped() : peer.list(kind);
    for (Object object : objects) {
      if (as.equals("read")) {
        peer.digest(kind, object);
      }
      held.put(peer.key(object), object);
    }
  }

  /** Heap in use after full collections. */
  private static long live() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(50); // reference handlers run in between
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  /** The sum of the pools' peaks: what the heap has held at most, garbage included. */
  private static long peak() {
    long sum = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        sum += pool.getPeakUsage().getUsed();
      }
    }
    return sum;
  }
}
