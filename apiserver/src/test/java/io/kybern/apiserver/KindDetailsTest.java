package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.Api.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What single kinds have of their own when they are made. */
class KindDetailsTest {
  private final Api api = new Api(ApiServer.start());

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void anAnnotationCountsTheTemplatesOfADaemonSet() {
    String sets = "/apis/apps/v1/namespaces/default/daemonsets";
    String count = "deprecated.daemonset.template.generation";
    String body = Api.deployment("web", 1).replace("'replicas':1,", "");
    Reply made = api.post(sets, body).expect(201);
    assertEquals("1", made.at("metadata", "annotations", count));
    Reply labelled =
        api.put(sets + "/web", made.tree().with("b", "metadata", "labels", "a")).expect(200);
    assertEquals("1", labelled.at("metadata", "annotations", count));
    Reply changed =
        api.patch(
                sets + "/web",
                Api.MERGE_PATCH,
                "{'spec':{'template':{'spec':{'hostNetwork':true}}}}")
            .expect(200);
    assertEquals("2", changed.at("metadata", "annotations", count));
  }

  @Test
  void aDefinitionKnowsItsStoredVersion() {
    Reply made =
        api.post(
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                "{'metadata':{'name':'things.example.com'},'spec':{'group':'example.com',"
                    + "'scope':'Namespaced','names':{'plural':'things','kind':'Thing'},'versions':["
                    + "{'name':'v2','served':true,'storage':false},"
                    + "{'name':'v1','served':true,'storage':true}]}}")
            .expect(201);
    assertEquals(List.of("v1"), made.at("status", "storedVersions"));
  }

  @Test
  void anApiServedHereIsAvailable() {
    String services = "/apis/apiregistration.k8s.io/v1/apiservices";
    String spec =
        "'group':'example.com','version':'v%s','groupPriorityMinimum':1,'versionPriority':1";
    Reply local =
        api.post(
                services,
                "{'metadata':{'name':'v1.example.com'},'spec':{" + spec.formatted(1) + "}}")
            .expect(201);
    assertEquals("Available", local.at("status", "conditions", "0", "type"));
    assertEquals("Local", local.at("status", "conditions", "0", "reason"));
    Reply remote =
        api.post(
                services,
                "{'metadata':{'name':'v2.example.com'},'spec':{"
                    + spec.formatted(2)
                    + ",'service':{'namespace':'a','name':'b'}}}")
            .expect(201);
    assertNull(remote.at("status", "conditions"));
  }

  @Test
  void bindingsAnswerWithSuccessAlone() {
    api.post(Api.PODS, Api.pod("p", "")).expect(201);
    Reply bound =
        api.post(
                "/api/v1/namespaces/default/bindings",
                "{'metadata':{'name':'p'},'target':{'name':'n1'}}")
            .expect(201);
    assertEquals("Success", bound.at("status"));
    assertEquals(201L, bound.at("code"));
    assertNull(bound.at("details"));
  }

  @Test
  void newerKindsHaveDefaultsToo() {
    Reply group =
        api.post(
                "/apis/scheduling.k8s.io/v1beta1/namespaces/default/podgroups",
                "{'metadata':{'name':'g'},'spec':{'schedulingPolicy':{'gang':{'minCount':2}}}}")
            .expect(201);
    assertEquals(0L, group.at("spec", "priority"));
    Reply policy =
        api.post(
                "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies",
                "{'metadata':{'name':'m'},'spec':{'reinvocationPolicy':'Never'}}")
            .expect(201);
    assertEquals("Fail", policy.at("spec", "failurePolicy"));
  }

  @Test
  void givesAnAddressToWhatWasAnExternalName() {
    String services = "/api/v1/namespaces/default/services";
    api.post(
            services,
            "{'metadata':{'name':'e'},'spec':{'type':'ExternalName','externalName':'a.b'}}")
        .expect(201);
    Reply inside =
        api.patch(
                services + "/e",
                Api.MERGE_PATCH,
                "{'spec':{'type':'ClusterIP','externalName':null,'ports':[{'port':80}]}}")
            .expect(200);
    Object address = inside.at("spec", "clusterIP");
    assertEquals(List.of(address), inside.at("spec", "clusterIPs"));
  }

  /** Each label that is wrong is shown with the whole name: not as often as there are dots. */
  @Test
  void signersOfManyBadLabelsAreRefusedInFewWords() {
    StringBuilder labels = new StringBuilder("-");
    for (int i = 0; i < 5_000; i++) {
      labels.append(".-").append(i);
    }
    for (String signer : List.of("a.b/" + labels, labels + "/a")) {
      Reply refused =
          api.post(
                  "/apis/certificates.k8s.io/v1/certificatesigningrequests",
                  "{'metadata':{'name':'r'},'spec':{'request':'eA==','usages':['client auth'],"
                      + "'signerName':'"
                      + signer
                      + "'}}")
              .expect(422);
      assertTrue(refused.message().length() < 50 * signer.length());
    }
  }
}
