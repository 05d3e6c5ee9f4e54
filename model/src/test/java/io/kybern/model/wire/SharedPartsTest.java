package io.kybern.model.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apiextensions.v1.CustomResourceDefinition;
import io.kybern.api.apiextensions.v1.JSONSchemaProps;
import io.kybern.api.apps.v1.ControllerRevision;
import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.apps.v1.StatefulSet;
import io.kybern.api.core.v1.Pod;
import io.kybern.error.DecodeException;
import io.kybern.model.MessageType;
import io.kybern.model.RandomMessages;
import io.kybern.model.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a codec has read before, bytes are read or refused as if it had not. */
class SharedPartsTest {
  @Test
  void codecsWithOtherRulesShareNothing() {
    StatefulSet set =
        StatefulSet.builder()
            .spec(
                s ->
                    s.volumeClaimTemplate(
                        c ->
                            c.metadata(
                                m -> m.name("data").managedField(f -> f.manager("kubectl")))))
            .build();
    byte[] bytes = Codec.write(set, WireFormat.PROTOBUF);
    Codec codec = Codec.eager();
    Codec without = codec.withoutManagedFields();
    for (int i = 0; i < 4; i++) {
      assertEquals(1, managedFields(codec, bytes));
      assertEquals(0, managedFields(without, bytes));
    }
  }

  private static int managedFields(Codec codec, byte[] bytes) {
    StatefulSet set = codec.read(StatefulSet.TYPE, WireFormat.PROTOBUF, bytes);
    return set.spec().volumeClaimTemplates().get(0).metadata().managedFields().size();
  }

  @Test
  void whatWasReadBeforeChangesNoResult() {
    Random random = Seed.of("whatWasReadBeforeChangesNoResult");
    RandomMessages messages = new RandomMessages(random);
    Codec warm = Codec.eager();
    List<MessageType<?>> types =
        List.of(Pod.TYPE, Deployment.TYPE, CustomResourceDefinition.TYPE, ControllerRevision.TYPE);
    for (int i = 0; i < 300; i++) {
      MessageType<?> type = types.get(i % types.size());
      byte[] bytes = Codec.write(messages.of(type), WireFormat.PROTOBUF);
      for (int j = 0; j < 8; j++) {
        assertEquals(outcome(Codec.eager(), type, bytes), outcome(warm, type, bytes));
        assertEquals(outcome(Codec.eager(), type, bytes), outcome(warm, type, bytes));
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
    }
  }

  @Test
  void theDepthThatIsAllowedIsTheSame() {
    Codec warm = Codec.eager();
    List<Boolean> allowed = new ArrayList<>();
    for (int depth = 1; depth < 120; depth++) {
      JSONSchemaProps schema = JSONSchemaProps.builder().type("string").build();
      for (int i = 0; i < depth; i++) {
        JSONSchemaProps inner = schema;
        schema =
            depth % 2 == 0
                ? JSONSchemaProps.builder().not(inner).build()
                : JSONSchemaProps.builder().allOf(List.of(inner)).build();
      }
      JSONSchemaProps whole = schema;
      byte[] bytes =
          Codec.write(
              CustomResourceDefinition.builder()
                  .spec(s -> s.version(v -> v.schema(x -> x.openAPIV3Schema(whole))))
                  .build(),
              WireFormat.PROTOBUF);
      Object fresh = outcome(Codec.eager(), CustomResourceDefinition.TYPE, bytes);
      for (int i = 0; i < 3; i++) {
        assertEquals(fresh, outcome(warm, CustomResourceDefinition.TYPE, bytes));
      }
      allowed.add(!(fresh instanceof String));
    }
    assertTrue(allowed.contains(true) && allowed.contains(false), allowed.toString());
  }

  /** The message, or what is wrong with the bytes. */
  private static Object outcome(Codec codec, MessageType<?> type, byte[] bytes) {
    byte[] before = bytes.clone();
    try {
      Object message = codec.read(type, WireFormat.PROTOBUF, bytes);
      assertTrue(Arrays.equals(before, bytes));
      return message;
    } catch (DecodeException refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}
