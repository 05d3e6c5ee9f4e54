package io.kybern.apiserver.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apidiscovery.v2.APIGroupDiscoveryList;
import io.kybern.api.meta.v1.APIGroupList;
import io.kybern.api.meta.v1.APIResourceList;
import io.kybern.apiserver.discovery.Discovery.Document;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.GroupVersion;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private final Discovery discovery = new Discovery(ApiFacts.load());

  @Test
  void aggregatedDocumentsSayWhatARealServerSays() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.addAll(aggregatedLines("/api"));
    lines.addAll(aggregatedLines("/apis"));
    assertEquals(served(), lines);
  }

  @Test
  void plainDocumentsSayWhatARealServerSays() throws IOException {
    List<String> lines = new ArrayList<>();
    for (GroupVersion groupVersion : ApiFacts.load().groupVersions()) {
      lines.addAll(plainLines(groupVersion));
    }
    assertEquals(served(), lines);
  }

  @Test
  void preferredVersionIsTheFirst() {
    for (Object item : list(tree("/apis", "").get("groups"))) {
      Map<String, Object> group = map(item);
      assertEquals(list(group.get("versions")).get(0), group.get("preferredVersion"));
      Map<String, Object> named = tree("/apis/" + group.get("name"), "");
      assertEquals("APIGroup", named.get("kind"));
      assertEquals(group.get("versions"), named.get("versions"));
    }
    assertEquals("autoscaling/v2", preferred("autoscaling"));
    assertEquals("resource.k8s.io/v1", preferred("resource.k8s.io"));
    assertEquals("lifecycle.k8s.io/v1alpha1", preferred("lifecycle.k8s.io"));
    assertEquals(List.of("v1"), tree("/api", "").get("versions"));
  }

  @Test
  void everyFormatSaysTheSame() {
    Document json = document("/apis/apps/v1", "application/json");
    Document yaml = document("/apis/apps/v1", "application/yaml");
    Document protobuf = document("/apis/apps/v1", "application/vnd.kubernetes.protobuf");
    assertEquals(Codec.jsonToTree(json.body()), Codec.yamlToTree(yaml.body()));
    APIResourceList read =
        Codec.eager().read(APIResourceList.TYPE, WireFormat.PROTOBUF, protobuf.body());
    assertEquals(Codec.eager().read(APIResourceList.TYPE, WireFormat.JSON, json.body()), read);
    assertEquals("application/vnd.kubernetes.protobuf", protobuf.contentType());

    Document aggregated = document("/apis", AGGREGATED.replace("json", "vnd.kubernetes.protobuf"));
    APIGroupDiscoveryList groups =
        Codec.eager().read(APIGroupDiscoveryList.TYPE, WireFormat.PROTOBUF, aggregated.body());
    assertEquals("apps", groups.items().get(1).metadata().name());

    Document plain = document("/apis", "application/vnd.kubernetes.protobuf");
    assertEquals(
        23,
        Codec.eager().read(APIGroupList.TYPE, WireFormat.PROTOBUF, plain.body()).groups().size());
  }

  @Test
  void formIsWhatTheClientLikesBest() {
    assertEquals(AGGREGATED, document("/apis", AGGREGATED + ",application/json").contentType());
    assertEquals(
        "application/json", document("/apis", "application/json," + AGGREGATED).contentType());
    assertEquals(
        AGGREGATED, document("/apis", "application/json;q=0.5," + AGGREGATED).contentType());
    assertEquals("application/json", document("/apis", "*/*").contentType());
    assertEquals("application/json", document("/apis", "").contentType());
    assertEquals("application/yaml", document("/api", "text/html,application/yaml").contentType());
    assertEquals(
        "application/json", document("/apis", "application/*;q=0.1, text/html").contentType());
    String old = AGGREGATED.replace("v=v2", "v=v2beta1");
    assertEquals("application/json", document("/apis", old + ",application/json").contentType());
    assertEquals(AGGREGATED, document("/apis", AGGREGATED + ";profile=nopeer").contentType());
  }

  @Test
  void formsThatAreNotServedAreRefused() {
    for (String accept :
        List.of("text/html", AGGREGATED.replace("v=v2", "v=v2beta1"), "application/json;q=0")) {
      Document document = document("/apis", accept);
      boolean nothingLeft = accept.endsWith("q=0");
      assertEquals(nothingLeft ? 200 : 406, document.code(), accept);
      if (!nothingLeft) {
        assertEquals("NotAcceptable", map(Codec.jsonToTree(document.body())).get("reason"));
      }
    }
    assertEquals(406, document("/apis/apps/v1", AGGREGATED).code());
  }

  @Test
  void aggregatedDocumentsHaveATagAndPlainOnesNone() {
    Document first = document("/apis", AGGREGATED);
    assertTrue(first.etag().matches("\"[0-9A-F]{64}\""), first.etag());
    assertSame(first, document("/apis", AGGREGATED));
    assertEquals(
        first.etag(),
        new Discovery(ApiFacts.load()).document("/apis", AGGREGATED).orElseThrow().etag());
    assertFalse(first.etag().equals(document("/api", AGGREGATED).etag()));
    assertEquals("", document("/apis", "").etag());
  }

  @Test
  void openApiIndexLeadsToADocumentForEachGroupVersion() {
    Map<String, Object> paths = map(tree("/openapi/v3", "application/json").get("paths"));
    for (GroupVersion groupVersion : ApiFacts.load().groupVersions()) {
      assertTrue(paths.containsKey(groupVersion.path()), groupVersion.path());
    }
    assertTrue(paths.keySet().containsAll(List.of("api", "apis", "apis/apps", "version")));
    paths.forEach(
        (path, entry) -> {
          String url = (String) map(entry).get("serverRelativeURL");
          assertTrue(url.startsWith("/openapi/v3/" + path + "?hash="), url);
          Document document = document("/openapi/v3/" + path, "application/json");
          assertEquals("\"" + url.substring(url.indexOf("hash=") + 5) + "\"", document.etag());
          assertEquals("3.0.0", map(Codec.jsonToTree(document.body())).get("openapi"));
        });
  }

  @Test
  void openApiComesInTheFormsThatAreServed() {
    assertEquals("2.0", tree("/openapi/v2", "").get("swagger"));
    String old = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    String now = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    assertEquals(now, document("/openapi/v2", old).contentType());
    assertSame(document("/openapi/v2", old), document("/openapi/v2", now));
    assertEquals("application/json", document("/openapi/v2", "*/*").contentType());
    assertEquals(406, document("/openapi/v2", "text/html").code());
    assertEquals("text/plain; charset=utf-8", document("/openapi/v3", now).contentType());
    assertEquals(406, document("/openapi/v3/api/v1", now.replace("v2", "v3")).code());
  }

  @Test
  void unknownPathsHaveNoDocument() {
    for (String path :
        List.of(
            "/",
            "/apis/nothing",
            "/apis/apps/v9",
            "/api/v2",
            "/api/v1/pods",
            "/apis/apps/v1/x",
            "/apis//v1",
            "/apis/extensions/v1beta1",
            "/apiss",
            "/openapi",
            "/openapi/v4",
            "/openapi/v3/apis/apps/v9")) {
      assertTrue(discovery.document(path, "").isEmpty(), path);
    }
    assertEquals(tree("/api/v1", ""), tree("/api/v1/", ""));
  }

  @Test
  void versionIsOneThatClientsUnderstand() {
    Map<String, Object> version = tree("/version", "text/html");
    assertEquals("1", version.get("major"));
    assertEquals("37", version.get("minor"));
    assertEquals("v1.37.1+kybern", version.get("gitVersion"));
    for (String name :
        List.of("gitCommit", "gitTreeState", "buildDate", "goVersion", "compiler", "platform")) {
      assertNotNull(version.get(name), name);
    }
  }

  private List<String> aggregatedLines(String path) {
    List<String> lines = new ArrayList<>();
    for (Object item : list(tree(path, AGGREGATED).get("items"))) {
      String group = (String) map(map(item).get("metadata")).getOrDefault("name", "-");
      for (Object version : list(map(item).get("versions"))) {
        assertEquals("Current", map(version).get("freshness"));
        lines.add("version " + group + " " + map(version).get("version"));
        for (Object resource : list(map(version).get("resources"))) {
          aggregatedResource(map(resource), lines);
        }
      }
    }
    return lines;
  }

  private static void aggregatedResource(Map<String, Object> resource, List<String> lines) {
    lines.add(
        "resource %s %s %s %s verbs=%s short=%s categories=%s"
            .formatted(
                resource.get("resource"),
                resource.get("singularResource"),
                map(resource.get("responseKind")).get("kind"),
                resource.get("scope"),
                joined(resource.get("verbs")),
                joined(resource.get("shortNames")),
                joined(resource.get("categories"))));
    for (Object subresource : list(resource.get("subresources"))) {
      Map<String, Object> kind = map(map(subresource).get("responseKind"));
      lines.add(
          "sub %s %s %s %s verbs=%s"
              .formatted(
                  map(subresource).get("subresource"),
                  orDash(kind.get("group")),
                  orDash(kind.get("version")),
                  kind.get("kind"),
                  joined(map(subresource).get("verbs"))));
    }
  }

  private List<String> plainLines(GroupVersion groupVersion) {
    List<String> lines = new ArrayList<>();
    lines.add("version " + orDash(groupVersion.group()) + " " + groupVersion.version());
    Map<String, Object> document = tree("/" + groupVersion.path(), "");
    assertEquals(groupVersion.apiVersion(), document.get("groupVersion"));
    for (Object entry : list(document.get("resources"))) {
      Map<String, Object> resource = map(entry);
      String name = (String) resource.get("name");
      int slash = name.indexOf('/');
      if (slash < 0) {
        lines.add(
            "resource %s %s %s %s verbs=%s short=%s categories=%s"
                .formatted(
                    name,
                    resource.get("singularName"),
                    resource.get("kind"),
                    (Boolean) resource.get("namespaced") ? "Namespaced" : "Cluster",
                    joined(resource.get("verbs")),
                    joined(resource.get("shortNames")),
                    joined(resource.get("categories"))));
      } else {
        lines.add(
            "sub %s %s %s %s verbs=%s"
                .formatted(
                    name.substring(slash + 1),
                    orDash(resource.get("group")),
                    orDash(resource.get("version")),
                    resource.get("kind"),
                    joined(resource.get("verbs"))));
      }
    }
    return lines;
  }

  private Object preferred(String group) {
    return map(tree("/apis/" + group, "").get("preferredVersion")).get("groupVersion");
  }

  private Document document(String path, String accept) {
    return discovery.document(path, accept).orElseThrow();
  }

  private Map<String, Object> tree(String path, String accept) {
    return map(Codec.jsonToTree(document(path, accept).body()));
  }

  private static List<String> served() throws IOException {
    try (InputStream in = DiscoveryTest.class.getResourceAsStream("served.txt")) {
      assertNotNull(in);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static Object orDash(Object text) {
    return text == null || text.equals("") ? "-" : text;
  }

  private static String joined(Object texts) {
    return String.join(",", list(texts).stream().map(String.class::cast).toList());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object tree) {
    return (Map<String, Object>) tree;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object tree) {
    return tree == null ? List.of() : (List<Object>) tree;
  }
}
