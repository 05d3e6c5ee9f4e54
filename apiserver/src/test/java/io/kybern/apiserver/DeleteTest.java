package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.meta.v1.DeleteOptions;
import io.kybern.apiserver.Api.Reply;
import io.kybern.apiserver.Api.Watch;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeleteTest {
  private final Api api =
      new Api(
          ApiServer.builder()
              .cbor(true)
              .clock(InstantSource.fixed(Instant.parse("2030-01-02T03:04:05Z")))
              .start());

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void answersWithAStatusOrTheObject() {
    Reply created = api.configMap("a", "1");
    Reply deleted = api.delete(Api.CONFIG_MAPS + "/a").expect(200);
    assertEquals("Status", deleted.at("kind"));
    assertEquals("Success", deleted.at("status"));
    assertEquals("a", deleted.at("details", "name"));
    assertEquals("configmaps", deleted.at("details", "kind"));
    assertEquals(created.at("metadata", "uid"), deleted.at("details", "uid"));
    api.get(Api.CONFIG_MAPS + "/a").expect(404, "NotFound", "configmaps \"a\" not found");
    api.delete(Api.CONFIG_MAPS + "/a").expect(404);
    api.post("/api/v1/namespaces/default/serviceaccounts", "{'metadata':{'name':'s'}}");
    Reply account = api.delete("/api/v1/namespaces/default/serviceaccounts/s").expect(200);
    assertEquals("ServiceAccount", account.at("kind"));
    api.post(
            "/apis/storage.k8s.io/v1/storageclasses", "{'metadata':{'name':'s'},'provisioner':'p'}")
        .expect(201);
    Reply storage = api.delete("/apis/storage.k8s.io/v1/storageclasses/s").expect(200);
    assertEquals("StorageClass", storage.at("kind"));
  }

  @Test
  void checksPreconditions() {
    Reply created = api.configMap("a", "1");
    String uid = (String) created.at("metadata", "uid");
    api.delete(Api.CONFIG_MAPS + "/a", "{'preconditions':{'uid':'other'}}")
        .expect(
            409,
            "Conflict",
            "Operation cannot be fulfilled on ConfigMap \"a\": the UID in the precondition (other)"
                + " does not match the UID in record ("
                + uid
                + "). The object might have been deleted and then recreated");
    api.delete(Api.CONFIG_MAPS + "/a", "{'preconditions':{'resourceVersion':'1'}}").expect(409);
    api.delete(
            Api.CONFIG_MAPS + "/a",
            "{'preconditions':{'uid':'" + uid + "','resourceVersion':'" + created.version() + "'}}")
        .expect(200);
  }

  @Test
  void waitsForFinalizers() {
    String start =
        api.post(Api.CONFIG_MAPS, "{'metadata':{'name':'a','finalizers':['x/y']}}")
            .expect(201)
            .version();
    try (Watch watch = api.watch(Api.CONFIG_MAPS + "?watch=true&resourceVersion=" + start)) {
      Reply marked = api.delete(Api.CONFIG_MAPS + "/a").expect(200);
      assertEquals("ConfigMap", marked.at("kind"));
      assertEquals("2030-01-02T03:04:05Z", marked.at("metadata", "deletionTimestamp"));
      assertEquals(0L, marked.at("metadata", "deletionGracePeriodSeconds"));
      Reply again = api.delete(Api.CONFIG_MAPS + "/a").expect(200);
      assertEquals(marked.version(), again.version());
      Reply more =
          api.patch(
                  Api.CONFIG_MAPS + "/a",
                  Api.MERGE_PATCH,
                  "{'metadata':{'finalizers':['x/y','x/z']}}")
              .expect(422);
      assertTrue(more.message().contains("no new finalizers can be added"), more.message());
      Reply last =
          api.patch(Api.CONFIG_MAPS + "/a", Api.MERGE_PATCH, "{'metadata':{'finalizers':null}}")
              .expect(200);
      assertNull(last.at("metadata", "finalizers"));
      api.get(Api.CONFIG_MAPS + "/a").expect(404);
      assertEquals(List.of("MODIFIED a", "DELETED a"), watch.summary());
    }
  }

  @Test
  void bumpsTheGenerationOfWhatWillBeDeleted() {
    api.post(
        Api.DEPLOYMENTS,
        Api.deployment("web", 1).replace("{'name':'web'}", "{'name':'web','finalizers':['x/y']}"));
    assertEquals(2L, api.delete(Api.DEPLOYMENTS + "/web").at("metadata", "generation"));
  }

  @Test
  void givesScheduledPodsTime() {
    api.post(Api.PODS, Api.pod("idle", "")).expect(201);
    try (Watch watch = api.watch(Api.PODS + "?watch=true")) {
      Reply gone = api.delete(Api.PODS + "/idle").expect(200);
      assertEquals("Pod", gone.at("kind"));
      api.get(Api.PODS + "/idle").expect(404);
      assertEquals(List.of("ADDED idle", "MODIFIED idle", "DELETED idle"), watch.summary());
    }
    scheduled("busy");
    Reply leaving = api.delete(Api.PODS + "/busy").expect(200);
    assertEquals(30L, leaving.at("metadata", "deletionGracePeriodSeconds"));
    assertEquals("2030-01-02T03:04:35Z", leaving.at("metadata", "deletionTimestamp"));
    Reply longer = api.delete(Api.PODS + "/busy", "{'gracePeriodSeconds':60}").expect(200);
    assertEquals(leaving.text(), longer.text());
    Reply sooner = api.delete(Api.PODS + "/busy?gracePeriodSeconds=10").expect(200);
    assertEquals("2030-01-02T03:04:15Z", sooner.at("metadata", "deletionTimestamp"));
    api.delete(Api.PODS + "/busy", "{'gracePeriodSeconds':0}").expect(200);
    api.get(Api.PODS + "/busy").expect(404);
    scheduled("done");
    api.patch(Api.PODS + "/done/status", Api.MERGE_PATCH, "{'status':{'phase':'Succeeded'}}");
    api.delete(Api.PODS + "/done").expect(200);
    api.get(Api.PODS + "/done").expect(404);
  }

  private void scheduled(String name) {
    api.post(Api.PODS, Api.pod(name, "").replace("{'containers'", "{'nodeName':'n','containers'"))
        .expect(201);
  }

  @Test
  void recordsHowDependentsAreToBeTreated() {
    try (Api alone = new Api(ApiServer.builder().releasesDeleted(false).start())) {
      alone.configMap("a", "1");
      Reply foreground =
          alone.delete(Api.CONFIG_MAPS + "/a", "{'propagationPolicy':'Foreground'}").expect(200);
      assertEquals(List.of("foregroundDeletion"), foreground.at("metadata", "finalizers"));
      Reply orphan = alone.delete(Api.CONFIG_MAPS + "/a?propagationPolicy=Orphan").expect(200);
      assertEquals(List.of("orphan"), orphan.at("metadata", "finalizers"));
      alone.delete(Api.CONFIG_MAPS + "/a?propagationPolicy=Background").expect(200);
      alone.get(Api.CONFIG_MAPS + "/a").expect(404);
    }
    api.configMap("b", "1");
    api.delete(Api.CONFIG_MAPS + "/b?propagationPolicy=Sideways")
        .expect(
            422,
            "Invalid",
            "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value:"
                + " \"Sideways\": supported values: \"Foreground\", \"Background\", \"Orphan\","
                + " \"nil\"");
  }

  @Test
  void readsOptionsInEveryFormat() {
    DeleteOptions options = DeleteOptions.builder().dryRun("All").build();
    try (Api cbor = new Api(ApiServer.builder().cbor(true).start())) {
      cbor.configMap("a", "1");
      for (WireFormat format : WireFormat.values()) {
        cbor.send(
                ApiRequest.delete(Api.CONFIG_MAPS + "/a")
                    .withBody(format.mediaType(), Codec.write(options, format)))
            .expect(200);
        cbor.get(Api.CONFIG_MAPS + "/a").expect(200);
      }
    }
    api.configMap("a", "1");
    api.delete(Api.CONFIG_MAPS + "/a?dryRun=All").expect(200);
    api.get(Api.CONFIG_MAPS + "/a").expect(200);
  }

  @Test
  void deletesCollections() {
    for (String name : List.of("a", "b", "c")) {
      api.post(
          Api.CONFIG_MAPS, "{'metadata':{'name':'" + name + "','labels':{'n':'" + name + "'}}}");
    }
    Reply some = api.delete(Api.CONFIG_MAPS + "?labelSelector=n+in+(a,c)&dryRun=All").expect(200);
    assertEquals(List.of("a", "c"), some.names());
    assertEquals(List.of("a", "b", "c"), api.get(Api.CONFIG_MAPS).names());
    assertEquals(
        List.of("a", "c"), api.delete(Api.CONFIG_MAPS + "?labelSelector=n+in+(a,c)").names());
    assertEquals(
        List.of(), api.delete(Api.CONFIG_MAPS + "?fieldSelector=metadata.name%3Dz").names());
    assertEquals(List.of("b"), api.get(Api.CONFIG_MAPS).names());
    api.delete("/api/v1/configmaps").expect(405);
    api.delete("/api/v1/namespaces").expect(405);
  }

  @Test
  void endsANamespaceWithEverythingInIt() {
    api.post("/api/v1/namespaces", "{'metadata':{'name':'shop'}}").expect(201);
    api.post("/api/v1/namespaces/shop/configmaps", "{'metadata':{'name':'a'}}").expect(201);
    api.post("/apis/apps/v1/namespaces/shop/deployments", Api.deployment("web", 1)).expect(201);
    api.configMap("other", "1");
    try (Watch watch =
        api.watch("/api/v1/namespaces?watch=true&fieldSelector=metadata.name=shop")) {
      Reply deleted = api.delete("/api/v1/namespaces/shop").expect(200);
      assertEquals("Terminating", deleted.at("status", "phase"));
      assertNotNull(deleted.at("metadata", "deletionTimestamp"));
      api.get("/api/v1/namespaces/shop").expect(404);
      assertEquals(List.of(), api.get("/api/v1/namespaces/shop/configmaps").items());
      assertEquals(List.of(), api.get("/apis/apps/v1/namespaces/shop/deployments").items());
      assertEquals(List.of("ADDED shop", "MODIFIED shop", "DELETED shop"), watch.summary());
    }
    assertEquals(List.of("other"), api.get("/api/v1/configmaps").names());
    api.delete("/api/v1/namespaces/default")
        .expect(
            403,
            "Forbidden",
            "namespaces \"default\" is forbidden: this namespace may not be deleted");
  }

  @Test
  void emptiesANamespaceLaterIfAsked() throws Exception {
    try (Api slow =
            new Api(ApiServer.builder().namespaceDeletionDelay(Duration.ofMillis(50)).start());
        ApiResponse response =
            slow.server.handle(ApiRequest.get("/api/v1/watch/namespaces/shop"))) {
      slow.post("/api/v1/namespaces", "{'metadata':{'name':'shop'}}").expect(201);
      slow.post("/api/v1/namespaces/shop/configmaps", "{'metadata':{'name':'a'}}").expect(201);
      slow.delete("/api/v1/namespaces/shop").expect(200);
      BufferedReader events =
          new BufferedReader(new InputStreamReader(response.stream(), StandardCharsets.UTF_8));
      String last = events.readLine();
      while (!last.startsWith("{\"type\":\"DELETED\"")) {
        last = events.readLine();
      }
      assertEquals(List.of(), slow.get("/api/v1/configmaps").items());
    }
  }

  @Test
  void leavesANamespaceOfTheSameNameAlone() throws Exception {
    try (Api slow =
        new Api(ApiServer.builder().namespaceDeletionDelay(Duration.ofMillis(50)).start())) {
      for (String name : List.of("shop", "other")) {
        slow.post("/api/v1/namespaces", "{'metadata':{'name':'" + name + "'}}").expect(201);
        slow.post("/api/v1/namespaces/" + name + "/configmaps", "{'metadata':{'name':'a'}}")
            .expect(201);
      }
      slow.delete("/api/v1/namespaces/shop").expect(200);
      slow.delete("/api/v1/namespaces/shop/configmaps/a").expect(200);
      slow.get("/api/v1/namespaces/shop").expect(404);
      slow.post("/api/v1/namespaces", "{'metadata':{'name':'shop'}}").expect(201);
      slow.post("/api/v1/namespaces/shop/configmaps", "{'metadata':{'name':'a'}}").expect(201);
      // The other one is emptied after the first one would have been.
      try (ApiResponse watch =
          slow.server.handle(ApiRequest.get("/api/v1/watch/namespaces/other"))) {
        slow.delete("/api/v1/namespaces/other").expect(200);
        BufferedReader events =
            new BufferedReader(new InputStreamReader(watch.stream(), StandardCharsets.UTF_8));
        while (!events.readLine().startsWith("{\"type\":\"DELETED\"")) {
          // marked, not yet empty
        }
      }
      assertEquals(List.of("a"), slow.get("/api/v1/namespaces/shop/configmaps").names());
    }
  }

  @Test
  void endsANamespaceOnceItIsEmpty() {
    api.post("/api/v1/namespaces", "{'metadata':{'name':'shop'}}").expect(201);
    String maps = "/api/v1/namespaces/shop/configmaps";
    api.post(maps, "{'metadata':{'name':'a','finalizers':['x/y']}}").expect(201);
    api.delete("/api/v1/namespaces/shop").expect(200);
    assertEquals("Terminating", api.get("/api/v1/namespaces/shop").at("status", "phase"));
    Reply refused =
        api.post(maps, "{'metadata':{'name':'b'}}")
            .expect(
                403,
                "Forbidden",
                "configmaps \"b\" is forbidden: unable to create new content in namespace shop"
                    + " because it is being terminated");
    assertEquals("NamespaceTerminating", refused.at("details", "causes", "0", "reason"));
    api.patch(maps + "/a", Api.MERGE_PATCH, "{'metadata':{'finalizers':null}}").expect(200);
    api.get("/api/v1/namespaces/shop").expect(404);
  }

  @Test
  void keepsANamespaceForItsOwnFinalizers() {
    api.post(
            "/api/v1/namespaces", "{'metadata':{'name':'shop'},'spec':{'finalizers':['mine/too']}}")
        .expect(201);
    api.delete("/api/v1/namespaces/shop").expect(200);
    Reply left = api.get("/api/v1/namespaces/shop").expect(200);
    assertEquals(List.of("mine/too"), left.at("spec", "finalizers"));
    api.put("/api/v1/namespaces/shop/finalize", left.tree().with(List.of(), "spec", "finalizers"))
        .expect(200);
    api.get("/api/v1/namespaces/shop").expect(404);
  }
}
