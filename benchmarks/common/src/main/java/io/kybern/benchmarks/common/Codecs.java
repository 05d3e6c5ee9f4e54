package io.kybern.benchmarks.common;

import io.kybern.benchmarks.common.Peer.Kind;
import io.kybern.benchmarks.common.Peer.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Bytes to objects and back, without a connection. */
final class Codecs {
  private Codecs() {}

  /** The bytes of a list to objects: everything decoded, or as the client lists them. */
  static void decode(Peer peer, Settings settings, Report report) throws Exception {
    Kind kind = settings.kind();
    Wire wire = settings.wire();
    String figure = "decode." + settings.text("name");
    if (!peer.supports(kind, wire)) {
      return;
    }
    byte[] body = body(settings, kind, wire);
    int warm = settings.number("warm", 15);
    int rounds = settings.number("rounds", 10);
    long warmUntil = System.nanoTime() + settings.number("warmSeconds", 20) * 1_000_000_000L;
    List<?> objects = List.of();
    boolean asListed = settings.text("as", "").equals("listed");
    int counted = 0;
    for (int i = 0; counted < rounds; i++) {
      objects = List.of(); // the old ones are garbage before the new ones are made
      Meter meter = Meter.start();
      objects = asListed ? peer.decodeAsListed(kind, wire, body) : peer.decode(kind, wire, body);
      Meter.Used used = meter.stop();
      if (i == 0) {
        report.add(figure + ".first", "ms", used.wall());
      } else if (i >= warm || System.nanoTime() > warmUntil) {
        report.add(figure, used);
        counted++;
      }
    }
    report.check(figure, objects.size(), Lists.digest(peer, kind, objects));
  }

  /** Decoded objects to bytes, one by one. They are decoded again, outside of the time. */
  static void encode(Peer peer, Settings settings, Report report) throws Exception {
    Kind kind = settings.kind();
    Wire wire = settings.wire();
    String figure = "encode." + settings.text("name");
    if (!peer.supports(kind, wire)) {
      return;
    }
    List<?> objects = peer.decode(kind, wire, body(settings, kind, wire));
    int warm = settings.number("warm", 15);
    int rounds = settings.number("rounds", 10);
    long warmUntil = System.nanoTime() + settings.number("warmSeconds", 20) * 1_000_000_000L;
    int counted = 0;
    for (int i = 0; counted < rounds; i++) {
      long bytes = 0;
      Meter meter = Meter.start();
      for (Object object : objects) {
        bytes += peer.encode(kind, wire, object).length;
      }
      Meter.Used used = meter.stop();
      if (i > 0 && (i >= warm || System.nanoTime() > warmUntil)) {
        report.add(figure, used);
        counted++;
        report.add(figure + ".size", "MB", bytes / 1e6);
      }
    }
    List<Object> again = new ArrayList<>();
    for (Object object : objects) {
      again.add(peer.decodeOne(kind, wire, peer.encode(kind, wire, object)));
    }
    report.check(figure, again.size(), Lists.digest(peer, kind, again));
  }

  private static byte[] body(Settings settings, Kind kind, Wire wire) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(settings.text("url") + kind.path()).toURL().openConnection();
    connection.setRequestProperty(
        "Accept", wire == Wire.JSON ? "application/json" : "application/vnd.kubernetes.protobuf");
    try (InputStream in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }
}
