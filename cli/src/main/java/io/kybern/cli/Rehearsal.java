package io.kybern.cli;

import io.kybern.apiserver.ApiServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs every command once, for no other purpose than to have the classes loaded that commands need.
 * The launcher lets the JVM keep these in an archive, from which later starts take them.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /** Takes no arguments; prints nothing. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("kybern-rehearsal-");
    try {
      rehearse(directory);
    } finally {
      delete(directory);
    }
  }

  private static void rehearse(Path directory) throws IOException {
    Path kubeconfig = directory.resolve("kubeconfig");
    Path manifest = directory.resolve("shop.yaml");
    StringBuilder shop = new StringBuilder();
    for (Manifest object : Shop.manifests("shop")) {
      byte[] json = JsonText.indented(object.object().content());
      shop.append("---\n").append(new String(json, StandardCharsets.UTF_8));
    }
    Files.writeString(manifest, shop);
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Console console =
        new Console(new ByteArrayInputStream(new byte[0]), nowhere, nowhere, directory, false);
    String file = manifest.toString();
    Kybern.run(console, "demo");
    Kybern.run(console, "convert", "--to", "json", file);
    Kybern.run(console, "convert", "--to", "protobuf", "--out", file + ".out", file);
    Kybern.run(console, "convert", "--to", "yaml", "--out", file + ".out", file);
    try (ApiServer server = ApiServer.builder().kubeconfig(kubeconfig).start()) {
      for (String line :
          List.of(
              "version",
              "api-resources",
              "apply -f " + file,
              "apply -f " + file,
              "get all -A",
              "get deploy -n shop -o yaml",
              "get deploy/web -n shop -o json",
              "get pods",
              "get deploy/absent",
              "delete -f " + file,
              "create -f " + file)) {
        Kybern.run(console, (line + " --kubeconfig " + kubeconfig).split(" "));
      }
    }
    Kybern.run(console, "get", "--help");
    Kybern.run(console, "get", "--unknown");
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
