package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.Api.Reply;
import io.kybern.apiserver.ApiRequest.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubresourceTest {
  private final Instant now = Instant.parse("2030-01-02T03:04:05Z");
  private final InstantSource clock = () -> now;
  private final Api api = new Api(ApiServer.builder().clock(clock).start());

  @AfterEach
  void close() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/apis/apps/v1/namespaces/default/deployments,matchLabels",
    "/apis/apps/v1/namespaces/default/replicasets,matchLabels",
    "/apis/apps/v1/namespaces/default/statefulsets,matchLabels",
    "/api/v1/namespaces/default/replicationcontrollers,"
  })
  void scales(String path, String holder) {
    String body = Api.deployment("web", 2);
    if (holder == null) {
      body = body.replace("{'matchLabels':{'app':'web'}}", "{'app':'web'}");
    }
    api.post(path, body).expect(201);
    Reply scale = api.get(path + "/web/scale").expect(200);
    assertEquals("autoscaling/v1", scale.at("apiVersion"));
    assertEquals("Scale", scale.at("kind"));
    assertEquals(2L, scale.at("spec", "replicas"));
    assertEquals("app=web", scale.at("status", "selector"));
    Reply scaled = api.put(path + "/web/scale", scale.tree().with(5L, "spec", "replicas"));
    assertEquals(5L, scaled.expect(200).at("spec", "replicas"));
    assertEquals(5L, api.get(path + "/web").at("spec", "replicas"));
    assertEquals(2L, api.get(path + "/web").at("metadata", "generation"));
    api.put(path + "/web/scale", scale.tree().with(6L, "spec", "replicas")).expect(409);
    Reply patched =
        api.patch(path + "/web/scale", Api.MERGE_PATCH, "{'spec':{'replicas':0}}").expect(200);
    assertEquals(0L, api.get(path + "/web").at("spec", "replicas"));
    assertNotEquals(scaled.version(), patched.version());
    api.patch(path + "/web/scale", Api.MERGE_PATCH, "{'spec':{'replicas':-1}}")
        .expect(
            422,
            "Invalid",
            "Scale.autoscaling \"web\" is invalid: spec.replicas: Invalid value: -1: must be"
                + " greater than or equal to 0");
    api.get(path + "/nope/scale").expect(404);
    api.post(path + "/web/scale", "{}").expect(405);
    api.get(path + "/web/nope").expect(404);
  }

  @Test
  void bindsPods() {
    api.post(Api.PODS, Api.pod("p", "")).expect(201);
    Reply bound =
        api.post(
                Api.PODS + "/p/binding",
                "{'metadata':{'name':'p','annotations':{'a':'b'}},'target':{'name':'n1'}}")
            .expect(201);
    assertEquals("Success", bound.at("status"));
    Reply pod = api.get(Api.PODS + "/p");
    assertEquals("n1", pod.at("spec", "nodeName"));
    assertEquals("PodScheduled", pod.at("status", "conditions", "0", "type"));
    assertEquals(Map.of("a", "b"), pod.at("metadata", "annotations"));
    api.post(
            "/api/v1/namespaces/default/bindings",
            "{'metadata':{'name':'p'},'target':{'name':'n2'}}")
        .expect(
            409,
            "Conflict",
            "Operation cannot be fulfilled on pods/binding \"p\": pod p is already assigned to node"
                + " \"n1\"");
    api.post(Api.PODS + "/p/binding", "{'metadata':{'name':'p'},'target':{}}").expect(500);
  }

  @Test
  void evictsPodsAsBudgetsAllow() {
    api.post(Api.PODS, Api.pod("p", "'labels':{'app':'web'}")).expect(201);
    api.patch(Api.PODS + "/p/status", Api.MERGE_PATCH, "{'status':{'phase':'Running'}}");
    String budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
    api.post(budgets, "{'metadata':{'name':'b'},'spec':{'selector':{'matchLabels':{'app':'web'}}}}")
        .expect(201);
    String eviction = "{'metadata':{'name':'p'}}";
    Reply early = api.post(Api.PODS + "/p/eviction", eviction).expect(429);
    assertEquals("TooManyRequests", early.at("reason"));
    assertEquals(
        "Cannot evict pod as it would violate the pod's disruption budget.", early.message());
    assertEquals("DisruptionBudget", early.at("details", "causes", "0", "reason"));
    assertEquals("10", early.response().header("Retry-After"));
    api.patch(
            budgets + "/b/status",
            Api.MERGE_PATCH,
            "{'status':{'observedGeneration':1,'disruptionsAllowed':0}}")
        .expect(200);
    api.post(Api.PODS + "/p/eviction", eviction).expect(429);
    api.patch(budgets + "/b/status", Api.MERGE_PATCH, "{'status':{'disruptionsAllowed':1}}")
        .expect(200);
    api.post(Api.PODS + "/p/eviction?dryRun=All", eviction).expect(201);
    api.post(Api.PODS + "/p/eviction", eviction).expect(201);
    api.get(Api.PODS + "/p").expect(404);
    assertEquals(0L, api.get(budgets + "/b").at("status", "disruptionsAllowed"));
    assertEquals(
        "2030-01-02T03:04:05Z", api.get(budgets + "/b").at("status", "disruptedPods", "p"));
  }

  @Test
  void addsEphemeralContainersAndResizes() {
    Reply pod = api.post(Api.PODS, Api.pod("p", "")).expect(201);
    Reply debugged =
        api.patch(
                Api.PODS + "/p/ephemeralcontainers",
                Api.STRATEGIC_PATCH,
                "{'spec':{'hostNetwork':true,'ephemeralContainers':[{'name':'d','image':'x'}]}}")
            .expect(200);
    assertEquals("d", debugged.at("spec", "ephemeralContainers", "0", "name"));
    assertNull(debugged.at("spec", "hostNetwork"));
    assertEquals(2L, debugged.at("metadata", "generation"));
    api.patch(
            Api.PODS + "/p/ephemeralcontainers",
            Api.MERGE_PATCH,
            "{'spec':{'ephemeralContainers':[]}}")
        .expect(
            422,
            "Invalid",
            "Pod \"p\" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers"
                + " \"d\" may not be removed\n");
    String resources = "{'spec':{'containers':[{'name':'c','image':'other','resources':%s}]}}";
    api.patch(
            Api.PODS + "/p/resize",
            Api.STRATEGIC_PATCH,
            resources.formatted("{'requests':{'cpu':'1'}}"))
        .expect(
            422,
            "Invalid",
            "Pod \"p\" is invalid: spec: Invalid value: \"BestEffort\": Pod QOS Class may not change"
                + " as a result of resizing");
    api.post(
            Api.PODS,
            Api.pod("q", "")
                .replace("'image':'i'", "'image':'i','resources':{'requests':{'cpu':'1'}}"))
        .expect(201);
    Reply resized =
        api.patch(
                Api.PODS + "/q/resize",
                Api.STRATEGIC_PATCH,
                resources.formatted("{'requests':{'cpu':'2'}}"))
            .expect(200);
    assertEquals("i", resized.at("spec", "containers", "0", "image"));
    assertEquals("2", resized.at("spec", "containers", "0", "resources", "requests", "cpu"));
    assertEquals(2L, resized.at("metadata", "generation"));
    api.patch(
            Api.PODS + "/q/resize",
            Api.STRATEGIC_PATCH,
            resources.formatted(
                "{'requests':{'example.com/x':'2'},'limits':{'example.com/x':'2'}}"))
        .expect(
            422,
            "Invalid",
            "Pod \"q\" is invalid: spec: Forbidden: only cpu and memory resources are mutable");
    api.patch(Api.PODS + "/q/resize", Api.MERGE_PATCH, "{'spec':{'containers':[]}}").expect(422);
    api.put(Api.PODS + "/p/resize", pod.tree()).expect(409);
  }

  @Test
  void answersForNodesAsFarAsTheyAreNotNeeded() {
    api.post(Api.PODS, Api.pod("p", "")).expect(201);
    assertEquals("", api.get(Api.PODS + "/p/log").expect(204).text());
    api.get(Api.PODS + "/p/log?container=no")
        .expect(400, "BadRequest", "container no is not valid for pod p");
    api.get(Api.PODS + "/p/exec").expect(400, "BadRequest", "pod p does not have a host assigned");
    api.get(Api.PODS + "/p/proxy/some/where").expect(400, "BadRequest", "address not allowed");
    api.get(Api.PODS + "/none/log").expect(404, "NotFound", "pods \"none\" not found");
    api.get("/api/v1/nodes/none/proxy").expect(404, "NotFound", "nodes \"none\" not found");
    api.get("/api/v1/namespaces/default/services/none/proxy")
        .expect(503, "ServiceUnavailable", "no endpoints available for service \"none\"");
    api.post(
            Api.PODS,
            "{'metadata':{'name':'two'},'spec':{'initContainers':[{'name':'i','image':'i'}],"
                + "'containers':[{'name':'a','image':'i'},{'name':'b','image':'i'}]}}")
        .expect(201);
    api.get(Api.PODS + "/two/log")
        .expect(
            400,
            "BadRequest",
            "a container name must be specified for pod two, choose one of: [i a b]");
    api.post(
            Api.PODS,
            "{'metadata':{'name':'on'},'spec':{'nodeName':'n',"
                + "'containers':[{'name':'a','image':'i'}]}}")
        .expect(201);
    api.get(Api.PODS + "/on/log").expect(501);
  }

  @Test
  void questionsHaveNoAddress() {
    for (String path :
        List.of(
            "/apis/authentication.k8s.io/v1/tokenreviews",
            "/apis/authorization.k8s.io/v1/subjectaccessreviews",
            "/api/v1/namespaces/default/bindings")) {
      api.get(path).expect(405);
      for (String method : List.of("GET", "PUT", "DELETE", "POST")) {
        api.send(ApiRequest.of(method, path + "/x").withBody(Api.JSON, new byte[0])).expect(404);
      }
    }
  }

  @Test
  void answersReviews() {
    User user = new User("joe", "", List.of("devs", "system:authenticated"));
    Reply who =
        api.send(
                ApiRequest.post(
                        "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                        Api.JSON,
                        "{}".getBytes())
                    .as(user))
            .expect(201);
    assertEquals("joe", who.at("status", "userInfo", "username"));
    assertEquals(List.of("devs", "system:authenticated"), who.at("status", "userInfo", "groups"));
    api.get("/apis/authorization.k8s.io/v1/subjectaccessreviews").expect(405);
  }

  @Test
  void approvesSigningRequests() {
    String requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    Reply created =
        api.post(
                requests,
                "{'metadata':{'name':'r'},'spec':{'request':'eA==','usages':['client auth'],"
                    + "'signerName':'x.y/z','username':'forged'}}")
            .expect(201);
    assertEquals("kubernetes-admin", created.at("spec", "username"));
    String condition = "{'status':{'conditions':[{'type':'TYPE','status':'True','reason':'r'}]}}";
    Reply direct =
        api.patch(requests + "/r/status", Api.MERGE_PATCH, condition.replace("TYPE", "Approved"))
            .expect(200);
    assertNull(direct.at("status", "conditions"));
    Reply approved =
        api.patch(requests + "/r/approval", Api.MERGE_PATCH, condition.replace("TYPE", "Approved"))
            .expect(200);
    assertEquals("Approved", approved.at("status", "conditions", "0", "type"));
    api.patch(requests + "/r/approval", Api.MERGE_PATCH, "{'status':{'conditions':[]}}")
        .expect(
            422,
            "Invalid",
            "CertificateSigningRequest.certificates.k8s.io \"r\" is invalid: status.conditions:"
                + " Forbidden: updates may not remove a condition of type \"Approved\"");
    for (String time : List.of("lastUpdateTime", "lastTransitionTime")) {
      assertEquals("2030-01-02T03:04:05Z", approved.at("status", "conditions", "0", time));
    }
    Reply issued =
        api.patch(
                requests + "/r/status",
                Api.MERGE_PATCH,
                "{'status':{'certificate':'eA==','conditions':"
                    + "[{'type':'Failed','status':'True'}]}}")
            .expect(200);
    assertEquals(2, ((List<?>) issued.at("status", "conditions")).size());
    assertEquals("eA==", issued.at("status", "certificate"));
    assertEquals(
        List.of("r"), api.get(requests + "?fieldSelector=spec.signerName%3Dx.y/z").names());
    assertTrue(api.post(requests, "{'metadata':{'name':'s'}}").code() == 422);
  }
}
