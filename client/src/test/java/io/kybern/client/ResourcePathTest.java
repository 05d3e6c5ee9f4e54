package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.core.v1.Node;
import io.kybern.api.core.v1.Pod;
import io.kybern.model.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePathTest {
  @Test
  void collectionsAndObjects() {
    assertEquals("/api/v1/pods", ResourcePath.collection(Pod.RESOURCE, null));
    assertEquals("/api/v1/namespaces/shop/pods", ResourcePath.collection(Pod.RESOURCE, "shop"));
    assertEquals("/api/v1/nodes/n1", ResourcePath.object(Node.RESOURCE, null, "n1"));
    assertEquals(
        "/apis/apps/v1/namespaces/shop/deployments/web/scale",
        ResourcePath.object(Deployment.RESOURCE, "shop", "web", "scale"));
  }

  @Test
  void pluralIsLowerCase() {
    assertEquals(
        "/apis/example.com/v1/widgets",
        ResourcePath.collection(
            ResourceType.dynamic("example.com/v1", "Widget", "Widgets", true), null));
  }

  @Test
  void namesAreEncoded() {
    assertEquals(
        "/api/v1/nodes/system:node", ResourcePath.object(Node.RESOURCE, null, "system:node"));
    assertEquals(
        "/api/v1/nodes/a%20b%3Fc%23d%C3%A4%F0%9F%90%99",
        ResourcePath.object(Node.RESOURCE, null, "a b?c#dä🐙"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/", "a%2fb", "%"})
  void segmentsCannotBeLeft(String segment) {
    assertThrows(
        IllegalArgumentException.class, () -> ResourcePath.object(Node.RESOURCE, null, segment));
    assertThrows(
        IllegalArgumentException.class, () -> ResourcePath.collection(Pod.RESOURCE, segment));
    assertThrows(
        IllegalArgumentException.class,
        () -> ResourcePath.object(Node.RESOURCE, null, "n1", segment));
  }

  @Test
  void pathsBelowAProxyKeepTheirShape() {
    StringBuilder path = new StringBuilder("/x");
    ResourcePath.below(path, "/metrics/cadvisor/");
    assertEquals("/x/metrics/cadvisor/", path.toString());
    assertThrows(
        IllegalArgumentException.class, () -> ResourcePath.below(new StringBuilder(), "a/../b"));
  }
}
