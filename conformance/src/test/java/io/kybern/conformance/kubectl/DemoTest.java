package io.kybern.conformance.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.conformance.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir Path directory;

  @Test
  void theDemoRunsAndCleansUp() throws Exception {
    TestServer server = TestServer.withControllers();
    List<String> before = namespaces(server);
    Path kubeconfig =
        Files.writeString(directory.resolve("kubeconfig"), server.cluster().kubeconfig());
    Kybern.Result result =
        new Kybern(kubeconfig, directory).run("demo", "--kubeconfig", kubeconfig.toString());
    assertEquals(0, result.code(), result.toString());
    assertTrue(result.out().contains("All 14 steps were verified"), result.out());
    assertTrue(result.out().contains(server.url()), result.out());
    assertEquals(before, namespaces(server));
  }

  private static List<String> namespaces(TestServer server) {
    return server.client().coreV1().namespaces().list().stream()
        .map(namespace -> namespace.name())
        .toList();
  }
}
