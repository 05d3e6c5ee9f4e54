package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.ConfigMapList;
import io.kybern.api.meta.v1.PartialObjectMetadataList;
import io.kybern.api.meta.v1.Status;
import io.kybern.apiserver.Api.Reply;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WatchStream;
import io.kybern.model.wire.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As kube-apiserver 1.37.1 answers with its gate CBORServingAndStorage on, and with it off. */
class CborTest {
  private static final String CBOR = "application/cbor";
  private static final String AGGREGATED =
      CBOR + ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final String MEDIA_TYPES =
      "application/json, application/yaml, application/vnd.kubernetes.protobuf";

  private final Codec codec = Codec.eager();
  private final Api on = new Api(ApiServer.builder().cbor(true).start());
  private final Api off = new Api();

  @AfterEach
  void close() {
    on.close();
    off.close();
  }

  private static ApiRequest get(String path, String accept) {
    return ApiRequest.get(path).withHeader("Accept", accept);
  }

  private static Object tree(Reply reply, int code, String contentType) {
    assertEquals(code, reply.code());
    assertEquals(contentType, reply.response().header("Content-Type"));
    return Codec.cborToTree(reply.bytes());
  }

  private static Status status(Reply reply, int code) {
    tree(reply, code, CBOR);
    return Codec.eager().read(Status.TYPE, WireFormat.CBOR, reply.bytes());
  }

  private static byte[] configMap(String name) {
    return Codec.write(
        ConfigMap.builder().metadata(m -> m.name(name)).data(Map.of("k", "v")).build(),
        WireFormat.CBOR);
  }

  private Reply create(byte[] body) {
    return on.send(ApiRequest.post(Api.CONFIG_MAPS, CBOR, body).withHeader("Accept", CBOR));
  }

  @Test
  void takesAndGivesObjects() {
    Reply created = create(configMap("a"));
    tree(created, 201, CBOR);
    ConfigMap read = codec.read(ConfigMap.TYPE, WireFormat.CBOR, created.bytes());
    assertEquals("v", read.data().get("k"));
    assertNotNull(read.uid());
    Reply list = on.send(get(Api.CONFIG_MAPS, CBOR));
    assertEquals(
        List.of(read), codec.read(ConfigMapList.TYPE, WireFormat.CBOR, list.bytes()).items());
    // The tag at the start is no must.
    byte[] plain = configMap("b");
    Reply bare = create(java.util.Arrays.copyOfRange(plain, 3, plain.length));
    tree(bare, 201, CBOR);
    Reply json = on.send(get(Api.CONFIG_MAPS + "/b", "application/json"));
    assertEquals("v", json.at("data", "k"));
    byte[] options = Codec.treeToCbor(Map.of("propagationPolicy", "Background"));
    ApiRequest delete =
        ApiRequest.delete(Api.CONFIG_MAPS + "/b")
            .withBody(CBOR, options)
            .withHeader("Accept", CBOR);
    assertEquals("Success", status(on.send(delete), 200).status());
  }

  @Test
  void watchesAreSequences() throws IOException {
    create(configMap("a"));
    Reply watch = on.send(get(Api.CONFIG_MAPS + "?watch=1&timeoutSeconds=1", CBOR));
    assertEquals(200, watch.code());
    assertEquals("application/cbor-seq", watch.response().header("Content-Type"));
    try (WatchStream<ConfigMap> events =
        codec.readWatch(ConfigMap.TYPE, WireFormat.CBOR, new ByteArrayInputStream(watch.bytes()))) {
      WatchStream.Event<ConfigMap> event = events.next();
      assertNotNull(event);
      assertEquals("ADDED", event.type());
      assertEquals("a", event.object().name());
      assertNull(events.next());
    }
    // Nobody asks for the sequence by its name, and no table is CBOR.
    for (String accept : List.of("application/cbor-seq", CBOR + ";as=Table;v=v1;g=meta.k8s.io")) {
      for (String query : List.of("", "?watch=1")) {
        on.send(get(Api.CONFIG_MAPS + query, accept))
            .expect(
                406,
                "NotAcceptable",
                "only the following media types are accepted: " + MEDIA_TYPES + ", " + CBOR);
      }
    }
  }

  @Test
  void showsMetadataAlone() {
    create(configMap("a"));
    Reply list =
        on.send(get(Api.CONFIG_MAPS, CBOR + ";as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"));
    tree(list, 200, CBOR);
    PartialObjectMetadataList read =
        codec.read(PartialObjectMetadataList.TYPE, WireFormat.CBOR, list.bytes());
    assertEquals("a", read.items().get(0).name());
  }

  @Test
  void errorsAreCborToo() {
    assertEquals("NotFound", status(on.send(get(Api.CONFIG_MAPS + "/no", CBOR)), 404).reason());
    assertEquals("BadRequest", status(create(new byte[] {'g'}), 400).reason());
    byte[] unknown =
        Codec.treeToCbor(
            Map.of(
                "kind", "ConfigMap", "apiVersion", "v1", "metadata", Map.of("name", "c"), "x", 1));
    ApiRequest strict =
        ApiRequest.post(Api.CONFIG_MAPS + "?fieldValidation=Strict", CBOR, unknown)
            .withHeader("Accept", CBOR);
    Status refused = status(on.send(strict), 400);
    assertTrue(String.valueOf(refused.message()).contains("strict decoding error"));
    assertEquals(201, create(unknown).code());
    ApiRequest sequence =
        ApiRequest.post(Api.CONFIG_MAPS, "application/cbor-seq", configMap("d"))
            .withHeader("Accept", CBOR);
    assertEquals(
        "the body of the request was in an unknown format - accepted media types include: "
            + MEDIA_TYPES
            + ", "
            + CBOR,
        status(on.send(sequence), 415).message());
  }

  @Test
  void membersThatComeTwiceAreRefusedHoweverLenientTheClientWantsIt() {
    byte[] once = configMap("a");
    byte[] twice = new byte[once.length + 10];
    System.arraycopy(once, 0, twice, 0, once.length);
    twice[3]++; // one more member: kind, "x"
    System.arraycopy(
        new byte[] {0x44, 'k', 'i', 'n', 'd', 0x44, 'k', 'i', 'n', 'd'}, 0, twice, once.length, 10);
    ApiRequest request =
        ApiRequest.post(Api.CONFIG_MAPS + "?fieldValidation=Ignore", CBOR, twice)
            .withHeader("Accept", CBOR);
    assertEquals(400, on.send(request).code());
  }

  @Test
  void discoveryIsCbor() {
    for (String path : List.of("/api", "/apis", "/apis/apps", "/apis/apps/v1", "/api/v1")) {
      Object json = Codec.jsonToTree(on.send(get(path, "application/json")).bytes());
      assertEquals(json, tree(on.send(get(path, CBOR)), 200, CBOR), path);
    }
    Object groups = tree(on.send(get("/apis", AGGREGATED)), 200, AGGREGATED);
    assertEquals("APIGroupDiscoveryList", ((Map<?, ?>) groups).get("kind"));
    String openApi = on.send(ApiRequest.get("/openapi/v3/apis/apps/v1")).text();
    assertTrue(openApi.contains("\"application/cbor-seq\""));
    assertTrue(openApi.contains("\"application/apply-patch+cbor\""));
  }

  @Test
  void withoutTheOptionNothingIsCbor() {
    String representations = "406: Not Acceptable\n\nAvailable representations: " + MEDIA_TYPES;
    for (String path : List.of(Api.CONFIG_MAPS, Api.CONFIG_MAPS + "?watch=1")) {
      off.send(get(path, CBOR))
          .expect(
              406,
              "NotAcceptable",
              representations
                  + ", application/json;stream=watch,"
                  + " application/vnd.kubernetes.protobuf;stream=watch");
    }
    off.send(get(Api.CONFIG_MAPS + "/no", CBOR)).expect(406, "NotAcceptable", representations);
    off.send(get("/apis", CBOR))
        .expect(
            406, "NotAcceptable", "only the following media types are accepted: " + MEDIA_TYPES);
    Reply json = off.send(get(Api.CONFIG_MAPS, CBOR + ",application/json"));
    assertEquals("application/json", json.response().header("Content-Type"));
    off.send(ApiRequest.post(Api.CONFIG_MAPS, CBOR, configMap("a")))
        .expect(
            415,
            "UnsupportedMediaType",
            "the body of the request was in an unknown format - accepted media types include: "
                + MEDIA_TYPES);
    assertTrue(!off.send(ApiRequest.get("/openapi/v3/apis/apps/v1")).text().contains("cbor"));
  }
}
