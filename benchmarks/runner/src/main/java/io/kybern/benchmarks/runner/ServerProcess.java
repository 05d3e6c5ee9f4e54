package io.kybern.benchmarks.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;

/** The server with prepared data, in a process of its own. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final String plain;
  private final String tls;

  private ServerProcess(Process process, String plain, String tls) {
    this.process = process;
    this.plain = plain;
    this.tls = tls;
  }

  static ServerProcess start(Path java, Path benchmarks, Path data, Path keyStore)
      throws IOException {
    Process process =
        new ProcessBuilder(
                java.resolve("bin/java").toString(),
                "-Xmx3g",
                "-XX:+UseSerialGC",
                "-cp",
                benchmarks.resolve("server/target/benchmarks-server-1.jar").toString(),
                "io.kybern.benchmarks.server.Server",
                data.toString(),
                keyStore.toString(),
                Setup.PASSWORD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader reader = process.inputReader();
    String line = reader.readLine();
    if (line == null || !line.startsWith("ready ")) {
      throw new IOException("the server did not start: " + line);
    }
    String[] ports = line.split(" ");
    return new ServerProcess(
        process, "http://127.0.0.1:" + ports[1], "https://127.0.0.1:" + ports[2]);
  }

  String plain() {
    return plain;
  }

  String tls() {
    return tls;
  }

  /** Makes the list of ConfigMaps that long. */
  void configMaps(int count) throws IOException {
    URI uri = URI.create(plain + "/control/configmaps?count=" + count);
    try (InputStream in = uri.toURL().openStream()) {
      in.readAllBytes();
    }
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
  }
}
