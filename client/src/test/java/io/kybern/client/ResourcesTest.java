package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.autoscaling.v1.Scale;
import io.kybern.api.core.v1.Binding;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Namespace;
import io.kybern.api.meta.v1.PartialObjectMetadata;
import io.kybern.api.meta.v1.Status;
import io.kybern.client.config.RestConfig;
import io.kybern.error.DecodeException;
import io.kybern.error.NotFoundException;
import io.kybern.model.ResourceType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  private static final ConfigMap MAP =
      ConfigMap.builder()
          .metadata(m -> m.name("web").namespace("shop").resourceVersion("7"))
          .data("a", "b")
          .build();
  private static final Status SUCCESS = Status.builder().status("Success").build();

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

  private static ConfigMap protobuf(TestServer.Got got) {
    assertEquals(Request.PROTOBUF, got.header("Content-Type"));
    return Codec.eager().read(ConfigMap.TYPE, WireFormat.PROTOBUF, got.body());
  }

  @Test
  void getAsksForProtobufFirst() throws Exception {
    server.then(TestServer.object(MAP));
    assertEquals(MAP, k8s.coreV1().configMaps("shop").get("web"));
    TestServer.Got got = server.take();
    assertEquals("GET /api/v1/namespaces/shop/configmaps/web", got.toString());
    assertEquals(Request.PROTOBUF_FIRST, got.header("Accept"));
    assertTrue(got.header("User-Agent").startsWith("kybern/"), got.header("User-Agent"));
    assertEquals("gzip", got.header("Accept-Encoding"));
    assertNull(got.header("Authorization"));
    assertNull(got.header("Content-Type"));
  }

  @Test
  void nothingButTheMetadata() throws Exception {
    PartialObjectMetadata metadata =
        PartialObjectMetadata.builder().metadata(MAP.metadata()).build();
    Resources<PartialObjectMetadata> maps =
        k8s.resources(ConfigMap.RESOURCE.metadataOnly()).namespace("shop");
    server.then(TestServer.object(metadata)).then(TestServer.object(SUCCESS));
    assertEquals(metadata, maps.get("web"));
    TestServer.Got got = server.take();
    assertEquals("GET /api/v1/namespaces/shop/configmaps/web", got.toString());
    String one = ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    assertEquals(
        "application/vnd.kubernetes.protobuf" + one + ",application/json" + one,
        got.header("Accept"));
    maps.format(WireFormat.JSON).deleteCollection(ListQuery.all());
    assertEquals(
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
        server.take().header("Accept"));
    assertThrows(IllegalArgumentException.class, () -> maps.create(metadata));
    assertThrows(IllegalArgumentException.class, () -> maps.update(metadata));
  }

  @Test
  void successAloneAnswersAWrite() {
    Binding binding =
        Binding.builder().metadata(m -> m.name("web")).target(t -> t.name("node")).build();
    var bindings = k8s.resources(Binding.RESOURCE).namespace("shop");
    server.then(TestServer.object(SUCCESS)).then(TestServer.object(SUCCESS));
    assertEquals(binding, bindings.create(binding));
    Unstructured tree = Unstructured.from(binding);
    var trees =
        k8s.resources(ResourceType.dynamic("v1", "Binding", "bindings", true)).namespace("shop");
    assertEquals(tree, trees.create(tree));
    server.then(TestServer.object(SUCCESS));
    assertThrows(DecodeException.class, () -> bindings.get("web"));
  }

  @Test
  void jsonByCallAndByClient() throws Exception {
    server.then(TestServer.object(MAP)).then(TestServer.object(MAP)).then(TestServer.object(MAP));
    Resources<ConfigMap> json = k8s.coreV1().configMaps("shop").generic().format(WireFormat.JSON);
    assertEquals(MAP, json.get("web"));
    assertEquals(Request.JSON, server.take().header("Accept"));
    json.create(MAP);
    TestServer.Got created = server.take();
    assertEquals(Request.JSON, created.header("Content-Type"));
    assertEquals("ConfigMap", ((Map<?, ?>) created.tree()).get("kind"));
    try (Kubernetes other =
        Kubernetes.connect(k8s.config().toBuilder().format(WireFormat.JSON).build())) {
      assertEquals(MAP, other.coreV1().configMaps("shop").get("web"));
      assertEquals(Request.JSON, server.take().header("Accept"));
    }
  }

  private static Object cbor(TestServer.Got got, String mediaType) {
    assertEquals(mediaType, got.header("Content-Type"));
    return Codec.cborToTree(got.body());
  }

  @Test
  void cborByCallAndByClient() throws Exception {
    Resources<ConfigMap> cbor = k8s.coreV1().configMaps("shop").generic().format(WireFormat.CBOR);
    server.then(TestServer.object(MAP)).then(TestServer.object(201, MAP));
    assertEquals(MAP, cbor.get("web"));
    assertEquals("application/cbor,application/json", server.take().header("Accept"));
    assertEquals(MAP, cbor.create(MAP));
    assertEquals(Codec.toTree(MAP), cbor(server.take(), "application/cbor"));
    RestConfig config = k8s.config().toBuilder().format(WireFormat.CBOR).build();
    try (Kubernetes other = Kubernetes.connect(config)) {
      server.then(TestServer.object(MAP)).then(TestServer.object(MAP));
      Resources<Unstructured> dynamic =
          other.resources(ResourceType.dynamic("v1", "ConfigMap")).namespace("shop");
      Unstructured tree = dynamic.get("web");
      assertEquals(Unstructured.from(MAP), tree);
      assertEquals(Request.CBOR_FIRST, server.take().header("Accept"));
      dynamic.update(tree);
      assertEquals(tree.content(), cbor(server.take(), "application/cbor"));
    }
    assertThrows(
        IllegalArgumentException.class, () -> k8s.config().toBuilder().format(WireFormat.YAML));
  }

  @Test
  void aServerThatReadsNoCborGetsJsonFromThenOn() throws Exception {
    Resources<ConfigMap> cbor = k8s.coreV1().configMaps("shop").generic().format(WireFormat.CBOR);
    server
        .then(TestServer.text(415, "no"))
        .then(TestServer.object(201, MAP))
        .then(TestServer.object(MAP))
        .then(TestServer.object(201, MAP));
    cbor.create(MAP);
    assertEquals(Request.CBOR, server.take().header("Content-Type"));
    assertEquals(Request.JSON, server.take().header("Content-Type"));
    cbor.apply(MAP, Apply.as("me"));
    assertEquals(Request.APPLY, server.take().header("Content-Type"));
    k8s.coreV1().configMaps("shop").create(MAP);
    assertEquals(Request.PROTOBUF, server.take().header("Content-Type"));
  }

  @Test
  void anApplyInCborHoldsWhatIsSet() throws Exception {
    Resources<ConfigMap> cbor = k8s.coreV1().configMaps("shop").generic().format(WireFormat.CBOR);
    server
        .then(TestServer.object(MAP))
        .then(TestServer.text(415, "no"))
        .then(TestServer.object(MAP));
    cbor.apply(MAP, Apply.as("me"));
    assertEquals(Codec.toTreeOfSetFields(MAP), cbor(server.take(), "application/apply-patch+cbor"));
    cbor.apply(MAP, Apply.as("me"));
    assertEquals(Request.APPLY_CBOR, server.take().header("Content-Type"));
    TestServer.Got again = server.take();
    assertEquals(Request.APPLY, again.header("Content-Type"));
    assertEquals(Codec.toTreeOfSetFields(MAP), again.tree());
  }

  @Test
  void errorsMayBeCbor() {
    Status status = Status.builder().status("Failure").code(404).reason("NotFound").build();
    server.then(TestServer.bytes(404, "application/cbor", Codec.write(status, WireFormat.CBOR)));
    NotFoundException missing =
        assertThrows(NotFoundException.class, () -> k8s.coreV1().configMaps("shop").get("web"));
    assertEquals(status, missing.status());
  }

  @Test
  void answersAreReadInTheFormatTheyHave() throws Exception {
    server.then(TestServer.bytes(200, Request.JSON, Codec.write(MAP, WireFormat.JSON)));
    assertEquals(MAP, k8s.coreV1().configMaps("shop").get("web"));
    server.then(TestServer.bytes(200, "", Codec.write(MAP, WireFormat.PROTOBUF)));
    assertEquals(MAP, k8s.coreV1().configMaps("shop").get("web"));
    server.then(TestServer.bytes(200, "text/html", "<html>log in</html>".getBytes()));
    assertThrows(DecodeException.class, () -> k8s.coreV1().configMaps("shop").get("web"));
  }

  @Test
  void createAndUpdate() throws Exception {
    server.then(TestServer.object(201, MAP)).then(TestServer.object(MAP));
    k8s.coreV1().configMaps().create(MAP, Write.as("me").dryRun());
    TestServer.Got created = server.take();
    assertEquals(
        "POST /api/v1/namespaces/shop/configmaps?dryRun=All&fieldManager=me", created.toString());
    assertEquals(MAP, protobuf(created));
    k8s.coreV1().configMaps("shop").update(MAP);
    TestServer.Got updated = server.take();
    assertEquals("PUT /api/v1/namespaces/shop/configmaps/web", updated.toString());
    assertEquals(MAP, protobuf(updated));
  }

  @Test
  void aServerThatReadsNoProtobufGetsJsonFromThenOn() throws Exception {
    server
        .then(TestServer.text(415, "no"))
        .then(TestServer.object(201, MAP))
        .then(TestServer.object(201, MAP));
    k8s.coreV1().configMaps("shop").create(MAP);
    assertEquals(Request.PROTOBUF, server.take().header("Content-Type"));
    assertEquals(Request.JSON, server.take().header("Content-Type"));
    k8s.coreV1().configMaps("shop").create(MAP);
    assertEquals(Request.JSON, server.take().header("Content-Type"));
  }

  @Test
  void objectsWithFieldsOfANewerVersionGoBackInTheFormatTheyCameIn() throws Exception {
    byte[] json =
        "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"web\"},\"brandNew\":1}"
            .getBytes();
    server.then(TestServer.bytes(200, Request.JSON, json)).then(TestServer.object(MAP));
    ConfigMap newer = k8s.coreV1().configMaps("shop").get("web");
    server.take();
    k8s.coreV1().configMaps("shop").update(newer);
    TestServer.Got updated = server.take();
    assertEquals(Request.JSON, updated.header("Content-Type"));
    assertEquals(1L, ((Map<?, ?>) updated.tree()).get("brandNew"));
  }

  @Test
  void patches() throws Exception {
    String[][] kinds = {
      {"application/json-patch+json", "[{\"op\":\"test\"}]"},
      {"application/merge-patch+json", "{\"data\":{\"a\":null}}"},
      {"application/strategic-merge-patch+json", "{\"data\":{\"a\":null}}"},
    };
    Patch[] patches = {
      Patch.json(kinds[0][1]), Patch.merge(kinds[1][1]), Patch.strategic(kinds[2][1])
    };
    for (int i = 0; i < kinds.length; i++) {
      server.then(TestServer.object(MAP));
      k8s.coreV1().configMaps("shop").patch("web", patches[i]);
      TestServer.Got got = server.take();
      assertEquals("PATCH /api/v1/namespaces/shop/configmaps/web", got.toString());
      assertEquals(kinds[i][0], got.header("Content-Type"));
      assertEquals(kinds[i][1], got.text());
    }
  }

  @Test
  void applySendsOnlyWhatIsSet() throws Exception {
    server.then(TestServer.object(MAP));
    k8s.coreV1()
        .configMaps()
        .apply(
            ConfigMap.builder()
                .metadata(m -> m.name("web").namespace("shop"))
                .data("a", "b")
                .build(),
            Apply.as("me").force());
    TestServer.Got got = server.take();
    assertEquals(
        "PATCH /api/v1/namespaces/shop/configmaps/web?fieldManager=me&force=true", got.toString());
    assertEquals("application/apply-patch+yaml", got.header("Content-Type"));
    assertEquals(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "ConfigMap",
            "metadata",
            Map.of("name", "web", "namespace", "shop"),
            "data",
            Map.of("a", "b")),
        got.tree());
  }

  @Test
  void deleteSendsItsOptionsInTheBody() throws Exception {
    server.then(TestServer.object(SUCCESS));
    assertTrue(
        k8s.coreV1()
            .configMaps("shop")
            .delete("web", Delete.background().grace(Duration.ofSeconds(3)))
            .isEmpty());
    TestServer.Got got = server.take();
    assertEquals("DELETE /api/v1/namespaces/shop/configmaps/web", got.toString());
    assertEquals(Request.JSON, got.header("Content-Type"));
    assertEquals(
        Map.of(
            "apiVersion", "v1",
            "kind", "DeleteOptions",
            "gracePeriodSeconds", 3L,
            "propagationPolicy", "Background"),
        got.tree());
  }

  @Test
  void deleteTellsWhetherTheObjectIsStillThere() {
    ConfigMap ending =
        MAP.withMetadata(
            MAP.metadata().toBuilder().deletionTimestamp(Instant.EPOCH).finalizer("f").build());
    server
        .then(TestServer.object(ending))
        .then(TestServer.object(MAP))
        .then(TestServer.bytes(200, "", new byte[0]));
    assertEquals(ending, k8s.coreV1().configMaps("shop").delete("web").orElseThrow());
    assertTrue(k8s.coreV1().configMaps("shop").delete("web").isEmpty());
    assertTrue(k8s.coreV1().configMaps("shop").delete("web").isEmpty());
  }

  @Test
  void deleteCollection() throws Exception {
    server.then(TestServer.object(SUCCESS));
    k8s.coreV1().configMaps("shop").deleteCollection(ListQuery.labels("a=b"), Delete.orphan());
    TestServer.Got got = server.take();
    assertEquals("DELETE /api/v1/namespaces/shop/configmaps?labelSelector=a%3Db", got.toString());
    assertEquals("Orphan", ((Map<?, ?>) got.tree()).get("propagationPolicy"));
  }

  @Test
  void findTellsAMissingObjectFromAMissingResource() {
    server.then(
        TestServer.json(
            404,
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"NotFound\","
                + "\"details\":{\"name\":\"web\",\"kind\":\"configmaps\"},\"code\":404}"));
    assertTrue(k8s.coreV1().configMaps("shop").find("web").isEmpty());
    server.then(TestServer.text(404, "404 page not found"));
    assertThrows(NotFoundException.class, () -> k8s.coreV1().configMaps("shop").find("web"));
    server.then(TestServer.object(MAP));
    assertEquals(MAP, k8s.coreV1().configMaps("shop").find("web").orElseThrow());
  }

  @Test
  void statusIsWrittenApart() throws Exception {
    Deployment deployment =
        Deployment.builder().metadata(m -> m.name("web").namespace("shop")).build();
    for (int i = 0; i < 4; i++) {
      server.then(TestServer.object(deployment));
    }
    Subresource<Deployment> status = k8s.appsV1().deployments("shop").status();
    status.get("web");
    status.update(deployment);
    status.patch("web", Patch.merge("{}"));
    status.apply(deployment, Apply.as("me"));
    String path = "/apis/apps/v1/namespaces/shop/deployments/web/status";
    assertEquals("GET " + path, server.take().toString());
    assertEquals("PUT " + path, server.take().toString());
    assertEquals("PATCH " + path, server.take().toString());
    assertEquals("PATCH " + path + "?fieldManager=me", server.take().toString());
  }

  @Test
  void scale() throws Exception {
    Scale scale = Scale.builder().metadata(m -> m.name("web")).spec(s -> s.replicas(5)).build();
    server.then(TestServer.object(scale)).then(TestServer.object(scale));
    assertEquals(5, k8s.appsV1().deployments("shop").scale("web", 5).spec().replicas());
    TestServer.Got got = server.take();
    assertEquals("PATCH /apis/apps/v1/namespaces/shop/deployments/web/scale", got.toString());
    assertEquals(Map.of("spec", Map.of("replicas", 5L)), got.tree());
    assertEquals(scale, k8s.resources(Deployment.RESOURCE).namespace("shop").scale("web"));
  }

  @Test
  void dynamicKindsSpeakJson() throws Exception {
    Unstructured widget =
        Unstructured.of(
            Map.of(
                "apiVersion",
                "example.com/v1",
                "kind",
                "Widget",
                "metadata",
                Map.of("name", "w", "namespace", "shop"),
                "spec",
                Map.of("size", 3L)));
    Resources<Unstructured> widgets =
        k8s.resources(ResourceType.dynamic("example.com/v1", "Widget"));
    server
        .then(TestServer.object(201, widget))
        .then(TestServer.object(widget))
        .then(TestServer.object(widget))
        .then(TestServer.object(widget));
    assertEquals(widget, widgets.create(widget));
    TestServer.Got created = server.take();
    assertEquals("POST /apis/example.com/v1/namespaces/shop/widgets", created.toString());
    assertEquals(Request.JSON, created.header("Accept"));
    assertEquals(widget.content(), created.tree());
    assertEquals(widget, widgets.namespace("shop").get("w"));
    widgets.apply(widget, Apply.as("me"));
    widgets.namespace("shop").subresource("status").update(widget);
    server.take();
    assertEquals(widget.content(), server.take().tree());
    assertEquals(
        "PUT /apis/example.com/v1/namespaces/shop/widgets/w/status", server.take().toString());
  }

  @Test
  void namespacesAreNeverGuessed() {
    assertThrows(IllegalStateException.class, () -> k8s.coreV1().configMaps().get("web"));
    assertThrows(
        IllegalStateException.class,
        () -> k8s.coreV1().configMaps().create(ConfigMap.builder().build()));
    assertThrows(
        IllegalArgumentException.class, () -> k8s.resources(Namespace.RESOURCE).namespace("shop"));
    assertThrows(
        IllegalArgumentException.class,
        () -> k8s.coreV1().configMaps("shop").update(ConfigMap.builder().build()));
    assertEquals(0, server.requests.size());
  }

  @Test
  void viewsDoNotChangeEachOther() {
    Resources<ConfigMap> all = k8s.resources(ConfigMap.RESOURCE);
    Resources<ConfigMap> shop = all.namespace("shop");
    assertTrue(all.namespace().isEmpty());
    assertEquals("shop", shop.namespace().orElseThrow());
    assertTrue(shop.allNamespaces().namespace().isEmpty());
    assertEquals("Resources[v1/configmaps in shop]", shop.toString());
  }

  @Test
  void managedFieldsCanBeLeftAway() {
    ConfigMap managed =
        MAP.withMetadata(
            MAP.metadata().toBuilder().managedField(f -> f.manager("someone")).build());
    server.then(TestServer.object(managed)).then(TestServer.object(managed));
    Resources<ConfigMap> maps = k8s.resources(ConfigMap.RESOURCE).namespace("shop");
    assertEquals(1, maps.get("web").metadata().managedFields().size());
    assertEquals(List.of(), maps.withoutManagedFields().get("web").metadata().managedFields());
  }

  @Test
  void rawPathsAndVersion() throws Exception {
    server
        .then(TestServer.text(200, "ok"))
        .then(
            TestServer.json(
                200, "{\"major\":\"1\",\"minor\":\"37\",\"gitVersion\":\"v1.37.1\",\"new\":{}}"));
    assertEquals("ok", k8s.raw().getText("/healthz?verbose"));
    assertEquals("GET /healthz?verbose", server.take().toString());
    ServerVersion version = k8s.version();
    assertEquals("v1.37.1", version.toString());
    assertEquals("37", version.minor());
    assertEquals("", version.platform());
    assertThrows(IllegalArgumentException.class, () -> k8s.raw().get("//elsewhere/x"));
    assertThrows(IllegalArgumentException.class, () -> k8s.raw().get("healthz"));
    server.then(TestServer.text(200, "streamed"));
    try (var in = k8s.raw().stream("/x", "text/plain")) {
      assertArrayEquals("streamed".getBytes(), in.readAllBytes());
    }
  }

  /** What comes after the host, even if it looks like another host, is part of every path. */
  @Test
  void serversBehindAPath() throws Exception {
    for (String path : List.of("", "/", "/k8s/clusters/c-1", "/k8s/a%2Fb", "//localhost:1/x")) {
      RestConfig config = RestConfig.builder(server.url() + path).build();
      try (Kubernetes client = Kubernetes.connect(config)) {
        String before = path.equals("/") ? "" : path;
        server.then(TestServer.object(MAP)).then(TestServer.text(200, "ok"));
        client.coreV1().configMaps("shop").get("web");
        assertEquals(before + "/api/v1/namespaces/shop/configmaps/web", server.take().target());
        String query = "?labelSelector=a%3Db%2Cc+in%20%28d%29&x=%25&y&z=a=b?c";
        client.raw().get("/api/v1/pods" + query);
        assertEquals(before + "/api/v1/pods" + query, server.take().target());
      }
    }
  }

  @Test
  void credentialsAndImpersonation() throws Exception {
    server.then(TestServer.object(MAP)).then(TestServer.object(MAP));
    var config =
        k8s.config().toBuilder()
            .token("tok\n")
            .compression(false)
            .impersonation(
                new io.kybern.client.config.Impersonation(
                    "jürgen", "7", List.of("a", "b"), Map.of("example.com/Scope", List.of("x"))))
            .build();
    try (Kubernetes other = Kubernetes.connect(config)) {
      other.coreV1().configMaps("shop").get("web");
    }
    TestServer.Got got = server.take();
    assertEquals("Bearer tok", got.header("Authorization"));
    assertEquals("identity", got.header("Accept-Encoding"));
    assertEquals("7", got.header("Impersonate-Uid"));
    assertEquals(List.of("a", "b"), got.headers().get("Impersonate-Group"));
    assertEquals("x", got.header("Impersonate-Extra-example.com%2fscope"));
    try (Kubernetes other = Kubernetes.connect(k8s.config().toBuilder().basic("u", "p").build())) {
      other.coreV1().configMaps("shop").get("web");
    }
    assertEquals("Basic dTpw", server.take().header("Authorization"));
  }

  @Test
  void nothingWorksAfterClose() {
    k8s.close();
    k8s.close();
    assertThrows(
        io.kybern.error.TransportException.class, () -> k8s.coreV1().configMaps("shop").get("web"));
    assertFalse(k8s.toString().isEmpty());
  }
}
