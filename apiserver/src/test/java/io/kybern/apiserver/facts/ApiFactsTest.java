package io.kybern.apiserver.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.Kinds;
import io.kybern.api.core.v1.Pod;
import io.kybern.model.Field;
import io.kybern.model.MessageType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiFactsTest {
  private final ApiFacts facts = ApiFacts.load();

  @Test
  void resourceHasAllThatDiscoveryNeeds() {
    ServedResource deployments = facts.find("apps", "v1", "deployments").orElseThrow();
    assertEquals("apps/v1", deployments.apiVersion());
    assertEquals("deployment", deployments.singular());
    assertEquals("Deployment", deployments.kind());
    assertTrue(deployments.namespaced());
    assertEquals(List.of("deploy"), deployments.shortNames());
    assertEquals(List.of("all"), deployments.categories());
    assertTrue(deployments.allows("watch"));
    assertFalse(deployments.allows("connect"));
    assertEquals(
        new ServedSubresource(
            "scale", "autoscaling/v1", "Scale", List.of("get", "patch", "update")),
        deployments.subresource("scale").orElseThrow());
    assertEquals("apps/v1", deployments.subresource("status").orElseThrow().apiVersion());
    assertTrue(deployments.subresource("log").isEmpty());
    assertTrue(deployments.columns().startsWith("Name:string(name)|Ready:string|"));
  }

  @Test
  void subresourcesKnowTheirOwnKinds() {
    ServedResource pods = facts.find("", "v1", "pods").orElseThrow();
    ServedSubresource eviction = pods.subresource("eviction").orElseThrow();
    assertEquals("policy", eviction.group());
    assertEquals("v1", eviction.version());
    assertEquals("Eviction", eviction.kind());
    ServedSubresource binding = pods.subresource("binding").orElseThrow();
    assertEquals("", binding.group());
    assertEquals("v1", binding.version());
  }

  @Test
  void onlyWhatAServerServesIsThere() {
    assertTrue(facts.find("apps", "v1", "nothing").isEmpty());
    assertTrue(facts.find("apps", "v1beta1", "deployments").isEmpty());
    assertTrue(facts.resources("no.such.group", "v1").isEmpty());
    assertFalse(facts.serves("extensions", "v1beta1"));
    assertTrue(facts.serves("", "v1"));
    assertEquals(36, facts.groupVersions().size());
    assertEquals(100, facts.resources().size());
    assertThrows(
        IllegalArgumentException.class,
        () -> facts.packageOf(new GroupVersion("extensions", "v1beta1")));
  }

  @Test
  void everyServedKindHasAJavaType() {
    for (ServedResource resource : facts.resources()) {
      assertNotNull(Kinds.find(resource.apiVersion(), resource.kind()), resource.kind());
      if (resource.allows("list")) {
        assertNotNull(Kinds.find(resource.apiVersion(), resource.kind() + "List"));
      }
      for (ServedSubresource subresource : resource.subresources()) {
        assertNotNull(Kinds.find(subresource.apiVersion(), subresource.kind()), subresource.kind());
      }
    }
  }

  @Test
  void fieldsAreThoseOfTheGeneratedClasses() {
    Set<MessageType<?>> seen = new HashSet<>();
    for (ServedResource resource : facts.resources()) {
      checkFields(Kinds.find(resource.apiVersion(), resource.kind()), seen);
    }
    assertTrue(seen.size() > 600, () -> "only " + seen.size());
  }

  private void checkFields(MessageType<?> type, Set<MessageType<?>> seen) {
    if (!seen.add(type)) {
      return;
    }
    facts
        .message(type.name())
        .ifPresent(
            message -> {
              for (FieldFacts fact : message.fields()) {
                Field field = type.field(fact.name());
                if (field != null && fact.inJson()) {
                  assertEquals(fact.required(), field.required(), message.name() + fact.name());
                  assertEquals(fact.patchStrategies(), field.patchStrategy());
                }
              }
            });
    for (Field field : type.fields()) {
      if (field.kind() == io.kybern.model.FieldKind.MESSAGE) {
        checkFields(field.messageType(), seen);
      }
    }
  }

  @Test
  void messagesAreFoundByBothNames() {
    MessageFacts spec = facts.message("io.k8s.api.core.v1.PodSpec").orElseThrow();
    assertSame(spec, facts.messageNamed("core.v1.PodSpec"));
    assertEquals("io.k8s.api.core.v1.PodSpec", facts.openApiName("core.v1.PodSpec"));
    FieldFacts containers = spec.field("containers");
    assertNotNull(containers);
    assertTrue(containers.required());
    assertTrue(containers.isList());
    assertEquals("core.v1.Container", containers.leafType());
    assertEquals("map", containers.listType());
    assertEquals(List.of("name"), containers.listMapKeys());
    assertEquals(List.of("merge"), containers.patchStrategies());
    assertEquals("name", containers.patchMergeKey());
    FieldFacts policy = spec.field("restartPolicy");
    assertNotNull(policy);
    assertEquals(List.of("Always", "Never", "OnFailure"), policy.enumValues());
    MessageFacts port = facts.messageNamed("core.v1.ContainerPort");
    assertEquals("\"TCP\"", port.field("protocol").defaultJson());
    assertTrue(facts.message(Pod.TYPE.name()).orElseThrow().typeMeta());
    assertTrue(facts.message("io.k8s.api.core.v1.Nothing").isEmpty());
    assertTrue(facts.message("Nothing").isEmpty());
    assertThrows(IllegalStateException.class, () -> facts.messageNamed("core.v1.Nothing"));
    assertThrows(IllegalStateException.class, () -> facts.packageOf("core.v9"));
  }

  @Test
  void everyPackageCanBeRead() {
    List<String> kinds = new ArrayList<>();
    for (String name : facts.packageNames()) {
      PackageFacts schema = facts.packageOf(name);
      assertEquals(name, schema.name());
      schema.kinds().forEach(kind -> kinds.add(kind.name()));
    }
    assertTrue(kinds.containsAll(List.of("Pod", "PodList", "Deployment", "Status", "Table")));
  }

  @Test
  void enumValuesMayNeedQuotes() {
    String text = "\"\",\"a\\u0020b\",\"c\\u002cd\",e";
    assertEquals(List.of("", "a b", "c,d", "e"), SchemaText.enumValues(text));
    assertEquals(List.of(), SchemaText.enumValues(""));
  }

  @Test
  void versionsGoFromStableToExperimental() {
    List<String> versions =
        new ArrayList<>(
            List.of(
                "foo", "v1alpha3", "v10", "v2", "v1beta2", "v1", "v2alpha1", "v3beta10", "bar"));
    versions.sort(ServedOrder::compareVersions);
    assertEquals(
        List.of("v10", "v2", "v1", "v3beta10", "v1beta2", "v2alpha1", "v1alpha3", "bar", "foo"),
        versions);
  }
}
