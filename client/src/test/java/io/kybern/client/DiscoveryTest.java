package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.model.ResourceType;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private static final String AGGREGATED_TYPE =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final String CORE =
      """
      {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","metadata":{},"items":[
       {"metadata":{},"versions":[{"version":"v1","freshness":"Current","resources":[
        {"resource":"pods","responseKind":{"group":"","version":"v1","kind":"Pod"},"scope":"Namespaced",
         "singularResource":"pod","verbs":["get","list","watch"],"shortNames":["po"],"categories":["all"],
         "subresources":[{"subresource":"eviction",
          "responseKind":{"group":"policy","version":"v1","kind":"Eviction"},"verbs":["create"]}]},
        {"resource":"events","responseKind":{"group":"","version":"v1","kind":"Event"},
         "scope":"Namespaced","singularResource":"event","verbs":["list"],"shortNames":["ev"]}]}]}]}
      """;
  private static final String GROUPS =
      """
      {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","metadata":{},"items":[
       {"metadata":{"name":"apps"},"versions":[{"version":"v1","freshness":"Current","resources":[
        {"resource":"deployments","responseKind":{"group":"apps","version":"v1","kind":"Deployment"},
         "scope":"Namespaced","singularResource":"deployment","verbs":["get","list"],
         "shortNames":["deploy"],"categories":["all"]}]}]},
       {"metadata":{"name":"events.k8s.io"},"versions":[{"version":"v1","freshness":"Current",
        "resources":[{"resource":"events",
         "responseKind":{"group":"events.k8s.io","version":"v1","kind":"Event"},
         "scope":"Namespaced","singularResource":"event","verbs":["list"],"shortNames":["ev"]}]}]},
       {"metadata":{"name":"example.com"},"versions":[
        {"version":"v2","freshness":"Current","resources":[{"resource":"widgets",
         "responseKind":{"group":"example.com","version":"v2","kind":"Widget"},
         "scope":"Cluster","singularResource":"widget","verbs":["get"]}]},
        {"version":"v1","freshness":"Stale","resources":[{"resource":"widgets",
         "responseKind":{"group":"example.com","version":"v1","kind":"Widget"},
         "scope":"Cluster","singularResource":"widget","verbs":["get"]}]}]}]}
      """;

  private TestServer server;
  private Kubernetes k8s;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start();
    k8s = server.client();
  }

  @AfterEach
  void stop() {
    k8s.close();
    server.close();
  }

  private Discovery aggregated() {
    server
        .then(TestServer.bytes(200, AGGREGATED_TYPE, CORE.getBytes()))
        .then(TestServer.bytes(200, AGGREGATED_TYPE, GROUPS.getBytes()));
    return k8s.discovery();
  }

  @Test
  void twoRequestsWhereTheServerAggregates() throws Exception {
    Discovery discovery = aggregated();
    assertEquals(2, server.requests.size());
    TestServer.Got got = server.take();
    assertEquals("GET /api", got.toString());
    assertTrue(
        got.header("Accept")
            .startsWith(
                AGGREGATED_TYPE.replace(
                    ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", "")),
        got.header("Accept"));
    assertEquals("GET /apis", server.take().toString());
    assertEquals(
        List.of("", "apps", "events.k8s.io", "example.com"),
        discovery.groups().stream().map(ApiGroup::name).toList());
    ApiResource pods = discovery.find("po").orElseThrow();
    assertEquals("v1/pods", pods.toString());
    assertTrue(pods.supports("watch"));
    assertEquals(
        new ApiResource.Sub("eviction", "policy", "v1", "Eviction", List.of("create")),
        pods.subresources().get(0));
    assertEquals(Set.of("example.com/v1"), discovery.failures().keySet());
    assertEquals(
        List.of("example.com/v2", "example.com/v1"), discovery.groups().get(3).apiVersions());
  }

  @Test
  void findsWhatAPersonMeans() {
    Discovery discovery = aggregated();
    for (String name :
        List.of(
            "deploy",
            "deployments",
            "deployment",
            "Deployment",
            "DEPLOY",
            "deployments.apps",
            "deploy.apps",
            "deployments.v1.apps")) {
      assertEquals("apps/v1/deployments", discovery.find(name).orElseThrow().toString(), name);
    }
    assertEquals("v1/events", discovery.find("events").orElseThrow().toString());
    assertEquals(
        "events.k8s.io/v1/events", discovery.find("ev.events.k8s.io").orElseThrow().toString());
    assertEquals("example.com/v2/widgets", discovery.find("widget").orElseThrow().toString());
    assertEquals(
        "example.com/v1/widgets",
        discovery.find("widgets.v1.example.com").orElseThrow().toString());
    assertEquals(
        "example.com/v1/widgets",
        discovery.find("example.com/v1", "Widget").orElseThrow().toString());
    assertTrue(discovery.find("nothing").isEmpty());
    assertTrue(discovery.find("pods.apps").isEmpty());
    assertTrue(discovery.find("").isEmpty());
  }

  @Test
  void eachResourceOnceInThePreferredVersion() {
    Discovery discovery = aggregated();
    assertEquals(
        List.of(
            "v1/pods",
            "v1/events",
            "apps/v1/deployments",
            "events.k8s.io/v1/events",
            "example.com/v2/widgets"),
        discovery.preferredResources().stream().map(ApiResource::toString).toList());
    assertEquals(
        List.of("v1/pods", "apps/v1/deployments"),
        discovery.inCategory("all").stream().map(ApiResource::toString).toList());
    assertEquals(6, discovery.resources().size());
  }

  @Test
  void givesTypesForTheClient() {
    Discovery discovery = aggregated();
    assertSame(Deployment.RESOURCE, discovery.find("deploy").orElseThrow().type());
    assertEquals(
        ResourceType.dynamic("example.com/v2", "Widget", "widgets", false),
        discovery.find("widgets").orElseThrow().type());
  }

  @Test
  void oneRequestPerVersionWhereItDoesNot() {
    server
        .then(TestServer.json(200, "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}"))
        .then(
            TestServer.json(
                200,
                """
                {"kind":"APIResourceList","groupVersion":"v1","resources":[
                 {"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod",
                  "verbs":["get"],"shortNames":["po"],"categories":["all"]},
                 {"name":"pods/eviction","singularName":"","namespaced":true,"group":"policy",
                  "version":"v1","kind":"Eviction","verbs":["create"]},
                 {"name":"pods/log","singularName":"","namespaced":true,"kind":"Pod",
                  "verbs":["get"]}]}
                """))
        .then(
            TestServer.json(
                200,
                """
                {"kind":"APIGroupList","apiVersion":"v1","groups":[
                 {"name":"example.com","versions":[
                  {"groupVersion":"example.com/v1","version":"v1"},
                  {"groupVersion":"example.com/v2","version":"v2"}],
                  "preferredVersion":{"groupVersion":"example.com/v2","version":"v2"}}]}
                """))
        .then(
            TestServer.json(
                200,
                """
                {"kind":"APIResourceList","groupVersion":"example.com/v2","resources":[
                 {"name":"widgets","singularName":"widget","namespaced":false,"kind":"Widget",
                  "verbs":["get"]}]}
                """))
        .then(TestServer.text(503, "service unavailable"));
    Discovery discovery = k8s.discovery();
    assertEquals(
        List.of("v1/pods", "example.com/v2/widgets"),
        discovery.resources().stream().map(ApiResource::toString).toList());
    assertEquals(
        List.of(
            new ApiResource.Sub("eviction", "policy", "v1", "Eviction", List.of("create")),
            new ApiResource.Sub("log", "", "v1", "Pod", List.of("get"))),
        discovery.find("pods").orElseThrow().subresources());
    assertEquals(Set.of("example.com/v1"), discovery.failures().keySet());
    assertEquals(List.of("v2", "v1"), discovery.groups().get(1).versions());
  }

  @Test
  void aServerWithoutCoreGroup() {
    server
        .then(TestServer.text(404, "404 page not found"))
        .then(TestServer.bytes(200, AGGREGATED_TYPE, GROUPS.getBytes()));
    assertEquals(3, k8s.discovery().groups().size());
  }
}
