package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Namespace;
import io.kybern.client.Kubernetes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir Path directory;

  @Test
  void runsOnItsOwnServer() {
    Cli.Result result = Cli.in(directory).run("demo");
    assertEquals(0, result.code(), result.toString());
    assertEquals(14, result.lines().stream().filter(l -> l.startsWith("  ✓ ")).count());
    assertTrue(result.out().contains("All 14 steps were verified"), result.out());
    assertTrue(result.out().indexOf('\u001B') < 0, "colours without a terminal");
    assertEquals("", result.err());
  }

  @Test
  void leavesAnotherClusterAsItWas() {
    try (TestServer server = TestServer.start(directory);
        Kubernetes k8s = server.client()) {
      var configMaps = k8s.resources(ConfigMap.RESOURCE).namespace("default");
      configMaps.create(ConfigMap.builder().metadata(m -> m.name("mine").label("app.kubernetes.io/part-of", "shop")).build());
      k8s.coreV1().namespaces().create(Namespace.builder().metadata(m -> m.name("shop")).build());
      List<String> before = namespaces(k8s);
      Cli.Result result =
          Cli.in(directory).run("demo", "--kubeconfig", server.kubeconfig().toString());
      assertEquals(0, result.code(), result.toString());
      assertTrue(result.out().contains("Created namespace kybern-demo-"), result.out());
      assertTrue(result.out().contains(server.url()), result.out());
      assertEquals(before, namespaces(k8s));
      assertTrue(configMaps.find("mine").isPresent());
    }
  }

  @Test
  void cleansUpWhenInterrupted() {
    try (TestServer server = TestServer.start(directory);
        Kubernetes k8s = server.client()) {
      List<String> before = namespaces(k8s);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Console console =
          console(
              new PrintStream(out, false, StandardCharsets.UTF_8) {
                @Override
                public void print(String text) {
                  super.print(text);
                  if (text.contains("Scaled deployment")) {
                    Thread.currentThread().interrupt();
                  }
                }
              });
      int code = Kybern.run(console, "demo", "--kubeconfig", server.kubeconfig().toString());
      assertTrue(Thread.interrupted(), "the interrupt was forgotten");
      assertEquals(Kybern.INTERRUPTED, code, out.toString(StandardCharsets.UTF_8));
      assertEquals(before, namespaces(k8s));
    }
  }

  @Test
  void failsAndCleansUpWhenTheServerIsNotAsItShould() {
    try (TestServer server = TestServer.start(directory);
        Kubernetes k8s = server.client()) {
      List<String> before = namespaces(k8s);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Console console =
          console(
              new PrintStream(out, false, StandardCharsets.UTF_8) {
                @Override
                public void print(String text) {
                  super.print(text);
                  if (text.contains("Scaled deployment")) {
                    String namespace =
                        namespaces(k8s).stream().filter(n -> n.startsWith("kybern-demo-")).findAny().orElseThrow();
                    k8s.appsV1().deployments(namespace).delete("web");
                  }
                }
              });
      int code = Kybern.run(console, "demo", "--kubeconfig", server.kubeconfig().toString());
      assertEquals(1, code, out.toString(StandardCharsets.UTF_8));
      assertTrue(
          out.toString(StandardCharsets.UTF_8).contains("  ✗ patch with JSON operations: "),
          out.toString(StandardCharsets.UTF_8));
      assertEquals(before, namespaces(k8s));
    }
  }

  @Test
  void saysSoWhenThereIsNoServer() {
    TestServer server = TestServer.start(directory);
    String kubeconfig;
    try {
      kubeconfig = java.nio.file.Files.readString(server.kubeconfig());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    server.close();
    Path copy = directory.resolve("old");
    try {
      java.nio.file.Files.writeString(copy, kubeconfig);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Cli.Result result = Cli.in(directory).run("demo", "--kubeconfig", "old");
    assertEquals(1, result.code());
    assertTrue(
        result.out().contains("✗ reach the API server: The connection to the server was refused"),
        result.toString());
    assertEquals("error: the demo failed to reach the API server\n", result.err());
  }

  private Console console(PrintStream out) {
    return new Console(
        new ByteArrayInputStream(new byte[0]), out, System.err, directory, false);
  }

  private static List<String> namespaces(Kubernetes k8s) {
    return k8s.coreV1().namespaces().list().toList().stream().map(Namespace::name).sorted().toList();
  }
}
