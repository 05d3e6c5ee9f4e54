package io.kybern.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a run needs before it can measure. */
final class Setup {
  /** Of a key that is made for each checkout and protects nothing. */
  static final String PASSWORD = "changeit";

  private final Path benchmarks;
  private final Path java;
  private final Processes processes;

  Setup(Path benchmarks, Path java, Processes processes) {
    this.benchmarks = benchmarks;
    this.java = java;
    this.processes = processes;
  }

  /** The folder with that many objects; made on first use. */
  Path data(int count) throws IOException, InterruptedException {
    int seed = 42;
    Path folder = benchmarks.resolve("target/data/" + count + "-" + seed);
    if (!Files.exists(folder.resolve("done"))) {
      System.err.println("making " + count + " objects of each kind, seed " + seed);
      Path module = benchmarks.resolve("data/target");
      tool(
          "java",
          "-cp",
          module.resolve("benchmarks-data-1.jar") + ":" + module.resolve("lib") + "/*",
          "io.kybern.benchmarks.data.Generate",
          folder.toString(),
          "" + count,
          "" + seed);
    }
    return folder;
  }

  /** The server's key; made on first use. */
  Path keyStore() throws IOException, InterruptedException {
    Path store = benchmarks.resolve("target/tls.p12");
    if (!Files.exists(store)) {
      tool(
          "keytool -genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=127.0.0.1"
              + " -ext san=ip:127.0.0.1 -validity 3650 -storetype PKCS12 -storepass "
              + PASSWORD
              + " -keystore",
          store.toString());
    }
    return store;
  }

  /** The certificate that the server's key has signed. */
  Path authority() throws IOException, InterruptedException {
    Path file = benchmarks.resolve("target/ca.crt");
    Path store = keyStore();
    if (!Files.exists(file)) {
      tool(
          "keytool -exportcert -rfc -alias server -storepass " + PASSWORD + " -keystore",
          store.toString(),
          "-file",
          file.toString());
    }
    return file;
  }

  private void tool(String command, String... more) throws IOException, InterruptedException {
    List<String> words = Stream.concat(Stream.of(command.split(" ")), Stream.of(more)).toList();
    List<String> all =
        Stream.concat(
                Stream.of(java.resolve("bin").resolve(words.get(0)).toString()),
                words.stream().skip(1))
            .toList();
    Processes.Outcome outcome = processes.run(all, 600);
    if (outcome.code() != 0) {
      throw new IOException(words.get(0) + ": " + outcome.errors() + outcome.output());
    }
  }

  /** A JDK 25 or newer: {@code JAVA25_HOME}, else one where Linux keeps them; or {@code null}. */
  static Path newerJava() throws IOException {
    String home = System.getenv("JAVA25_HOME");
    if (home != null) {
      return Path.of(home);
    }
    Path folder = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(folder)) {
      return null;
    }
    try (Stream<Path> homes = Files.list(folder)) {
      for (Path candidate : homes.sorted().toList()) {
        Path release = candidate.resolve("release");
        if (Files.exists(release) && Files.readString(release).contains("JAVA_VERSION=\"25")) {
          return candidate;
        }
      }
    }
    return null;
  }
}
