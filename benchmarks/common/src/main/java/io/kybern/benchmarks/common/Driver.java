package io.kybern.benchmarks.common;

import java.io.BufferedReader;
import java.io.FileReader;

/**
 * One measurement of one peer in this process: {@code Driver MODE PEER_CLASS name=value…}. The
 * modes are the cases below; {@code benchmarks/README.md} says what each measures and how.
 */
public final class Driver {
  private Driver() {}

  public static void main(String[] args) throws Exception {
    Peer peer = (Peer) Class.forName(args[1]).getDeclaredConstructor().newInstance();
    Settings settings = new Settings(args, 2);
    if (args[0].equals("cold")) {
      cold(peer, settings);
    } else {
      Report report = new Report();
      switch (args[0]) {
        case "list" -> Lists.measure(peer, settings, report);
        case "decode" -> Codecs.decode(peer, settings, report);
        case "encode" -> Codecs.encode(peer, settings, report);
        case "hold" -> Holding.measure(peer, settings, report);
        case "watch" -> Watching.measure(peer, settings, report);
        case "get" -> SmallCalls.get(peer, settings, report);
        case "write" -> SmallCalls.write(peer, settings, report);
        default -> throw new IllegalArgumentException("no mode " + args[0]);
      }
      report.print();
    }
    System.exit(0); // clients keep threads
  }

  /**
   * The first answer of a fresh process. The runner takes the time from outside; nothing is loaded
   * here that a program would not load, apart from reading the processor time at the end.
   */
  private static void cold(Peer peer, Settings settings) throws Exception {
    peer.open(settings.text("url"), settings.text("authority", ""));
    String name = peer.getSmall(SmallCalls.NAME);
    try (BufferedReader stat = new BufferedReader(new FileReader("/proc/self/stat"))) {
      String line = stat.readLine();
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      // User and system time in hundredths of a second: fields 14 and 15 of proc(5).
      System.out.println(
          name + " " + 10 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12])));
    }
  }
}
