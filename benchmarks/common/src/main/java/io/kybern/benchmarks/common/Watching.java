package io.kybern.benchmarks.common;

import io.kybern.benchmarks.common.Peer.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Changes of pods through a watch: the server sends so many as fast as the client takes them, the
 * handler puts each into a map by namespace and name and, with {@code read=true}, reads fields from
 * all over it. Each event has the version after that of the one before: none may be missing. Every
 * 5,000 events change each of 5,000 pods once, so that the digest of a round of as many is the same
 * whatever came before.
 */
final class Watching {
  private final Peer peer;
  private final boolean read;
  private final int events;
  private final Map<String, Object> latest = new ConcurrentHashMap<>();
  private final Semaphore done = new Semaphore(0);

  /** Owned by the thread that gets the events; read by others after {@link #done}. */
  private long version;

  private int got;
  private long digest;

  private Watching(Peer peer, boolean read, int events) {
    this.peer = peer;
    this.read = read;
    this.events = events;
  }

  static void measure(Peer peer, Settings settings, Report report) throws Exception {
    if (!peer.supports(Kind.PODS, settings.wire())) {
      return;
    }
    String figure = "watch." + settings.text("name");
    int events = settings.number("events", 5000);
    boolean read = Boolean.parseBoolean(settings.text("read", "false"));
    Watching watching = new Watching(peer, read, events);
    peer.open(settings.text("url"), settings.text("authority", ""));
    peer.watch(settings.wire(), watching::event);
    WarmUp warmUp = new WarmUp(settings);
    int warm = 0;
    while (!warmUp.isOver(warm)) {
      watching.round(settings);
      warm++;
    }
    long before = watching.digest;
    int rounds = settings.number("rounds", 5);
    for (int i = 0; i < rounds; i++) {
      Meter.Used used = watching.round(settings);
      report.add(figure + ".rate", "events/s", events / used.wall() * 1e3);
      report.add(figure + ".cpu", "µs/event", used.cpu() * 1e3 / events);
      report.add(figure + ".allocated", "kB/event", used.allocated() * 1e3 / events);
    }
    report.check(figure, (long) events * rounds, watching.digest - before);
  }

  private Meter.Used round(Settings settings) throws IOException, InterruptedException {
    Meter meter = Meter.start();
    control(settings.text("url") + "/control/fire?count=" + events);
    done.acquire();
    return meter.stop();
  }

  private void event(Object pod) {
    long next = Long.parseLong(peer.version(pod));
    if (version != 0 && next != version + 1) {
      System.err.println("after version " + version + " came " + next);
      System.exit(1);
    }
    version = next;
    latest.put(peer.key(pod), pod);
    if (read) {
      digest += peer.digest(Kind.PODS, pod);
    }
    if (++got % events == 0) {
      done.release();
    }
  }

  private static void control(String url) throws IOException {
    try (InputStream in = URI.create(url).toURL().openStream()) {
      in.readAllBytes();
    }
  }
}
