package io.kybern.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Facts that figures depend on. No names of hosts, users or folders. */
final class Machine {
  private Machine() {}

  static Map<String, Object> facts(Path java, Path newer) throws IOException {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("processor", fact("/proc/cpuinfo", "model name"));
    facts.put("processors", Runtime.getRuntime().availableProcessors());
    facts.put("memory", fact("/proc/meminfo", "MemTotal"));
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("java", release(java));
    if (newer != null) {
      facts.put("newerJava", release(newer));
    }
    return facts;
  }

  /** How many processes wanted to run in the last minute: a busy machine spoils figures. */
  static double load() throws IOException {
    Path file = Path.of("/proc/loadavg");
    return Files.exists(file) ? Double.parseDouble(Files.readString(file).split(" ")[0]) : -1;
  }

  private static String fact(String file, String name) throws IOException {
    if (Files.exists(Path.of(file))) {
      for (String line : Files.readAllLines(Path.of(file))) {
        if (line.startsWith(name)) {
          return line.substring(line.indexOf(':') + 1).trim();
        }
      }
    }
    return "unknown";
  }

  private static String release(Path home) throws IOException {
    Path file = home.resolve("release");
    if (!Files.exists(file)) {
      return System.getProperty("java.vendor") + " " + System.getProperty("java.version");
    }
    Properties release = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      release.load(reader);
    }
    String text = release.getProperty("IMPLEMENTOR") + " " + release.getProperty("JAVA_VERSION");
    return text.replace("\"", "");
  }
}
