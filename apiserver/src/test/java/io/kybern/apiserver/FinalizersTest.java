package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.apiserver.Api.Reply;
import io.kybern.apiserver.Api.Watch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The finalizers that Kubernetes itself puts on objects, and who takes them away. */
class FinalizersTest {
  private static final String NAMESPACED = "/api/v1/namespaces/default/";
  private static final String CONTROLLERS = NAMESPACED + "replicationcontrollers";
  private static final String CLAIMS = NAMESPACED + "persistentvolumeclaims";
  private static final String VOLUMES = "/api/v1/persistentvolumes";
  private static final String CLASSES = "/apis/storage.k8s.io/v1/volumeattributesclasses";
  private static final String JOBS = "/apis/batch/v1/namespaces/default/jobs";
  private static final String TEMPLATE =
      "'template':{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[{'name':'c','image':'i'}]";

  private final Api api = new Api();
  private final Api alone = new Api(ApiServer.builder().releasesDeleted(false).start());

  @AfterEach
  void close() {
    api.close();
    alone.close();
  }

  private static void make(Api api) {
    api.post(
            CONTROLLERS,
            "{'metadata':{'name':'x'},'spec':{'selector':{'a':'b'}," + TEMPLATE + "}}}}")
        .expect(201);
    api.post(JOBS, "{'metadata':{'name':'x'},'spec':{" + TEMPLATE + ",'restartPolicy':'Never'}}}}")
        .expect(201);
    api.post(
            CLAIMS,
            "{'metadata':{'name':'x'},'spec':{'accessModes':['ReadWriteOnce'],"
                + "'resources':{'requests':{'storage':'1Gi'}}}}")
        .expect(201);
    api.post(
            VOLUMES,
            "{'metadata':{'name':'x'},'spec':{'capacity':{'storage':'1Gi'},'accessModes':"
                + "['ReadWriteOnce'],'hostPath':{'path':'/x'}}}")
        .expect(201);
    api.post(CLASSES, "{'metadata':{'name':'x'},'driverName':'d','parameters':{'a':'b'}}")
        .expect(201);
  }

  private static final Map<String, String> FINALIZERS =
      Map.of(
          CONTROLLERS, "orphan",
          JOBS, "orphan",
          CLAIMS, "kubernetes.io/pvc-protection",
          VOLUMES, "kubernetes.io/pv-protection",
          CLASSES, "kubernetes.io/vac-protection");

  @Test
  void aServerAloneLeavesThemToOthers() {
    make(alone);
    FINALIZERS.forEach(
        (path, finalizer) -> {
          Reply deleted = alone.delete(path + "/x").expect(200);
          assertEquals(List.of(finalizer), deleted.at("metadata", "finalizers"), path);
          assertEquals(0L, deleted.at("metadata", "deletionGracePeriodSeconds"));
          Reply left = alone.get(path + "/x").expect(200);
          assertEquals(deleted.version(), left.version());
          alone.patch(path + "/x", Api.MERGE_PATCH, "{'metadata':{'finalizers':null}}").expect(200);
          alone.get(path + "/x").expect(404);
        });
  }

  @Test
  void asInAClusterTheyGo() {
    make(api);
    FINALIZERS.forEach(
        (path, finalizer) -> {
          try (Watch watch = api.watch(path + "?watch=true&resourceVersion=" + version(path))) {
            Reply deleted = api.delete(path + "/x").expect(200);
            assertEquals(List.of(finalizer), deleted.at("metadata", "finalizers"), path);
            assertEquals(List.of("MODIFIED x", "DELETED x"), watch.summary(), path);
          }
          api.get(path + "/x").expect(404);
        });
  }

  private String version(String path) {
    return api.get(path).version();
  }

  @Test
  void orphansKeepNoOwner() {
    make(api);
    String uid = (String) api.get(CONTROLLERS + "/x").at("metadata", "uid");
    String owner = "{'apiVersion':'v1','kind':'%s','name':'x','uid':'%s'}";
    api.post(
            Api.PODS,
            Api.pod(
                "p",
                "'ownerReferences':["
                    + owner.formatted("ReplicationController", uid)
                    + ","
                    + owner.formatted("Other", "1")
                    + "]"))
        .expect(201);
    api.delete(CONTROLLERS + "/x").expect(200);
    List<?> left = (List<?>) api.get(Api.PODS + "/p").at("metadata", "ownerReferences");
    assertEquals(1, left.size());
    assertEquals("1", Api.castMap(left.get(0)).get("uid"));
    make(alone);
    alone.delete(CONTROLLERS + "/x?propagationPolicy=Background").expect(200);
    alone.get(CONTROLLERS + "/x").expect(404);
  }

  @Test
  void aClaimStaysWhileAPodOnANodeHasIt() {
    make(api);
    String volumes = "'volumes':[{'name':'v','persistentVolumeClaim':{'claimName':'x'}}],";
    api.post(
            Api.PODS,
            Api.pod("p", "")
                .replace("{'containers'", "{'nodeName':'n'," + volumes + "'containers'"))
        .expect(201);
    api.post(Api.PODS, Api.pod("q", "").replace("{'containers'", "{" + volumes + "'containers'"))
        .expect(201);
    api.delete(CLAIMS + "/x").expect(200);
    assertEquals(
        List.of("kubernetes.io/pvc-protection"),
        api.get(CLAIMS + "/x").expect(200).at("metadata", "finalizers"));
    api.delete(Api.PODS + "/p?gracePeriodSeconds=0").expect(200);
    api.get(CLAIMS + "/x").expect(404);
  }

  @Test
  void aVolumeStaysWhileItIsBound() {
    make(api);
    api.patch(VOLUMES + "/x/status", Api.MERGE_PATCH, "{'status':{'phase':'Bound'}}").expect(200);
    api.delete(VOLUMES + "/x").expect(200);
    api.get(VOLUMES + "/x").expect(200);
    api.patch(VOLUMES + "/x/status", Api.MERGE_PATCH, "{'status':{'phase':'Released'}}")
        .expect(200);
    api.get(VOLUMES + "/x").expect(404);
  }

  @Test
  void aClassStaysWhileAClaimNamesIt() {
    make(api);
    api.patch(
            CLAIMS + "/x/status",
            Api.MERGE_PATCH,
            "{'status':{'currentVolumeAttributesClassName':'x'}}")
        .expect(200);
    api.delete(CLASSES + "/x").expect(200);
    api.get(CLASSES + "/x").expect(200);
    api.delete(CLAIMS + "/x").expect(200);
    api.get(CLAIMS + "/x").expect(404);
    api.get(CLASSES + "/x").expect(404);
  }

  @Test
  void othersFinalizersCountAsEver() {
    make(api);
    api.patch(CLAIMS + "/x", Api.MERGE_PATCH, "{'metadata':{'finalizers':['example.com/mine']}}")
        .expect(200);
    api.delete(CLAIMS + "/x").expect(200);
    assertEquals(List.of("example.com/mine"), api.get(CLAIMS + "/x").at("metadata", "finalizers"));
    api.delete(JOBS + "/x?propagationPolicy=Foreground").expect(200);
    assertEquals(List.of("foregroundDeletion"), api.get(JOBS + "/x").at("metadata", "finalizers"));
  }

  @Test
  void eventsOwnNothing() {
    String events = NAMESPACED + "events";
    alone
        .post(
            events,
            "{'metadata':{'name':'e'},'involvedObject':{'namespace':'default'},'type':'Normal'}")
        .expect(201);
    alone.delete(events + "/e?propagationPolicy=Orphan").expect(200);
    alone.get(events + "/e").expect(404);
  }

  @Test
  void namespacesAreEmptiedWithWhatIsInThem() {
    String inside = "/api/v1/namespaces/n/";
    api.post("/api/v1/namespaces", "{'metadata':{'name':'n'}}").expect(201);
    api.post(
            inside + "replicationcontrollers",
            "{'metadata':{'name':'x'},'spec':{'selector':{'a':'b'}," + TEMPLATE + "}}}}")
        .expect(201);
    api.post(
            inside + "persistentvolumeclaims",
            "{'metadata':{'name':'x'},'spec':{'accessModes':['ReadWriteOnce'],"
                + "'resources':{'requests':{'storage':'1Gi'}}}}")
        .expect(201);
    api.delete("/api/v1/namespaces/n").expect(200);
    api.get("/api/v1/namespaces/n").expect(404);
  }
}
