package io.kybern.benchmarks.common;

import io.kybern.benchmarks.common.Peer.Kind;
import java.util.List;

/**
 * A LIST of all objects of a kind with the client's default settings, over HTTP into objects of its
 * model. The first call and each call after the warm-up are figures; with {@code read=true} reading
 * fields from all over each object is part of the call. What was listed is digested after each
 * call, outside of its time.
 */
final class Lists {
  private Lists() {}

  static void measure(Peer peer, Settings settings, Report report) throws Exception {
    Kind kind = settings.kind();
    boolean read = Boolean.parseBoolean(settings.text("read", "false"));
    String figure = (read ? "list-read." : "list.") + settings.text("name");
    peer.open(settings.text("url"), settings.text("authority", ""));
    int warm = settings.number("warm", 15);
    int rounds = settings.number("rounds", 10);
    long warmUntil = System.nanoTime() + settings.number("warmSeconds", 20) * 1_000_000_000L;
    int counted = 0;
    long digest = 0;
    int size = 0;
    for (int i = 0; counted < rounds; i++) {
      Meter meter = Meter.start();
      List<?> objects = peer.list(kind);
      long sum = read ? digest(peer, kind, objects) : 0;
      Meter.Used used = meter.stop();
      if (i == 0) {
        report.add(figure + ".first", "ms", used.wall());
      } else if (i >= warm || System.nanoTime() > warmUntil) {
        report.add(figure, used);
        counted++;
      }
      if (i == 0 || counted == rounds) {
        sum = digest(peer, kind, objects);
        if (i > 0 && sum != digest) {
          throw new IllegalStateException("two lists of the same objects differ");
        }
        digest = sum;
        size = objects.size();
      }
    }
    report.check(figure, size, digest);
  }

  static long digest(Peer peer, Kind kind, List<?> objects) {
    long sum = 0;
    for (Object object : objects) {
      sum = sum * 31 + peer.digest(kind, object);
    }
    return sum;
  }
}
