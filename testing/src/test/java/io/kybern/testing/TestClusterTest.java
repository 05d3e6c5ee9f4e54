package io.kybern.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.Kubernetes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestClusterTest {
  @RegisterExtension static final ClusterExtension EMBEDDED = ClusterExtension.embedded();

  @Test
  void theExtensionGivesAClientAndItsCluster(Kubernetes k8s, TestCluster cluster) {
    k8s.coreV1()
        .configMaps("default")
        .create(ConfigMap.builder().metadata(m -> m.name("a")).data("b", "c").build());
    try (Kubernetes other = cluster.client()) {
      assertEquals("c", other.coreV1().configMaps("default").get("a").data().get("b"));
    }
    assertFalse(cluster.isReal());
  }
}
