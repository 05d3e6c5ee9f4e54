package io.kybern.conformance.both;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.conformance.TestServer;
import io.kybern.conformance.both.FieldPaths.FieldPath;
import io.kybern.conformance.kubectl.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kubectl says of the API is the same on both servers. */
class KubectlDiscoveryTest {
  @TempDir Path folder;

  /** One kubectl at both servers. */
  private record Pair(Path program, Kubectl embedded, Kubectl real) {
    void assertSame(String... arguments) throws IOException, InterruptedException {
      assertEquals(
          real.succeed(arguments),
          embedded.succeed(arguments),
          () -> program + " " + String.join(" ", arguments));
    }
  }

  private List<Pair> installed() throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (Path program : Kubectl.installed()) {
      pairs.add(
          new Pair(program, at(program, TestServer.embedded()), at(program, TestServer.real())));
    }
    return pairs;
  }

  private Kubectl at(Path program, TestServer server) throws IOException {
    Path home = Files.createTempDirectory(folder, server.toString());
    Path kubeconfig = Files.writeString(home.resolve("config"), server.cluster().kubeconfig());
    return new Kubectl(program, kubeconfig, home);
  }

  @Test
  void listsOfResourcesAndVersionsAreTheSame() throws Exception {
    for (Pair kubectl : installed()) {
      kubectl.assertSame("api-resources", "-o", "wide");
      kubectl.assertSame("api-resources", "-o", "name", "--sort-by=name");
      kubectl.assertSame("api-resources", "--categories=all");
      kubectl.assertSame("api-versions");
    }
  }

  @Test
  void explanationsAreTheSame() throws Exception {
    long seed = Long.getLong("kybern.seed", System.nanoTime());
    System.out.println("seed of the field paths: " + seed);
    List<FieldPath> paths = FieldPaths.choose(TestServer.real().wire(), new Random(seed), 2);
    assertTrue(paths.size() >= 200, () -> "paths: " + paths.size());
    for (Pair kubectl : installed()) {
      kubectl.real().succeed("api-versions"); // fills the cache, which all the others share
      kubectl.embedded().succeed("api-versions");
      List<String> differences =
          paths.parallelStream()
              .map(path -> difference(kubectl, path))
              .filter(s -> !s.isEmpty())
              .toList();
      assertEquals(
          List.of(), differences, () -> kubectl.program() + " of " + paths.size() + " paths");
    }
  }

  /** What differs between the explanations of a field, nothing if they are the same. */
  private static String difference(Pair kubectl, FieldPath path) {
    List<String> command =
        new ArrayList<>(List.of("explain", path.path(), "--api-version=" + path.apiVersion()));
    if (path.path().length() % 4 == 0) {
      command.add("--recursive");
    }
    String[] arguments = command.toArray(String[]::new);
    try {
      List<String> real = withoutProse(kubectl.real().run(arguments));
      List<String> embedded = withoutProse(kubectl.embedded().run(arguments));
      return real.equals(embedded)
          ? ""
          : String.join(" ", command) + "\nreal " + real + "\nours " + embedded + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Exit code, errors, and of the output all lines that are no description. */
  private static List<String> withoutProse(Kubectl.Result result) {
    List<String> kept = new ArrayList<>(List.of("exit " + result.code(), result.err()));
    boolean values = false;
    for (String line : result.lines()) {
      values = line.equals("ENUM:") || values && line.startsWith("    ");
      boolean header = !line.isEmpty() && !line.startsWith(" ") && line.contains(":");
      boolean field = line.contains("\t<") || line.stripLeading().startsWith("enum: ");
      if (header || field || values) {
        kept.add(line);
      }
    }
    return kept;
  }
}
