package io.kybern.client.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InClusterTest {
  @TempDir Path mount;

  @BeforeEach
  void mountServiceAccount() throws IOException {
    Files.writeString(mount.resolve("token"), "t\n");
    Files.writeString(mount.resolve("ca.crt"), "pem");
    Files.writeString(mount.resolve("namespace"), "shop\n");
  }

  private static Map<String, String> environment(String host) {
    return Map.of("KUBERNETES_SERVICE_HOST", host, "KUBERNETES_SERVICE_PORT", "443");
  }

  @Test
  void readsWhatIsMounted() {
    RestConfig config = InCluster.load(environment("10.0.0.1"), mount);
    assertEquals("https://10.0.0.1:443", config.server().toString());
    assertEquals(mount.resolve("token"), config.tokenFile().orElseThrow());
    assertEquals(
        mount.resolve("ca.crt"), config.certificateAuthority().orElseThrow().file().orElseThrow());
    assertEquals("shop", config.namespace());
  }

  @Test
  void putsIpv6InBrackets() {
    assertEquals(
        "https://[fd00::1]:443", InCluster.load(environment("fd00::1"), mount).server().toString());
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    assertThrows(ConfigException.class, () -> InCluster.load(Map.of(), mount));
    Files.delete(mount.resolve("ca.crt"));
    ConfigException e =
        assertThrows(ConfigException.class, () -> InCluster.load(environment("10.0.0.1"), mount));
    assertTrue(e.getMessage().startsWith(mount.resolve("ca.crt").toString()), e.getMessage());
  }

  @Test
  void isUsedWhereThereIsNoKubeconfig() throws IOException {
    Map<String, String> environment =
        Map.of(
            "KUBERNETES_SERVICE_HOST", "10.0.0.1",
            "KUBERNETES_SERVICE_PORT", "443",
            "HOME", mount.toString());
    assertEquals("https://10.0.0.1:443", RestConfig.load(environment, mount).server().toString());
    Files.createDirectories(mount.resolve(".kube"));
    Files.writeString(mount.resolve(".kube/config"), "");
    assertEquals("https://10.0.0.1:443", RestConfig.load(environment, mount).server().toString());
    Files.writeString(
        mount.resolve(".kube/config"),
        """
        current-context: c
        contexts: [{name: c, context: {cluster: k}}]
        clusters: [{name: k, cluster: {server: "http://elsewhere"}}]
        """);
    assertEquals("http://elsewhere", RestConfig.load(environment, mount).server().toString());
  }

  @Test
  void saysWhereItLooked() {
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> RestConfig.load(Map.of("KUBECONFIG", "/no/such/file"), mount));
    assertTrue(e.getMessage().contains("/no/such/file"), e.getMessage());
  }
}
