package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.Api.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpdateTest {
  private static final String MODIFIED =
      "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please"
          + " apply"
          + " your changes to the latest version and try again";

  private final Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void locksOptimistically() {
    Reply first = api.configMap("a", "1");
    Reply second = api.put(Api.CONFIG_MAPS + "/a", first.tree().with("2", "data", "v")).expect(200);
    assertNotEquals(first.version(), second.version());
    api.put(Api.CONFIG_MAPS + "/a", first.tree().with("3", "data", "v"))
        .expect(409, "Conflict", MODIFIED);
    assertEquals("2", api.get(Api.CONFIG_MAPS + "/a").at("data", "v"));
    api.put(Api.CONFIG_MAPS + "/a", "{'metadata':{'name':'a'},'data':{'v':'4'}}").expect(200);
    api.put(
            Api.CONFIG_MAPS + "/a",
            "{'metadata':{'name':'a','uid':'00000000-0000-0000-0000-000000000000'}}")
        .expect(409);
    api.put(Api.CONFIG_MAPS + "/b", "{'metadata':{'name':'b'}}")
        .expect(404, "NotFound", "configmaps \"b\" not found");
  }

  @Test
  void needsAResourceVersionWhereTheKindDoes() {
    String leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
    Reply created = api.put(leases + "/l", "{'metadata':{'name':'l'}}").expect(201);
    api.put(leases + "/l", "{'metadata':{'name':'l'}}")
        .expect(
            422,
            "Invalid",
            "leases.coordination.k8s.io \"l\" is invalid: metadata.resourceVersion: Invalid value:"
                + " 0: must be specified for an update");
    api.put(leases + "/l", created.tree().with("me", "spec", "holderIdentity")).expect(200);
  }

  @Test
  void writesNothingWhenNothingChanges() {
    Reply first = api.configMap("a", "1");
    Reply same = api.put(Api.CONFIG_MAPS + "/a", first.tree()).expect(200);
    assertEquals(first.version(), same.version());
    assertEquals(first.version(), api.get(Api.CONFIG_MAPS).version());
    Reply patched = api.patch(Api.CONFIG_MAPS + "/a", Api.MERGE_PATCH, "{}").expect(200);
    assertEquals(first.version(), patched.version());
  }

  @Test
  void checksNameAndNamespace() {
    api.configMap("a", "1");
    api.put(Api.CONFIG_MAPS + "/a", "{'metadata':{'name':'b'}}")
        .expect(
            400, "BadRequest", "the name of the object (b) does not match the name on the URL (a)");
    api.put(Api.CONFIG_MAPS + "/a", "{'metadata':{'name':'a','namespace':'x'}}").expect(400);
    api.put(Api.CONFIG_MAPS + "/a", "{'metadata':{}}").expect(400);
  }

  @Test
  void keepsWhatUpdatesMayNotChange() {
    Reply first = api.configMap("a", "1");
    Reply second =
        api.put(
                Api.CONFIG_MAPS + "/a",
                "{'metadata':{'name':'a','creationTimestamp':'1999-01-01T00:00:00Z',"
                    + "'generation':9}}")
            .expect(200);
    assertEquals(first.at("metadata", "uid"), second.at("metadata", "uid"));
    assertEquals(
        first.at("metadata", "creationTimestamp"), second.at("metadata", "creationTimestamp"));
    assertNull(second.at("metadata", "generation"));
    Reply refused =
        api.put(
                Api.CONFIG_MAPS + "/a",
                "{'metadata':{'name':'a','deletionTimestamp':'2000-01-01T00:00:00Z'}}")
            .expect(422);
    assertTrue(refused.message().contains("metadata.deletionTimestamp"), refused.message());
  }

  @Test
  void countsGenerations() {
    api.post(Api.DEPLOYMENTS, Api.deployment("web", 1));
    String web = Api.DEPLOYMENTS + "/web";
    assertEquals(2L, generation(web, "{'spec':{'replicas':2}}"));
    assertEquals(2L, generation(web, "{'metadata':{'labels':{'a':'b'}}}"));
    assertEquals(3L, generation(web, "{'metadata':{'annotations':{'a':'b'}}}"));
    assertEquals(3L, generation(web + "/status", "{'status':{'replicas':1}}"));
    assertEquals(3L, generation(web, "{'spec':{'replicas':2}}"));
    api.post(Api.PODS, Api.pod("p", ""));
    assertEquals(1L, generation(Api.PODS + "/p", "{'metadata':{'annotations':{'a':'b'}}}"));
  }

  private Object generation(String path, String patch) {
    return api.patch(path, Api.MERGE_PATCH, patch).expect(200).at("metadata", "generation");
  }

  @Test
  void keepsSpecAndStatusApart() {
    Reply created = api.post(Api.DEPLOYMENTS, Api.deployment("web", 1));
    String web = Api.DEPLOYMENTS + "/web";
    Reply main =
        api.put(
                web,
                created.tree().with(5L, "spec", "replicas").with(4L, "status", "readyReplicas"))
            .expect(200);
    assertEquals(5L, main.at("spec", "replicas"));
    assertNull(main.at("status", "readyReplicas"));
    Reply status =
        api.put(
                web + "/status",
                main.tree()
                    .with(9L, "spec", "replicas")
                    .with(4L, "status", "replicas")
                    .with(4L, "status", "readyReplicas")
                    .with("x", "metadata", "labels", "l")
                    .with("x", "metadata", "annotations", "a"))
            .expect(200);
    assertEquals(5L, status.at("spec", "replicas"));
    assertEquals(4L, status.at("status", "readyReplicas"));
    assertNull(status.at("metadata", "labels", "l"));
    assertEquals("x", status.at("metadata", "annotations", "a"));
    assertEquals(status.text(), api.get(web + "/status").expect(200).text());
    api.put(web + "/status", created.tree()).expect(409);
  }

  @Test
  void keepsSelectorsAndPodSpecs() {
    api.post(Api.DEPLOYMENTS, Api.deployment("web", 1));
    Reply refused =
        api.patch(
                Api.DEPLOYMENTS + "/web",
                Api.JSON_PATCH,
                "[{'op':'add','path':'/spec/selector/matchLabels/x','value':'y'},"
                    + "{'op':'add','path':'/spec/template/metadata/labels/x','value':'y'}]")
            .expect(422);
    assertTrue(refused.message().endsWith("field is immutable"), refused.message());
    api.post(Api.PODS, Api.pod("p", ""));
    api.patch(
            Api.PODS + "/p",
            Api.STRATEGIC_PATCH,
            "{'spec':{'containers':[{'name':'c','image':'new'}]}}")
        .expect(200);
    api.patch(Api.PODS + "/p", Api.MERGE_PATCH, "{'spec':{'hostNetwork':true}}").expect(422);
  }

  @Test
  void appliesPatchesOfThreeKinds() {
    api.post(Api.DEPLOYMENTS, Api.deployment("web", 1));
    String web = Api.DEPLOYMENTS + "/web";
    Reply strategic =
        api.patch(
                web,
                Api.STRATEGIC_PATCH,
                "{'spec':{'template':{'spec':{'containers':[{'name':'d','image':'j'}]}}}}")
            .expect(200);
    List<?> containers = (List<?>) strategic.at("spec", "template", "spec", "containers");
    assertEquals(2, containers.size());
    Reply json =
        api.patch(
                web,
                Api.JSON_PATCH,
                "[{'op':'test','path':'/spec/replicas','value':1},"
                    + "{'op':'replace','path':'/spec/replicas','value':4}]")
            .expect(200);
    assertEquals(4L, json.at("spec", "replicas"));
    Reply merge = api.patch(web, Api.MERGE_PATCH, "{'metadata':{'labels':{'x':'y'}}}").expect(200);
    assertEquals(Map.of("x", "y"), merge.at("metadata", "labels"));
    api.patch(web, Api.JSON_PATCH, "[{'op':'test','path':'/spec/replicas','value':1}]").expect(422);
    api.patch(web, Api.JSON_PATCH, "[{'op':'remove','path':'/nope'}]").expect(422);
    api.patch(web, Api.JSON_PATCH, "{}").expect(400);
    api.patch(web, Api.MERGE_PATCH, "[]").expect(400);
    api.patch(web, Api.MERGE_PATCH, "{'spec':{'replicas':'many'}}").expect(422);
    api.patch(web, Api.MERGE_PATCH, "{'metadata':{'name':'other'}}").expect(400);
    api.patch(web, Api.JSON, "{}").expect(415);
    Reply apply =
        api.patch(web + "?force=true&fieldManager=x", "application/apply-patch+yaml", "{}")
            .expect(415);
    assertTrue(apply.message().startsWith("server-side apply is not served yet"));
    api.patch(web + "?force=true", Api.MERGE_PATCH, "{}")
        .expect(
            422,
            "Invalid",
            "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for"
                + " non-apply patch");
    api.patch(web + "?fieldValidation=Strict", Api.MERGE_PATCH, "{'spec':{'replica':2}}")
        .expect(422);
    api.patch(Api.DEPLOYMENTS + "/nope", Api.MERGE_PATCH, "{}").expect(404);
    api.patch(
            web,
            Api.MERGE_PATCH,
            "{'metadata':{'resourceVersion':'" + json.version() + "','labels':{'x':'z'}}}")
        .expect(409);
  }

  @Test
  void dryRunChangesNothing() {
    Reply first = api.configMap("a", "1");
    Reply made =
        api.put(Api.CONFIG_MAPS + "/a?dryRun=All", "{'metadata':{'name':'a'},'data':{'v':'2'}}")
            .expect(200);
    assertEquals("2", made.at("data", "v"));
    assertEquals(first.text(), api.get(Api.CONFIG_MAPS + "/a").text());
  }

  @Test
  void losesNoPatchAmongManyAtOnce() throws InterruptedException {
    api.configMap("a", "1");
    AtomicInteger failures = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String prefix = "k" + t + "-";
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 100; i++) {
                  String patch = "{'data':{'" + prefix + i + "':'x'}}";
                  if (api.patch(Api.CONFIG_MAPS + "/a", Api.MERGE_PATCH, patch).code() != 200) {
                    failures.incrementAndGet();
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(0, failures.get());
    assertEquals(401, Api.castMap(api.get(Api.CONFIG_MAPS + "/a").at("data")).size());
  }
}
