package io.kybern.benchmarks.common;

import java.util.HashMap;
import java.util.Map;

/** The {@code name=value} arguments of a driver. */
public final class Settings {
  private final Map<String, String> values = new HashMap<>();

  Settings(String[] args, int from) {
    for (int i = from; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      values.put(args[i].substring(0, equals), args[i].substring(equals + 1));
    }
  }

  /** A value that has to be there. */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + "= among the arguments");
    }
    return value;
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(values.getOrDefault(name, "" + otherwise));
  }

  Peer.Kind kind() {
    return Peer.Kind.valueOf(text("kind", "PODS"));
  }

  Peer.Wire wire() {
    return Peer.Wire.valueOf(text("wire", "JSON"));
  }
}
