package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Namespace;
import io.kybern.api.core.v1.Pod;
import io.kybern.apiserver.ApiServer;
import io.kybern.client.Kubernetes;
import io.kybern.client.config.Kubeconfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines of code that the README shows. */
class ReadmeTest {
  @Test
  void firstLines_work() {
    try (ApiServer server = ApiServer.start();
        Kubernetes k8s = Kubernetes.connect(Kubeconfig.parse(server.kubeconfig()).config())) {
      k8s.coreV1()
          .configMaps("default")
          .create(ConfigMap.builder().metadata(m -> m.name("hello")).data("a", "b").build());
      assertEquals("b", k8s.coreV1().configMaps("default").get("hello").data().get("a"));

      k8s.coreV1().namespaces().create(Namespace.builder().metadata(m -> m.name("shop")).build());
      k8s.coreV1()
          .pods("shop")
          .create(
              Pod.builder()
                  .metadata(m -> m.name("one"))
                  .spec(s -> s.container(c -> c.name("web").image("nginx:1.29")))
                  .build());
      List<String> lines = new ArrayList<>();
      for (Pod pod : k8s.coreV1().pods().list()) {
        lines.add(pod.namespace() + "/" + pod.name() + " " + pod.status().phase());
      }
      assertEquals(List.of("shop/one Pending"), lines);

      k8s.appsV1()
          .deployments("shop")
          .create(
              Deployment.builder()
                  .metadata(m -> m.name("web"))
                  .spec(
                      s ->
                          s.replicas(3)
                              .selector(l -> l.matchLabel("app", "web"))
                              .template(
                                  t ->
                                      t.metadata(m -> m.label("app", "web"))
                                          .spec(
                                              p -> p.container(c -> c.name("web").image("nginx")))))
                  .build());
      k8s.appsV1().deployments("shop").scale("web", 5);
      assertEquals(5, k8s.appsV1().deployments("shop").get("web").spec().replicas());
    }
  }
}
