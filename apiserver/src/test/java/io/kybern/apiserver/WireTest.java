package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.ConfigMapList;
import io.kybern.api.meta.v1.PartialObjectMetadata;
import io.kybern.api.meta.v1.Status;
import io.kybern.apiserver.Api.Reply;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WireTest {
  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  private final Codec codec = Codec.eager();
  private final Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  @ParameterizedTest
  @EnumSource(value = WireFormat.class, names = "CBOR", mode = EnumSource.Mode.EXCLUDE)
  void takesAndGivesEveryFormat(WireFormat format) {
    ConfigMap sent = ConfigMap.builder().metadata(m -> m.name("a")).data(Map.of("k", "v")).build();
    ApiRequest request =
        ApiRequest.post(Api.CONFIG_MAPS, format.mediaType(), Codec.write(sent, format))
            .withHeader("Accept", format.mediaType());
    Reply created = api.send(request).expect(201);
    assertEquals(format.mediaType(), created.response().header("Content-Type"));
    ConfigMap read = codec.read(ConfigMap.TYPE, format, created.bytes());
    assertEquals("v", read.data().get("k"));
    assertNotNull(read.uid());
    Reply list = api.send(ApiRequest.get(Api.CONFIG_MAPS).withHeader("Accept", format.mediaType()));
    assertEquals(List.of(read), codec.read(ConfigMapList.TYPE, format, list.bytes()).items());
    Reply error = api.send(request).expect(409);
    assertEquals(format.mediaType(), error.response().header("Content-Type"));
    assertEquals("AlreadyExists", codec.read(Status.TYPE, format, error.bytes()).reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*|application/json",
        "text/html,*/*;q=0.1|application/json",
        "application/json;q=0.5,application/yaml|application/yaml",
        "application/cbor,application/vnd.kubernetes.protobuf,application/json|"
            + "application/vnd.kubernetes.protobuf",
        "application/json; charset=utf-8|application/json"
      })
  void negotiates(String accept, String contentType) {
    Reply reply = api.send(ApiRequest.get("/api/v1/namespaces").withHeader("Accept", accept));
    assertEquals(contentType, reply.expect(200).response().header("Content-Type"));
  }

  @Test
  void refusesWhatItCannotGive() {
    for (String accept :
        List.of(
            PROTOBUF + ";as=Table;v=v1;g=meta.k8s.io",
            "application/json;as=Table;v=v2;g=meta.k8s.io",
            "application/json;as=Poem;v=v1;g=meta.k8s.io")) {
      api.send(ApiRequest.get("/api/v1/namespaces").withHeader("Accept", accept))
          .expect(
              406,
              "NotAcceptable",
              "only the following media types are accepted: application/json, application/yaml, "
                  + PROTOBUF);
    }
    // A path that has nothing in any of the types that are named is not even asked.
    String representations =
        "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, "
            + PROTOBUF;
    for (String accept : List.of("text/html", "application/*", "text/*;q=1", "*/json")) {
      api.send(ApiRequest.get("/api/v1/namespaces").withHeader("Accept", accept))
          .expect(
              406,
              "NotAcceptable",
              representations + ", application/json;stream=watch, " + PROTOBUF + ";stream=watch");
      for (String path : List.of("/api/v1/namespaces/default", "/api", "/apis/apps/v1")) {
        api.send(ApiRequest.get(path).withHeader("Accept", accept))
            .expect(406, "NotAcceptable", representations);
      }
      api.send(ApiRequest.get("/openid/v1/jwks").withHeader("Accept", accept))
          .expect(
              406,
              "NotAcceptable",
              "406: Not Acceptable\n\nAvailable representations: application/jwk-set+json");
    }
  }

  @Test
  void showsTables() {
    api.configMap("a", "1");
    Reply table =
        api.send(ApiRequest.get(Api.CONFIG_MAPS).withHeader("Accept", TABLE + ",application/json"))
            .expect(200);
    assertEquals("Table", table.at("kind"));
    assertEquals("meta.k8s.io/v1", table.at("apiVersion"));
    assertEquals("2", table.version());
    assertEquals("a", table.at("rows", "0", "cells", "0"));
    Reply one =
        api.send(ApiRequest.get(Api.CONFIG_MAPS + "/a").withHeader("Accept", TABLE)).expect(200);
    assertEquals("a", one.at("rows", "0", "cells", "0"));
    api.send(
            ApiRequest.get(Api.CONFIG_MAPS + "?includeObject=Everything")
                .withHeader("Accept", TABLE))
        .expect(400);
  }

  @Test
  void showsMetadataAlone() {
    api.configMap("a", "1");
    String type = ";as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
    Reply one =
        api.send(
                ApiRequest.get(Api.CONFIG_MAPS + "/a")
                    .withHeader("Accept", "application/json" + type))
            .expect(200);
    assertEquals("PartialObjectMetadata", one.at("kind"));
    assertEquals("a", one.at("metadata", "name"));
    assertNull(one.at("data"));
    Reply protobuf =
        api.send(ApiRequest.get(Api.CONFIG_MAPS + "/a").withHeader("Accept", PROTOBUF + type));
    assertEquals(
        "a", codec.read(PartialObjectMetadata.TYPE, WireFormat.PROTOBUF, protobuf.bytes()).name());
    Reply list =
        api.send(
                ApiRequest.get(Api.CONFIG_MAPS)
                    .withHeader(
                        "Accept",
                        "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"))
            .expect(200);
    assertEquals("PartialObjectMetadataList", list.at("kind"));
    assertEquals(List.of("a"), list.names());
  }

  @Test
  void streamsAndCompressesLongLists() throws IOException {
    String value = "x".repeat(1000);
    for (int i = 0; i < 450; i++) {
      api.configMap("m" + i, value + i);
    }
    ApiResponse plain = api.server.handle(ApiRequest.get(Api.CONFIG_MAPS));
    assertEquals(-1, plain.body().length());
    byte[] whole = plain.bytes();
    Reply list = new Reply(plain, whole);
    assertEquals(450, list.names().size());
    assertEquals(450, list.names().stream().distinct().count());
    ApiResponse compressed =
        api.server.handle(
            ApiRequest.get(Api.CONFIG_MAPS).withHeader("Accept-Encoding", "br, gzip;q=0.5"));
    assertEquals("gzip", compressed.header("Content-Encoding"));
    byte[] bytes = compressed.bytes();
    assertTrue(bytes.length < whole.length / 10);
    assertArrayEquals(whole, new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes());
    for (String accept : List.of("", "identity", "gzip;q=0")) {
      assertNull(
          api.server
              .handle(ApiRequest.get(Api.CONFIG_MAPS).withHeader("Accept-Encoding", accept))
              .header("Content-Encoding"));
    }
    ApiResponse few =
        api.server.handle(
            ApiRequest.get(Api.CONFIG_MAPS + "?limit=5").withHeader("Accept-Encoding", "gzip"));
    assertNull(few.header("Content-Encoding"));
    assertTrue(few.body().length() > 0);
    Reply protobuf =
        api.send(
            ApiRequest.get(Api.CONFIG_MAPS)
                .withHeader("Accept", PROTOBUF)
                .withHeader("Accept-Encoding", "gzip"));
    byte[] unpacked =
        new GZIPInputStream(new ByteArrayInputStream(protobuf.bytes())).readAllBytes();
    assertEquals(450, codec.read(ConfigMapList.TYPE, WireFormat.PROTOBUF, unpacked).items().size());
  }

  @Test
  void indentsWhenAsked() {
    String text = api.get("/api/v1/namespaces/default?pretty=true").expect(200).text();
    assertTrue(text.startsWith("{\n  \"kind\": \"Namespace\",\n  \"apiVersion\": \"v1\",\n"), text);
    assertEquals(
        api.get("/api/v1/namespaces/default").tree(),
        api.get("/api/v1/namespaces/default?pretty=1").tree());
    assertTrue(
        api.get("/api/v1/namespaces/none/pods?pretty=true").text().contains("\"items\": []"));
    ApiRequest curl =
        ApiRequest.get("/api/v1/namespaces/none").withHeader("User-Agent", "curl/8.0");
    assertTrue(api.send(curl).text().startsWith("{\n"));
    ApiRequest plain =
        ApiRequest.get("/api/v1/namespaces?pretty=false").withHeader("User-Agent", "curl/8.0");
    assertTrue(api.send(plain).text().startsWith("{\"kind\""));
  }

  @Test
  void convertsBetweenVersions() {
    String v1 = "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers";
    String v2 = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";
    api.post(
            v1,
            "{'metadata':{'name':'h'},'spec':{'maxReplicas':5,'targetCPUUtilizationPercentage':70,"
                + "'scaleTargetRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'d'}}}")
        .expect(201);
    Reply second = api.get(v2 + "/h").expect(200);
    assertEquals("autoscaling/v2", second.at("apiVersion"));
    assertEquals(
        70L, second.at("spec", "metrics", "0", "resource", "target", "averageUtilization"));
    Reply written = api.put(v2 + "/h", second.tree().with(9L, "spec", "maxReplicas")).expect(200);
    Reply first = api.get(v1 + "/h").expect(200);
    assertEquals(70L, first.at("spec", "targetCPUUtilizationPercentage"));
    assertEquals(9L, first.at("spec", "maxReplicas"));
    assertEquals(written.version(), first.version());
    String core = "/api/v1/namespaces/default/events";
    String events = "/apis/events.k8s.io/v1/namespaces/default/events";
    api.post(
            core,
            "{'metadata':{'name':'e'},'involvedObject':{'kind':'Pod','name':'p'},'message':'m'}")
        .expect(201);
    Reply event = api.get(events + "/e").expect(200);
    assertEquals("m", event.at("note"));
    assertEquals("p", event.at("regarding", "name"));
    assertEquals(List.of("e"), api.get(events + "?fieldSelector=regarding.name%3Dp").names());
    assertEquals(List.of("e"), api.get(core + "?fieldSelector=involvedObject.name%3Dp").names());
  }

  @Test
  void answersWhatIsNoResource() {
    assertEquals("ok", api.get("/healthz").expect(200).text());
    assertEquals("ok", api.get("/livez/ping").expect(200).text());
    assertEquals(
        "[+]ping ok\n[+]log ok\n[+]storage ok\nreadyz check passed\n",
        api.get("/readyz?verbose").expect(200).text());
    assertEquals("1", api.get("/version").expect(200).at("major"));
    assertTrue(((List<?>) api.get("/").expect(200).at("paths")).contains("/apis/apps/v1"));
    assertEquals("APIResourceList", api.get("/apis/apps/v1").expect(200).at("kind"));
    for (String path : List.of("/api/v9", "/api/v1/nopes", "/apis/apps/v7")) {
      api.get(path).expect(404, "NotFound", "the server could not find the requested resource");
    }
    for (String path : List.of("/nope", "/apis/nope/v1/x", "/healthz/nope")) {
      assertEquals("404 page not found\n", api.get(path).expect(404).text());
    }
    api.post("/healthz", "").expect(200);
    api.post("/version", "").expect(405);
    api.get("/api/v1/namespaces/default/nodes").expect(404);
    api.get("/api/v1/pods/p").expect(404);
    api.send(ApiRequest.of("TRACE", Api.PODS)).expect(405);
    api.send(ApiRequest.of("PUT", Api.PODS).withBody(Api.JSON, "{}")).expect(405);
  }

  @Test
  void namesTheRequest() {
    Reply reply = api.get("/api/v1/namespaces");
    assertNotNull(reply.response().header("audit-id"));
    assertEquals("no-cache, private", reply.response().header("Cache-Control"));
    assertEquals(
        "mine",
        api.send(ApiRequest.get("/nope").withHeader("Audit-ID", "mine"))
            .response()
            .header("Audit-Id"));
    assertNotEquals(
        reply.response().header("audit-id"),
        api.get("/api/v1/namespaces").response().header("audit-id"));
  }

  @Test
  void letsNobodyInWithoutCredentials() {
    for (String path : List.of("/healthz", "/version")) {
      api.send(ApiRequest.get(path).as(User.ANONYMOUS)).expect(200);
    }
    api.send(ApiRequest.get("/api").as(User.ANONYMOUS))
        .expect(403, "Forbidden", "forbidden: User \"system:anonymous\" cannot get path \"/api\"");
    api.send(ApiRequest.get(Api.DEPLOYMENTS).as(User.ANONYMOUS))
        .expect(
            403,
            "Forbidden",
            "deployments.apps is forbidden: User \"system:anonymous\" cannot list resource"
                + " \"deployments\" in API group \"apps\" in the namespace \"default\"");
    api.send(ApiRequest.get("/healthz").as(User.UNKNOWN))
        .expect(401, "Unauthorized", "Unauthorized");
  }

  @Test
  void impersonates() {
    Reply who =
        api.send(
                ApiRequest.post(
                        "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                        Api.JSON,
                        "{}".getBytes(StandardCharsets.UTF_8))
                    .withHeader("Impersonate-User", "joe")
                    .withHeader("Impersonate-Group", "devs"))
            .expect(201);
    assertEquals("joe", who.at("status", "userInfo", "username"));
    assertEquals(List.of("devs", "system:authenticated"), who.at("status", "userInfo", "groups"));
  }

  @Test
  void dropsWhatNobodyKnowsInEveryFormat() {
    Deployment sent =
        codec.read(
            Deployment.TYPE,
            WireFormat.JSON,
            (Api.deployment("web", 1).replace("'replicas'", "'later':1,'replicas'"))
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8));
    Reply created =
        api.send(
                ApiRequest.post(
                    Api.DEPLOYMENTS, "application/yaml", Codec.write(sent, WireFormat.YAML)))
            .expect(201);
    assertNull(created.at("spec", "later"));
  }
}
