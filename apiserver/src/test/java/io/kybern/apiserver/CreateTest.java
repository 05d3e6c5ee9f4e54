package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.Api.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CreateTest {
  private final Api api =
      new Api(
          ApiServer.builder()
              .clock(InstantSource.fixed(Instant.parse("2030-01-02T03:04:05.678Z")))
              .start());

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void completesMetadata() {
    Reply created =
        api.post(
                Api.DEPLOYMENTS,
                Api.deployment("web", 3)
                    .replace(
                        "{'name':'web'}",
                        "{'name':'web','uid':'mine','generation':7,'selfLink':'x',"
                            + "'creationTimestamp':'1999-01-01T00:00:00Z'}"))
            .expect(201);
    assertEquals("apps/v1", created.at("apiVersion"));
    assertEquals("Deployment", created.at("kind"));
    assertEquals("default", created.at("metadata", "namespace"));
    assertEquals("2030-01-02T03:04:05Z", created.at("metadata", "creationTimestamp"));
    assertEquals(1L, created.at("metadata", "generation"));
    assertTrue(((String) created.at("metadata", "uid")).matches("[0-9a-f-]{36}"));
    assertNull(created.at("metadata", "selfLink"));
    assertEquals(created.text(), api.get(Api.DEPLOYMENTS + "/web").expect(200).text());
  }

  @Test
  void generatesNames() {
    Set<Object> names = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      Reply created = api.post(Api.CONFIG_MAPS, "{'metadata':{'generateName':'a-'}}").expect(201);
      String name = (String) created.at("metadata", "name");
      assertTrue(name.matches("a-[bcdfghjklmnpqrstvwxz2456789]{5}"), name);
      assertEquals("a-", created.at("metadata", "generateName"));
      names.add(name);
    }
    assertEquals(20, names.size());
  }

  @Test
  void refusesWhatExists() {
    api.configMap("a", "1");
    Reply refused =
        api.post(Api.CONFIG_MAPS, "{'metadata':{'name':'a'}}")
            .expect(409, "AlreadyExists", "configmaps \"a\" already exists");
    assertEquals(Map.of("name", "a", "kind", "configmaps"), refused.at("details"));
    api.patch(Api.CONFIG_MAPS + "/a", Api.MERGE_PATCH, "{'metadata':{'finalizers':['x/y']}}");
    api.delete(Api.CONFIG_MAPS + "/a").expect(200);
    api.post(Api.CONFIG_MAPS, "{'metadata':{'name':'a'}}")
        .expect(409, "AlreadyExists", "object is being deleted: configmaps \"a\" already exists");
  }

  @Test
  void needsItsNamespace() {
    Reply refused =
        api.post("/api/v1/namespaces/nope/configmaps", "{'metadata':{'name':'a'}}")
            .expect(404, "NotFound", "namespaces \"nope\" not found");
    assertEquals(Map.of("name", "nope", "kind", "namespaces"), refused.at("details"));
    api.post(Api.CONFIG_MAPS, "{'metadata':{'name':'a','namespace':'other'}}")
        .expect(
            400,
            "BadRequest",
            "the namespace of the provided object does not match the namespace sent on the"
                + " request");
    api.post("/api/v1/configmaps", "{'metadata':{'name':'a'}}").expect(405);
    Reply node = api.post("/api/v1/nodes", "{'metadata':{'name':'n','namespace':'x'}}").expect(201);
    assertNull(node.at("metadata", "namespace"));
  }

  @Test
  void checksNamesAndLabels() {
    api.post(Api.CONFIG_MAPS, "{'metadata':{}}")
        .expect(
            422,
            "Invalid",
            "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is"
                + " required");
    Reply bad =
        api.post(Api.CONFIG_MAPS, "{'metadata':{'name':'A_b','labels':{'x y':'z'}}}").expect(422);
    assertTrue(
        bad.message()
            .startsWith(
                "ConfigMap \"A_b\" is invalid: [metadata.name: Invalid value: \"A_b\": a lowercase"
                    + " RFC 1123 subdomain must consist of"),
        bad.message());
    List<?> causes = (List<?>) bad.at("details", "causes");
    assertEquals(2, causes.size());
    assertEquals("FieldValueInvalid", Api.castMap(causes.get(0)).get("reason"));
    assertEquals("metadata.name", Api.castMap(causes.get(0)).get("field"));
    assertEquals("ConfigMap", bad.at("details", "kind"));
    api.post("/api/v1/namespaces", "{'metadata':{'name':'a.b'}}").expect(422);
    api.post("/apis/rbac.authorization.k8s.io/v1/clusterroles", "{'metadata':{'name':'system:x'}}")
        .expect(201);
    api.post(Api.DEPLOYMENTS, Api.deployment("a b", 1)).expect(422);
  }

  @Test
  void checksWhatWorkloadsNeed() {
    api.post(Api.DEPLOYMENTS, "{'metadata':{'name':'web'}}")
        .expect(
            422,
            "Invalid",
            "Deployment.apps \"web\" is invalid: [spec.selector: Required value,"
                + " spec.template.metadata.labels: Invalid value: null: `selector` does not match"
                + " template `labels`, spec.template.spec.containers: Required value]");
    String other =
        Api.deployment("web", 1).replace("'matchLabels':{'app':'web'}", "'matchLabels':{'a':'b'}");
    api.post(Api.DEPLOYMENTS, other)
        .expect(
            422,
            "Invalid",
            "Deployment.apps \"web\" is invalid: spec.template.metadata.labels: Invalid value:"
                + " {\"app\":\"web\"}: `selector` does not match template `labels`");
    api.post(Api.PODS, "{'metadata':{'name':'p'},'spec':{'containers':[{'name':'c'}]}}")
        .expect(422, "Invalid", "Pod \"p\" is invalid: spec.containers[0].image: Required value");
  }

  @Test
  void ignoresStatusWhereItHasAPathOfItsOwn() {
    Reply pod =
        api.post(
                Api.PODS,
                Api.pod("p", "").replace("'spec':", "'status':{'phase':'Running'},'spec':"))
            .expect(201);
    assertEquals("Pending", pod.at("status", "phase"));
    assertEquals("BestEffort", pod.at("status", "qosClass"));
    Reply node =
        api.post("/api/v1/nodes", "{'metadata':{'name':'n'},'status':{'phase':'Running'}}");
    assertEquals("Running", node.at("status", "phase"));
  }

  @Test
  void fillsInDefaults() {
    Reply deployment = api.post(Api.DEPLOYMENTS, Api.deployment("web", 1)).expect(201);
    assertEquals("RollingUpdate", deployment.at("spec", "strategy", "type"));
    assertEquals("25%", deployment.at("spec", "strategy", "rollingUpdate", "maxSurge"));
    assertEquals(
        "IfNotPresent",
        deployment.at("spec", "template", "spec", "containers", "0", "imagePullPolicy"));
    Reply secret =
        api.post(
            "/api/v1/namespaces/default/secrets",
            "{'metadata':{'name':'s'},'stringData':{'a':'b'},'data':{'c':'ZA=='}}");
    assertEquals("Opaque", secret.at("type"));
    assertEquals(Map.of("a", "Yg==", "c", "ZA=="), secret.at("data"));
    assertNull(secret.at("stringData"));
    Reply service =
        api.post(
            "/api/v1/namespaces/default/services",
            "{'metadata':{'name':'s'},'spec':{'ports':[{'port':80}]}}");
    assertEquals("10.96.0.2", service.at("spec", "clusterIP"));
    assertEquals(80L, service.at("spec", "ports", "0", "targetPort"));
    assertEquals("TCP", service.at("spec", "ports", "0", "protocol"));
  }

  @Test
  void dryRunStoresNothing() {
    String before = api.get(Api.CONFIG_MAPS).version();
    Reply made =
        api.post(Api.CONFIG_MAPS + "?dryRun=All", "{'metadata':{'generateName':'a-'}}").expect(201);
    assertTrue(((String) made.at("metadata", "name")).startsWith("a-"));
    assertNotEquals(null, made.at("metadata", "uid"));
    assertNull(made.at("metadata", "resourceVersion"));
    assertEquals(before, api.get(Api.CONFIG_MAPS).version());
    assertEquals(List.of(), api.get(Api.CONFIG_MAPS).items());
    api.configMap("b", "1");
    api.post(Api.CONFIG_MAPS + "?dryRun=All", "{'metadata':{'name':'b'}}").expect(409);
    api.post(Api.CONFIG_MAPS + "?dryRun=Some", "{'metadata':{'name':'c'}}")
        .expect(
            422,
            "Invalid",
            "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Some\"]:"
                + " supported values: \"All\"");
  }

  @Test
  void validatesFieldsAsAsked() {
    String body = "{'metadata':{'name':'a','foo':1},'data':{},'bar':{},'data':{'x':'y'}}";
    Reply strict =
        api.post(Api.CONFIG_MAPS + "?fieldValidation=Strict", body)
            .expect(
                400,
                "BadRequest",
                "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding"
                    + " error:"
                    + " unknown field \"metadata.foo\", unknown field \"bar\", duplicate field"
                    + " \"data\"");
    assertNull(strict.at("details"));
    Reply warned = api.post(Api.CONFIG_MAPS, body).expect(201);
    assertEquals(
        List.of(
            "299 - \"unknown field \\\"metadata.foo\\\"\"",
            "299 - \"unknown field \\\"bar\\\"\"",
            "299 - \"duplicate field \\\"data\\\"\""),
        warned.response().headers().get("Warning"));
    assertNull(warned.at("bar"));
    assertNull(warned.at("metadata", "foo"));
    api.delete(Api.CONFIG_MAPS + "/a");
    Reply ignored = api.post(Api.CONFIG_MAPS + "?fieldValidation=Ignore", body).expect(201);
    assertNull(ignored.response().header("Warning"));
    assertEquals("y", ignored.at("data", "x"));
  }

  @Test
  void refusesWhatItCannotRead() {
    Reply broken = api.post(Api.CONFIG_MAPS, "{'metadata':").expect(400);
    assertEquals("BadRequest", broken.at("reason"));
    Reply wrongType = api.post(Api.CONFIG_MAPS, "{'data':{'a':1}}").expect(400);
    assertTrue(
        wrongType
            .message()
            .startsWith("ConfigMap in version \"v1\" cannot be handled as a ConfigMap: "),
        wrongType.message());
    api.post(Api.CONFIG_MAPS, "{'apiVersion':'v1','kind':'Secret'}").expect(400);
    api.post(Api.DEPLOYMENTS, "{'apiVersion':'apps/v1beta1','kind':'Deployment'}").expect(400);
    api.send(ApiRequest.of("POST", Api.CONFIG_MAPS).withBody("text/plain", "x"))
        .expect(
            415,
            "UnsupportedMediaType",
            "the body of the request was in an unknown format - accepted media types include:"
                + " application/json, application/yaml, application/vnd.kubernetes.protobuf");
    api.send(
            ApiRequest.of("POST", Api.CONFIG_MAPS)
                .withBody(Api.JSON, new byte[ApiLimits.MAX_BODY + 1]))
        .expect(413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728");
    api.post(Api.CONFIG_MAPS, "{'metadata':{'name':'a','resourceVersion':'5'}}").expect(500);
  }
}
