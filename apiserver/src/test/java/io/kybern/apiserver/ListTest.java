package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.Api.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListTest {
  private final Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void sortsByNamespaceAndName() {
    api.post("/api/v1/namespaces", "{'metadata':{'name':'a-b'}}");
    api.post("/api/v1/namespaces", "{'metadata':{'name':'a'}}");
    api.post("/api/v1/namespaces/a/configmaps", "{'metadata':{'name':'x'}}");
    api.post("/api/v1/namespaces/a-b/configmaps", "{'metadata':{'name':'y'}}");
    api.configMap("z", "1");
    api.configMap("b", "1");
    Reply all = api.get("/api/v1/configmaps").expect(200);
    assertEquals("ConfigMapList", all.at("kind"));
    assertEquals(List.of("y", "x", "b", "z"), all.names());
    assertEquals(List.of("x"), api.get("/api/v1/namespaces/a/configmaps").names());
    assertEquals(List.of(), api.get("/api/v1/namespaces/nope/configmaps").names());
    assertEquals(api.configMap("c", "1").version(), api.get("/api/v1/secrets").version());
  }

  @Test
  void pagesThroughOneState() {
    for (int i = 0; i < 10; i++) {
      api.configMap("m" + i, "1");
    }
    Reply page = api.get(Api.CONFIG_MAPS + "?limit=4").expect(200);
    assertEquals(6L, page.at("metadata", "remainingItemCount"));
    List<String> names = new ArrayList<>(page.names());
    String version = page.version();
    api.configMap("m55", "new");
    api.delete(Api.CONFIG_MAPS + "/m9");
    while (page.at("metadata", "continue") != null) {
      page =
          api.get(Api.CONFIG_MAPS + "?limit=4&continue=" + page.at("metadata", "continue"))
              .expect(200);
      assertEquals(version, page.version());
      names.addAll(page.names());
    }
    assertEquals(List.of("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9"), names);
    assertNull(page.at("metadata", "remainingItemCount"));
  }

  @Test
  void saysWhenAPageHasExpired() {
    for (int i = 0; i < 10; i++) {
      api.configMap("m" + i, "1");
    }
    Reply first = api.get(Api.CONFIG_MAPS + "?limit=4").expect(200);
    api.configMap("m55", "new");
    api.server.compactHistory();
    Reply expired =
        api.get(Api.CONFIG_MAPS + "?limit=4&continue=" + first.at("metadata", "continue"))
            .expect(410);
    assertEquals("Expired", expired.at("reason"));
    assertTrue(expired.message().startsWith("The provided continue parameter is too old"));
    Reply rest =
        api.get(Api.CONFIG_MAPS + "?continue=" + expired.at("metadata", "continue")).expect(200);
    assertEquals(List.of("m4", "m5", "m55", "m6", "m7", "m8", "m9"), rest.names());
  }

  @Test
  void refusesWhatIsNoToken() {
    String future =
        Base64.getUrlEncoder()
            .encodeToString(
                "{\"v\":\"meta.k8s.io/v1\",\"rv\":999,\"start\":\"a\"}"
                    .getBytes(StandardCharsets.UTF_8));
    for (String token : List.of("x", "!", "e30")) {
      Reply refused = api.get(Api.CONFIG_MAPS + "?continue=" + token.replace("=", "")).expect(400);
      assertTrue(
          refused.message().startsWith("invalid continue token: continue key is not valid: "),
          refused.message());
    }
    api.get(Api.CONFIG_MAPS + "?continue=" + future.replace("=", "")).expect(504);
    api.configMap("a", "1");
    api.configMap("b", "1");
    Object token = api.get(Api.CONFIG_MAPS + "?limit=1").at("metadata", "continue");
    api.get(Api.CONFIG_MAPS + "?resourceVersion=5&continue=" + token)
        .expect(
            400, "BadRequest", "specifying resource version is not allowed when using continue");
  }

  @Test
  void goesBackToAResourceVersion() {
    String before = api.configMap("a", "1").version();
    api.configMap("b", "1");
    String query = Api.CONFIG_MAPS + "?resourceVersion=" + before;
    assertEquals(List.of("a"), api.get(query + "&resourceVersionMatch=Exact").names());
    assertEquals(before, api.get(query + "&resourceVersionMatch=Exact").version());
    assertEquals(List.of("a"), api.get(query + "&limit=5").names());
    assertEquals(List.of("a", "b"), api.get(query).names());
    assertEquals(List.of("a", "b"), api.get(query + "&resourceVersionMatch=NotOlderThan").names());
    assertEquals(List.of("a", "b"), api.get(Api.CONFIG_MAPS + "?resourceVersion=0").names());
    // Where any state will do, a limit means nothing.
    assertEquals(
        List.of("a", "b"), api.get(Api.CONFIG_MAPS + "?resourceVersion=0&limit=1").names());
    assertEquals(List.of("a"), api.get(Api.CONFIG_MAPS + "?resourceVersion=00&limit=1").names());
    api.server.compactHistory();
    api.get(query + "&resourceVersionMatch=Exact").expect(410);
    api.get(query).expect(200);
    Reply future = api.get(Api.CONFIG_MAPS + "?resourceVersion=999").expect(504);
    assertEquals("Timeout", future.at("reason"));
    assertEquals("Timeout: Too large resource version: 999, current: 3", future.message());
    assertEquals("ResourceVersionTooLarge", future.at("details", "causes", "0", "reason"));
    assertEquals("1", future.response().header("Retry-After"));
    api.get(Api.CONFIG_MAPS + "/a?resourceVersion=999").expect(504);
    api.get(Api.CONFIG_MAPS + "?resourceVersion=18446744073709551615").expect(504);
    String wrong =
        "resourceVersion: Invalid value: \"x\": strconv.ParseUint: parsing \"x\": invalid syntax";
    api.get(Api.CONFIG_MAPS + "?resourceVersion=x")
        .expect(400, "BadRequest", "invalid resource version: " + wrong);
    assertEquals(wrong, api.get(Api.CONFIG_MAPS + "/a?resourceVersion=x").expect(500).message());
    assertEquals(
        wrong, api.get(Api.CONFIG_MAPS + "?watch=1&resourceVersion=x").expect(500).message());
  }

  @Test
  void checksOptions() {
    api.get(Api.CONFIG_MAPS + "?resourceVersionMatch=Exact")
        .expect(
            422,
            "Invalid",
            "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden:"
                + " resourceVersionMatch is forbidden unless resourceVersion is provided");
    api.get(Api.CONFIG_MAPS + "?resourceVersionMatch=Exact&resourceVersion=0").expect(422);
    api.get(Api.CONFIG_MAPS + "?resourceVersionMatch=Nearly&resourceVersion=1").expect(422);
    api.get(Api.CONFIG_MAPS + "?sendInitialEvents=true").expect(422);
    api.get(Api.CONFIG_MAPS + "?limit=x").expect(400);
    api.get(Api.CONFIG_MAPS + "?labelSelector=a+in").expect(400);
    api.get(Api.CONFIG_MAPS + "?fieldSelector=a").expect(400);
    api.get(Api.CONFIG_MAPS + "?limit=").expect(400);
    api.get(Api.CONFIG_MAPS + "?limit=%zz").expect(200);
  }

  @Test
  void selectsByLabels() {
    for (String name : List.of("a", "b", "c")) {
      api.post(
          Api.CONFIG_MAPS,
          "{'metadata':{'name':'" + name + "','labels':{'n':'" + name + "','x':'1'}}}");
    }
    api.configMap("d", "1");
    assertEquals(List.of("a"), labelled("n%3Da"));
    assertEquals(List.of("b", "c", "d"), labelled("n!%3Da"));
    assertEquals(List.of("a", "b"), labelled("n+in+(a,b),x%3D1"));
    assertEquals(List.of("d"), labelled("!n"));
    assertEquals(List.of("a", "b", "c"), labelled("x%3E0"));
    Reply page = api.get(Api.CONFIG_MAPS + "?labelSelector=x&limit=2").expect(200);
    assertEquals(List.of("a", "b"), page.names());
    assertNull(page.at("metadata", "remainingItemCount"));
    assertNotNull(page.at("metadata", "continue"));
  }

  private List<String> labelled(String selector) {
    return api.get(Api.CONFIG_MAPS + "?labelSelector=" + selector).expect(200).names();
  }

  @Test
  void selectsByTheFieldsOfTheKind() {
    api.post(Api.PODS, Api.pod("a", ""));
    api.post(Api.PODS, Api.pod("b", "").replace("{'containers'", "{'nodeName':'n1','containers'"));
    assertEquals(List.of("b"), selected(Api.PODS, "spec.nodeName=n1"));
    assertEquals(List.of("b"), selected(Api.PODS, "spec.host=n1"));
    assertEquals(List.of("a"), selected(Api.PODS, "spec.nodeName="));
    assertEquals(List.of("a", "b"), selected(Api.PODS, "status.phase=Pending"));
    assertEquals(List.of("a", "b"), selected(Api.PODS, "spec.hostNetwork=false"));
    assertEquals(List.of(), selected(Api.PODS, "status.phase!=Pending"));
    assertEquals(List.of("a"), selected(Api.PODS, "metadata.name=a,metadata.namespace=default"));
    assertEquals(List.of("a"), selected("/api/v1/pods", "metadata.name!=b"));
    assertEquals(List.of(), selected("/api/v1/pods", "metadata.namespace=other"));
    assertEquals(List.of("default"), selected("/api/v1/namespaces", "metadata.name=default"));
    api.post("/api/v1/namespaces/default/secrets", "{'metadata':{'name':'s'},'type':'x/y'}");
    assertEquals(List.of("s"), selected("/api/v1/namespaces/default/secrets", "type=x/y"));
    api.post(
            "/apis/batch/v1/namespaces/default/jobs",
            Api.pod("j", "")
                    .replace("'spec':{", "'spec':{'template':{'spec':{'restartPolicy':'Never',")
                + "}}")
        .expect(201);
    assertEquals(
        List.of("j"), selected("/apis/batch/v1/namespaces/default/jobs", "status.successful=0"));
    api.get(Api.PODS + "?fieldSelector=spec.foo%3Dx")
        .expect(400, "BadRequest", "field label not supported: spec.foo");
    api.get(Api.CONFIG_MAPS + "?fieldSelector=data.x%3Dy")
        .expect(
            400,
            "BadRequest",
            "\"data.x\" is not a known field selector: only \"metadata.name\","
                + " \"metadata.namespace\"");
    api.get("/api/v1/nodes?fieldSelector=metadata.namespace%3Dx").expect(400);
  }

  private List<String> selected(String path, String selector) {
    return api.get(path + "?fieldSelector=" + selector.replace("=", "%3D")).expect(200).names();
  }
}
