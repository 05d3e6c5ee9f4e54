package io.kybern.conformance.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.ApiResource;
import io.kybern.client.Discovery;
import io.kybern.client.Kubernetes;
import io.kybern.client.ListQuery;
import io.kybern.conformance.TestServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the client learns of a server's resources, and that it can use what it learnt. */
class DiscoveryTest {
  private final Kubernetes k8s = TestServer.shared().client();
  private final Discovery discovery = k8s.discovery();

  @Test
  void findsWhatAPersonMeans() {
    for (Map.Entry<String, String> name :
        Map.ofEntries(
                Map.entry("deploy", "apps/v1/deployments"),
                Map.entry("Deployment", "apps/v1/deployments"),
                Map.entry("deployments.apps", "apps/v1/deployments"),
                Map.entry("po", "v1/pods"),
                Map.entry("ev", "v1/events"),
                Map.entry("events.events.k8s.io", "events.k8s.io/v1/events"),
                Map.entry("cj", "batch/v1/cronjobs"),
                Map.entry("crd", "apiextensions.k8s.io/v1/customresourcedefinitions"),
                Map.entry("hpa", "autoscaling/v2/horizontalpodautoscalers"),
                Map.entry("hpa.v1.autoscaling", "autoscaling/v1/horizontalpodautoscalers"),
                Map.entry("netpol", "networking.k8s.io/v1/networkpolicies"))
            .entrySet()) {
      assertEquals(
          name.getValue(), discovery.find(name.getKey()).orElseThrow().toString(), name.getKey());
    }
    assertTrue(discovery.find("bananas").isEmpty());
    assertTrue(discovery.failures().isEmpty(), discovery.failures().toString());
  }

  @Test
  void categoriesAndSubresources() {
    assertTrue(
        discovery.inCategory("all").stream()
            .map(ApiResource::toString)
            .toList()
            .containsAll(List.of("v1/pods", "apps/v1/deployments", "batch/v1/jobs")));
    ApiResource deployments = discovery.find("deploy").orElseThrow();
    assertEquals(
        List.of("scale", "status"),
        deployments.subresources().stream().map(ApiResource.Sub::name).sorted().toList());
    assertTrue(deployments.supports("deletecollection"));
    assertFalse(discovery.find("selfsubjectreviews").orElseThrow().supports("list"));
  }

  @TestFactory
  Stream<DynamicTest> everythingThatCanBeListedIsListed() {
    return discovery.resources().stream()
        .filter(resource -> resource.supports("list"))
        .map(
            resource ->
                DynamicTest.dynamicTest(
                    resource.toString(),
                    () -> {
                      long typed = k8s.resources(resource.type()).list().stream().count();
                      long dynamic = k8s.resources(resource.dynamicType()).list().stream().count();
                      assertTrue(typed >= 0 && dynamic >= 0);
                      var table = k8s.resources(resource.dynamicType()).table(ListQuery.all());
                      assertFalse(table.columnDefinitions().isEmpty());
                    }));
  }

  @Test
  void tablesHaveTheColumnsOfTheServer() {
    var maps = k8s.resources(ConfigMap.RESOURCE).namespace("default");
    String name = TestServer.newName("table");
    maps.create(ConfigMap.builder().metadata(m -> m.name(name)).data("a", "1").build());
    var table = maps.table(name);
    assertEquals(
        List.of("Name", "Data", "Age"),
        table.columnDefinitions().stream().map(column -> column.name()).toList());
    assertEquals("\"" + name + "\"", table.rows().get(0).cells().get(0).text());
    assertEquals("1", table.rows().get(0).cells().get(1).text());
    maps.delete(name);
  }
}
