package io.kybern.apiserver.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.api.Kinds;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.facts.ServedResource;
import io.kybern.apiserver.storage.RevisionStore;
import io.kybern.model.Field;
import io.kybern.model.FieldKind;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {
  private static final ApiFacts FACTS = ApiFacts.load();

  /** The kinds whose versions differ in shape are those that conversion knows, and no others. */
  @Test
  void allOtherKindsHaveTheSameShapeInAllVersions() {
    Map<String, ServedResource> first = new HashMap<>();
    Set<String> different = new TreeSet<>();
    for (ServedResource served : FACTS.resources()) {
      String key = served.plural() + "." + served.group();
      ServedResource other = first.putIfAbsent(key, served);
      if (other != null && !sameShape(type(served), type(other), new HashSet<>())) {
        different.add(key);
      }
    }
    assertEquals(
        new TreeSet<>(
            Set.of(
                "horizontalpodautoscalers.autoscaling",
                "podcertificaterequests.certificates.k8s.io",
                "resourceclaims.resource.k8s.io",
                "resourceclaimtemplates.resource.k8s.io",
                "resourceslices.resource.k8s.io")),
        different);
  }

  private static MessageType<?> type(ServedResource served) {
    return Kinds.find(served.apiVersion(), served.kind());
  }

  private static boolean sameShape(MessageType<?> one, MessageType<?> other, Set<String> seen) {
    if (!seen.add(one.name() + other.name())) {
      return true;
    }
    if (one.fieldCount() != other.fieldCount()) {
      return false;
    }
    for (Field field : one.fields()) {
      Field twin = other.field(field.name());
      if (twin == null
          || twin.kind() != field.kind()
          || twin.shape() != field.shape()
          || (field.kind() == FieldKind.MESSAGE
              && !sameShape(field.messageType(), twin.messageType(), seen))) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "autoscaling|v1|v2|horizontalpodautoscalers|{'spec':{'maxReplicas':3,"
            + "'scaleTargetRef':{'kind':'D','name':'d'},'targetCPUUtilizationPercentage':50},"
            + "'status':{'currentReplicas':1,'desiredReplicas':2,"
            + "'currentCPUUtilizationPercentage':40}}",
        "resource.k8s.io|v1beta1|v1|resourceclaims|{'spec':{'devices':{'requests':[{'name':'r',"
            + "'deviceClassName':'c','allocationMode':'ExactCount','count':2},{'name':'s',"
            + "'firstAvailable':[{'name':'t','deviceClassName':'c'}]}]}}}",
        "resource.k8s.io|v1|v1beta1|resourceclaims|{'spec':{'devices':{'requests':[{'name':'r',"
            + "'exactly':{'deviceClassName':'c','count':2}}]}}}",
        "resource.k8s.io|v1beta1|v1beta2|resourceclaimtemplates|{'spec':{'spec':{'devices':"
            + "{'requests':[{'name':'r','deviceClassName':'c','count':2}]}}}}",
        "resource.k8s.io|v1beta1|v1|resourceslices|{'spec':{'driver':'d','pool':{'name':'p',"
            + "'generation':1,'resourceSliceCount':1},'devices':[{'name':'a','basic':"
            + "{'attributes':{'x':{'int':1}}}}]}}",
        "coordination.k8s.io|v1beta1|v1alpha2|leasecandidates|{'spec':{'leaseName':'l'}}"
      })
  void thereAndBackIsTheSame(String group, String from, String to, String plural, String json) {
    Resources resources = new Resources(FACTS, new RevisionStore(10));
    Resource start = resources.get(group, from, plural);
    Resource other = resources.get(group, to, plural);
    KubernetesObject object = read(start, json);
    KubernetesObject there = other.view(object);
    assertEquals(other.apiVersion(), there.apiVersion());
    assertEquals(object, start.view(there));
    Message message = (Message) there;
    assertEquals(message, Pruner.prune(message), "nothing became an unknown field");
  }

  private static KubernetesObject read(Resource resource, String json) {
    return (KubernetesObject)
        Codec.fromTree(
            resource.messageType(),
            Codec.jsonToTree(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void eventsAreOneResourceInTwoGroups() {
    Resources resources = new Resources(FACTS, new RevisionStore(10));
    Resource core = resources.get("", "v1", "events");
    Resource events = resources.get("events.k8s.io", "v1", "events");
    assertEquals(core.keyspace(), events.keyspace());
    KubernetesObject event =
        read(
            core,
            "{'metadata':{'name':'e'},'involvedObject':{'name':'p'},'message':'m','count':3,"
                + "'source':{'component':'c'},'reportingComponent':'r','reportingInstance':'i',"
                + "'firstTimestamp':'2030-01-02T03:04:05Z',"
                + "'lastTimestamp':'2030-01-02T03:04:06Z'}");
    KubernetesObject other = events.view(event);
    assertEquals("m", Parts.get(other, "note"));
    assertEquals("p", Parts.get(other, "regarding", "name"));
    assertEquals("r", Parts.get(other, "reportingController"));
    assertEquals(3, Parts.get(other, "deprecatedCount"));
    Message message = (Message) other;
    assertEquals(message, Pruner.prune(message));
    assertEquals(event, core.view(other));
  }
}
