package io.kybern.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apiextensions.v1.JSONSchemaProps;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.policy.v1.PodDisruptionBudget;
import io.kybern.merge.PatchSchema.Member;
import io.kybern.merge.PatchSchema.Strategy;
import org.junit.jupiter.api.Test;

class MessageSchemaTest {
  @Test
  void factsOfTheTypes() {
    PatchSchema spec = MessageSchema.of(Pod.TYPE).require("spec").content();
    Member containers = spec.require("containers");
    assertEquals(Strategy.MERGE, containers.strategy());
    assertEquals("name", containers.mergeKey());
    Member ports = containers.content().require("ports");
    assertEquals("containerPort", ports.mergeKey());
    Member volumes = spec.require("volumes");
    assertTrue(volumes.retainKeys());
    assertEquals(Strategy.MERGE, volumes.strategy());
    assertEquals(Strategy.DEFAULT, spec.require("tolerations").strategy());
    assertNull(spec.member("nosuchfield"));
    assertEquals(
        Strategy.REPLACE,
        MessageSchema.of(PodDisruptionBudget.TYPE)
            .require("spec")
            .content()
            .require("selector")
            .strategy());
  }

  @Test
  void mapsHaveAnyMember() {
    Member labels = MessageSchema.of(Pod.TYPE).require("metadata").content().require("labels");
    assertSame(Member.FREE, labels.content().member("anything"));
    Member properties = MessageSchema.of(JSONSchemaProps.TYPE).require("properties");
    assertNotNull(properties.content().require("anything").content().member("minLength"));
  }

  @Test
  void aSchemaThatMayBeSomethingElseIsTheSchema() {
    PatchSchema schema = MessageSchema.of(JSONSchemaProps.TYPE);
    for (String name : new String[] {"items", "additionalProperties", "additionalItems"}) {
      assertNotNull(schema.require(name).content().member("minLength"), name);
    }
  }
}
