package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.Kubernetes;
import io.kybern.client.Patch;
import io.kybern.client.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deleting, by file, by name, by label, and waiting. */
class DeleteTest {
  private static final String SHOP = Path.of("../examples/shop").toAbsolutePath().toString();

  @TempDir Path directory;
  private TestServer server;
  private Kubernetes k8s;

  @BeforeEach
  void start() {
    server = TestServer.start(directory);
    k8s = server.client();
  }

  @AfterEach
  void stop() {
    k8s.close();
    server.close();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static String configMap(String name, String data) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\ndata: " + data + "\n";
  }

  private Resources<ConfigMap> configMaps() {
    return k8s.resources(ConfigMap.RESOURCE).namespace("default");
  }

  @Test
  void deleteByFileNameAndLabel() throws IOException {
    server.succeed("apply", "-f", SHOP);
    assertEquals(
        "deployment.apps \"api\" deleted from shop namespace\n",
        server.succeed("delete", "deploy/api", "-n", "shop").out());
    assertEquals(
        List.of(
            "service \"api\" deleted from shop namespace",
            "service \"web\" deleted from shop namespace"),
        server.succeed("delete", "svc", "api", "web", "-n", "shop").lines());
    Cli.Result absent = server.fail("delete", "svc", "api", "db", "-n", "shop");
    assertEquals("service \"db\" deleted from shop namespace\n", absent.out());
    assertEquals("Error from server (NotFound): services \"api\" not found\n", absent.err());
    assertEquals(
        "configmap/web-config\n",
        server
            .succeed("delete", "cm", "-n", "shop", "-l", "app.kubernetes.io/name=web", "-o", "name")
            .out());
    Cli.Result ignored = server.succeed("delete", "svc", "api", "-n", "shop", "--ignore-not-found");
    assertEquals("", ignored.out() + ignored.err());
    Cli.Result rest = server.succeed("delete", "--ignore-not-found", "-f", SHOP);
    assertTrue(rest.lines().contains("namespace \"shop\" deleted"), rest.out());
    assertTrue(k8s.coreV1().namespaces().find("shop").isEmpty());
    Cli.Result unnamed = server.fail("delete", "cm");
    assertEquals("error: resource(s) were provided, but no name was specified\n", unnamed.err());
  }

  @Test
  void deleteWaitsForFinalizers() throws IOException {
    file(
        "cm.yaml",
        configMap("c", "{}").replace("name: c", "name: c\n  finalizers: [example.com/x]"));
    server.succeed("create", "-f", "cm.yaml");
    Cli.Result timedOut = server.fail("delete", "cm", "c", "--timeout", "50ms");
    assertEquals("error: timed out waiting for the condition on configmaps/c\n", timedOut.err());
    Patch unblock = Patch.json("[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]");
    Cli whileWaiting =
        Cli.in(directory)
            .watchedBy(
                text -> {
                  if (text.endsWith(" deleted from default namespace")) {
                    configMaps().patch("c", unblock);
                  }
                });
    Cli.Result waited = server.run(whileWaiting, "delete", "cm", "c");
    assertEquals(0, waited.code(), waited.toString());
    assertEquals(Optional.empty(), configMaps().find("c"));
  }
}
