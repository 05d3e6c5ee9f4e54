package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Namespace;
import io.kybern.client.Kubernetes;
import java.io.IOException;
import java.nio.file.Files;
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
      configMaps.create(
          ConfigMap.builder()
              .metadata(m -> m.name("mine").label("app.kubernetes.io/part-of", "shop"))
              .build());
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
      Cli.Result result =
          Cli.in(directory)
              .watchedBy(
                  text -> {
                    if (text.contains("Scaled deployment")) {
                      Thread.currentThread().interrupt();
                    }
                  })
              .run("demo", "--kubeconfig", server.kubeconfig().toString());
      assertTrue(Thread.interrupted(), "the interrupt was forgotten");
      assertEquals(Kybern.INTERRUPTED, result.code(), result.toString());
      assertTrue(result.err().startsWith("Cleaned up: namespace kybern-demo-"), result.err());
      assertEquals(before, namespaces(k8s));
    }
  }

  @Test
  void failsAndCleansUpWhenTheServerIsNotAsItShould() {
    try (TestServer server = TestServer.start(directory);
        Kubernetes k8s = server.client()) {
      List<String> before = namespaces(k8s);
      Cli.Result result =
          Cli.in(directory)
              .watchedBy(
                  text -> {
                    if (text.contains("Scaled deployment")) {
                      k8s.appsV1().deployments(demoNamespace(k8s)).delete("web");
                    }
                  })
              .run("demo", "--kubeconfig", server.kubeconfig().toString());
      assertEquals(1, result.code(), result.toString());
      assertTrue(result.out().contains("  ✗ patch with JSON operations: "), result.out());
      assertTrue(
          result.err().endsWith("error: the demo failed to patch with JSON operations\n"),
          result.err());
      assertEquals(before, namespaces(k8s));
    }
  }

  @Test
  void saysSoWhenThereIsNoServer() throws IOException {
    Path old = directory.resolve("old");
    try (TestServer server = TestServer.start(directory)) {
      Files.copy(server.kubeconfig(), old);
    }
    Cli.Result result = Cli.in(directory).run("demo", "--kubeconfig", "old");
    assertEquals(1, result.code());
    assertTrue(
        result.out().contains("✗ reach the API server: The connection to the server was refused"),
        result.toString());
    assertEquals("error: the demo failed to reach the API server\n", result.err());
  }

  private static String demoNamespace(Kubernetes k8s) {
    return namespaces(k8s).stream()
        .filter(name -> name.startsWith("kybern-demo-"))
        .findAny()
        .orElseThrow();
  }

  private static List<String> namespaces(Kubernetes k8s) {
    return k8s.coreV1().namespaces().list().toList().stream()
        .map(Namespace::name)
        .sorted()
        .toList();
  }
}
