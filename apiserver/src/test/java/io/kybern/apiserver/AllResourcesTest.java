package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.Api.Reply;
import io.kybern.apiserver.Api.Watch;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.ServedResource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every resource that is served, through its whole life. */
class AllResourcesTest {
  private static final String POD = "{'containers':[{'name':'c','image':'i'}]}";
  private static final String TEMPLATE =
      "'template':{'metadata':{'labels':{'a':'b'}},'spec':" + POD + "}";

  static Stream<ServedResource> stored() {
    return ApiFacts.load().resources().stream().filter(resource -> resource.allows("update"));
  }

  @Test
  void areMany() {
    assertTrue(stored().count() > 85, () -> stored().count() + " resources");
  }

  @ParameterizedTest
  @MethodSource("stored")
  void live(ServedResource resource) {
    try (Api api = new Api()) {
      String path = path(resource, "default");
      String all = path(resource, "");
      String name =
          switch (resource.plural()) {
            case "ipaddresses" -> "10.0.0.1";
            case "customresourcedefinitions" -> "x.example.com";
            default -> "x";
          };
      String body = "{'metadata':{'name':'" + name + "'}" + spec(resource) + "}";
      int others = api.get(all).expect(200).items().size();
      try (Watch watch = api.watch(all + "?watch=true")) {
        watch.events();
        Reply created = api.post(path, body).expect(201);
        assertEquals(resource.kind(), created.at("kind"));
        assertEquals(resource.apiVersion(), created.at("apiVersion"));
        assertNotNull(created.at("metadata", "uid"));
        String own = path + "/" + name;
        assertEquals(created.text(), api.get(own).expect(200).text());
        api.post(path, body).expect(409);
        Reply updated =
            api.put(own, created.tree().with("w", "metadata", "labels", "v")).expect(200);
        assertEquals("w", updated.at("metadata", "labels", "v"));
        assertEquals(updated.text(), api.put(own, updated.tree()).expect(200).text());
        api.put(own, created.tree()).expect(409);
        for (String patch : List.of(Api.MERGE_PATCH, Api.STRATEGIC_PATCH)) {
          String value = patch.substring(12, 17);
          assertEquals(
              value,
              api.patch(own, patch, "{'metadata':{'annotations':{'p':'" + value + "'}}}")
                  .expect(200)
                  .at("metadata", "annotations", "p"));
        }
        if (resource.subresource("status").isPresent()) {
          api.get(own + "/status").expect(200);
          api.patch(own + "/status", Api.MERGE_PATCH, "{}").expect(200);
        }
        Reply list = api.get(all).expect(200);
        assertEquals(resource.kind() + "List", list.at("kind"));
        assertEquals(others + 1, list.items().size());
        assertEquals(1, api.get(all + "?labelSelector=v%3Dw").items().size());
        assertEquals(1, api.get(all + "?fieldSelector=metadata.name%3D" + name).items().size());
        api.send(ApiRequest.get(own).withHeader("Accept", "application/vnd.kubernetes.protobuf"))
            .expect(200);
        api.delete(own).expect(200);
        api.get(own).expect(404);
        List<String> events = watch.summary();
        assertEquals("ADDED " + name, events.get(0));
        assertEquals("DELETED " + name, events.get(events.size() - 1));
      }
    }
  }

  static Stream<ServedResource> all() {
    return ApiFacts.load().resources().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void refuseWhatTheyDoNotKnow(ServedResource resource) {
    try (Api api = new Api()) {
      String path = path(resource, "default");
      if (!resource.allows("list")) {
        api.get(path).expect(405);
      }
      if (!resource.allows("create")) {
        api.post(path, "{}").expect(405);
      }
      if (!resource.allows("deletecollection")) {
        api.delete(path).expect(405);
      }
      api.get(path + "/x").expect(404);
    }
  }

  private static String path(ServedResource resource, String namespace) {
    return "/"
        + resource.groupVersion().path()
        + (resource.namespaced() && !namespace.isEmpty() ? "/namespaces/" + namespace : "")
        + "/"
        + resource.plural();
  }

  /** What a kind needs beyond a name. */
  private static String spec(ServedResource resource) {
    return switch (resource.plural()) {
      case "pods" -> ",'spec':" + POD;
      case "ingressclasses" -> ",'spec':{'controller':'a/b'}";
      case "podtemplates" -> "," + TEMPLATE;
      case "replicationcontrollers" -> ",'spec':{'selector':{'a':'b'}," + TEMPLATE + "}";
      case "deployments", "daemonsets", "replicasets", "statefulsets" ->
          ",'spec':{'selector':{'matchLabels':{'a':'b'}}," + TEMPLATE + "}";
      case "jobs" ->
          ",'spec':{'template':{'spec':{'restartPolicy':'Never'," + POD.substring(1) + "}}";
      case "services" -> ",'spec':{'ports':[{'port':80}]}";
      case "certificatesigningrequests" ->
          ",'spec':{'request':'eA==','usages':['client auth'],'signerName':'x.y/z'}";
      case "cronjobs" ->
          ",'spec':{'schedule':'* * * * *','jobTemplate':{'spec':{'template':{'spec':{"
              + "'restartPolicy':'Never',"
              + POD.substring(1)
              + "}}}}";
      case "horizontalpodautoscalers" ->
          ",'spec':{'maxReplicas':1,'scaleTargetRef':{'apiVersion':'apps/v1','kind':'Deployment',"
              + "'name':'d'}}";
      case "ingresses" -> ",'spec':{'defaultBackend':{'service':{'name':'s','port':{'number':1}}}}";
      case "rolebindings", "clusterrolebindings" ->
          ",'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'ClusterRole','name':'view'}";
      case "storageclasses" -> ",'provisioner':'p'";
      case "runtimeclasses" -> ",'handler':'h'";
      case "endpointslices" -> ",'addressType':'IPv4','endpoints':[]";
      case "persistentvolumeclaims" ->
          ",'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1Gi'}}}";
      case "persistentvolumes" ->
          ",'spec':{'accessModes':['ReadWriteOnce'],'capacity':{'storage':'1Gi'},"
              + "'hostPath':{'path':'/x'}}";
      case "flowschemas" -> ",'spec':{'priorityLevelConfiguration':{'name':'exempt'}}";
      case "customresourcedefinitions" ->
          ",'spec':{'group':'example.com','scope':'Namespaced','names':{'plural':'x','kind':'X'},"
              + "'versions':[{'name':'v1','served':true,'storage':true}]}";
      default -> "";
    };
  }
}
