package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.apiserver.Api.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is refused, in kube-apiserver's words; each message was seen there. */
class ValidationTest {
  private final Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  private void refused(String path, String body, String problems) {
    Reply reply = api.post(path, body).expect(422);
    String message = reply.message();
    assertEquals(problems, message.substring(message.indexOf(" is invalid: ") + 13));
  }

  @Test
  void priorityComesFromTheClass() {
    String body = "{'metadata':{'name':'%s'},'spec':{%s'containers':[{'name':'c','image':'b'}]}}";
    String pods = "/api/v1/namespaces/default/pods";
    assertEquals(
        2_000_000_000L,
        api.post(pods, String.format(body, "a", "'priorityClassName':'system-cluster-critical',"))
            .expect(201)
            .at("spec", "priority"));
    assertEquals(
        0L, api.post(pods, String.format(body, "b", "")).expect(201).at("spec", "priority"));
    api.post(pods, String.format(body, "c", "'priority':5,")).expect(403);
    api.post(pods, String.format(body, "d", "'priorityClassName':'none',")).expect(403);
  }

  @Test
  void workloads() {
    refused(
        "/apis/apps/v1/namespaces/default/deployments",
        "{'metadata':{'name':'d'},'spec':{'strategy':{'rollingUpdate':{'maxSurge':0,"
            + "'maxUnavailable':0}},'selector':{'matchLabels':{'a':'b'}},'template':{'metadata':"
            + "{'labels':{'a':'b'}},'spec':{'containers':[{'name':'c','image':'b'}]}}}}",
        "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge`"
            + " is 0");
    refused(
        "/apis/policy/v1/namespaces/default/poddisruptionbudgets",
        "{'metadata':{'name':'p'},'spec':{'minAvailable':1,'maxUnavailable':1}}",
        "spec: Invalid value: {\"MinAvailable\":1,\"Selector\":null,\"MaxUnavailable\":1,"
            + "\"UnhealthyPodEvictionPolicy\":null}: minAvailable and maxUnavailable cannot be both"
            + " set");
    refused(
        "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
        "{'metadata':{'name':'h'},'spec':{'minReplicas':5,'maxReplicas':3,'scaleTargetRef':"
            + "{'apiVersion':'apps/v1','kind':'Deployment','name':'d'}}}",
        "spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`");
  }

  @Test
  void whatIsInTheTextFile() {
    refused(
        "/apis/storage.k8s.io/v1/storageclasses",
        "{'metadata':{'name':'s'},'reclaimPolicy':'x'}",
        "[provisioner: Required value, reclaimPolicy: Unsupported value: \"x\": supported values:"
            + " \"Delete\", \"Retain\"]");
    refused(
        "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
        "{'metadata':{'name':'r'},'roleRef':{'kind':'Role','name':'a'},"
            + "'subjects':[{'kind':'x','name':'a'}]}",
        "subjects[0].kind: Unsupported value: \"x\": supported values: \"ServiceAccount\","
            + " \"User\", \"Group\"");
    api.post(
            "/apis/storage.k8s.io/v1/storageclasses", "{'metadata':{'name':'s'},'provisioner':'p'}")
        .expect(201);
    String message =
        api.patch(
                "/apis/storage.k8s.io/v1/storageclasses/s", Api.MERGE_PATCH, "{'provisioner':'q'}")
            .expect(422)
            .message();
    assertEquals(
        "StorageClass.storage.k8s.io \"s\" is invalid: provisioner: Invalid value: null: field is"
            + " immutable",
        message);
  }

  @Test
  void initialObjectsAreThere() {
    api.get("/api/v1/namespaces/default/services/kubernetes").expect(200);
    api.get("/apis/scheduling.k8s.io/v1/priorityclasses/system-node-critical").expect(200);
    assertEquals(List.of(), api.get("/api/v1/namespaces/kube-system/services").expect(200).items());
  }
}
