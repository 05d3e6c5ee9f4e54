package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apiextensions.v1.CustomResourceDefinition;
import io.kybern.api.apiextensions.v1.JSONSchemaProps;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.meta.v1.WatchEvent;
import io.kybern.error.DecodeException;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However deep input is nested, the stack of a small thread is enough. */
class DepthTest {
  private static final int BOMB = 200_000;

  /** Deeper than any manifest; a little less than what is refused. */
  private static final int ALLOWED = 190;

  private final Codec lazy = Codec.lazy();
  private final Codec eager = Codec.eager();

  @Test
  void bombsInJsonAreRefused() {
    SmallStack.run(
        () -> {
          for (String bomb :
              List.of(
                  "[".repeat(BOMB),
                  "{\"a\":".repeat(BOMB),
                  "[{\"a\":".repeat(BOMB),
                  "[".repeat(BOMB) + "]".repeat(BOMB),
                  "{\"a\":".repeat(BOMB) + "1" + "}".repeat(BOMB))) {
            refused(WireFormat.JSON, bomb);
            refused(WireFormat.YAML, bomb);
            for (String place :
                List.of(
                    "\"new\":@",
                    "\"spec\":@",
                    "\"spec\":{\"new\":@",
                    "\"metadata\":{\"labels\":@",
                    "\"kind\":@",
                    "\"metadata\":{\"managedFields\":[{\"fieldsV1\":@",
                    "\"status\":{\"containerStatuses\":@")) {
              refused(
                  WireFormat.JSON,
                  "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"," + place.replace("@", bomb));
              refused(
                  WireFormat.JSON,
                  "{" + place.replace("@", bomb) + ",\"kind\":\"Pod\",\"apiVersion\":\"v1\"");
            }
          }
        });
  }

  private void refused(WireFormat format, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertNull(Refusal.orNull(() -> eager.readAny(format, bytes)));
    assertNull(Refusal.orNull(() -> lazy.readAny(format, bytes)));
    assertNull(Refusal.orNull(() -> eager.read(Pod.TYPE, format, bytes)));
    assertNull(Refusal.orNull(() -> eager.readManifest(bytes)));
    if (format == WireFormat.JSON) {
      assertNull(Refusal.orNull(() -> Codec.compactJson(bytes)));
      assertNull(Refusal.orNull(() -> Codec.jsonToTree(bytes)));
    } else {
      assertNull(Refusal.orNull(() -> Codec.yamlToTree(bytes)));
    }
  }

  @Test
  void bombsInYamlAreRefused() {
    StringBuilder block = new StringBuilder();
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      block.append(" ".repeat(i)).append("a:\n");
      list.append(" ".repeat(i)).append("-\n");
    }
    SmallStack.run(
        () -> {
          for (String bomb :
              List.of(
                  "- ".repeat(BOMB),
                  "? ".repeat(BOMB),
                  "a: [".repeat(BOMB),
                  "{a: ".repeat(BOMB),
                  "[{".repeat(BOMB),
                  "- ? ".repeat(BOMB),
                  "{? [".repeat(BOMB),
                  block.toString(),
                  list.toString())) {
            refused(WireFormat.YAML, bomb);
          }
        });
  }

  @Test
  void bombsInProtobufAreRefused() {
    SmallStack.run(
        () -> {
          byte[] groups = new byte[BOMB];
          java.util.Arrays.fill(groups, (byte) (14 << 3 | 3));
          assertNull(readProtobuf(Pod.TYPE, groups));
          byte[] inSpec = nested(groups, 2);
          assertNull(readProtobuf(Pod.TYPE, inSpec));

          // spec.versions.schema.openAPIV3Schema, then "not" in "not", and the same through maps.
          byte[] not = {};
          byte[] properties = {};
          for (int i = 0; i < 3000; i++) {
            not = nested(not, 28);
            properties = nested(nested(properties, 2), 29);
          }
          for (byte[] bomb : List.of(not, properties)) {
            byte[] definition = nested(nested(nested(nested(bomb, 1), 4), 7), 2);
            assertNull(readProtobuf(CustomResourceDefinition.TYPE, definition));
          }
        });
  }

  private Object readProtobuf(MessageType<?> type, byte[] raw) {
    byte[] bytes = envelope(raw, "", "");
    Object whole = Refusal.orNull(() -> eager.read(type, WireFormat.PROTOBUF, bytes));
    Object late =
        Refusal.orNull(
            () -> {
              Message message = lazy.read(type, WireFormat.PROTOBUF, bytes);
              assertEquals(message.hashCode(), message.hashCode());
              return message;
            });
    assertEquals(whole, late);
    return whole;
  }

  private static byte[] nested(byte[] content, int number) {
    List<Integer> head = new ArrayList<>();
    varint(head, (long) number << 3 | 2);
    varint(head, content.length);
    byte[] all = new byte[head.size() + content.length];
    for (int i = 0; i < head.size(); i++) {
      all[i] = head.get(i).byteValue();
    }
    System.arraycopy(content, 0, all, head.size(), content.length);
    return all;
  }

  private static void varint(List<Integer> out, long value) {
    long rest = value;
    while (rest > 127) {
      out.add((int) (rest & 127 | 128));
      rest >>>= 7;
    }
    out.add((int) rest);
  }

  private static byte[] envelope(byte[] raw, String apiVersion, String kind) {
    byte[] type =
        concat(
            nested(apiVersion.getBytes(StandardCharsets.UTF_8), 1),
            nested(kind.getBytes(StandardCharsets.UTF_8), 2));
    return concat(new byte[] {'k', '8', 's', 0}, concat(nested(type, 1), nested(raw, 2)));
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  @Test
  void whatIsDeepButAllowedIsReadAndWritten() {
    SmallStack.run(
        () -> {
          String deep = "[".repeat(ALLOWED) + "]".repeat(ALLOWED);
          String json = "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"new\":" + deep + "}";
          everyWay(json);
          everyWay(json.replace("\"Pod\"", "\"Unknown\""));
          String maps = "{\"a\":".repeat(ALLOWED) + "1" + "}".repeat(ALLOWED);
          everyWay("{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"new\":" + maps + "}");
          everyWay("{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"spec\":{\"new\":" + maps + "}}");
          everyWay(
              "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":["
                  + deep.substring(9, deep.length() - 9)
                  + "]}");

          String schema = "{\"not\":".repeat(90) + "{}" + "}".repeat(90);
          String list = "{\"allOf\":[".repeat(90) + "{}" + "]}".repeat(90);
          String properties = "{\"properties\":{\"a\":".repeat(90) + "{}" + "}}".repeat(90);
          String items = "{\"items\":[".repeat(45) + "{}" + "]}".repeat(45);
          for (String each : List.of(schema, list, properties, items)) {
            everyWay(
                "{\"kind\":\"CustomResourceDefinition\",\"apiVersion\":\"apiextensions.k8s.io/v1\","
                    + "\"spec\":{\"versions\":[{\"schema\":{\"openAPIV3Schema\":"
                    + each
                    + "}}]}}");
          }
        });
  }

  private void everyWay(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Object object = eager.readAny(WireFormat.JSON, bytes);
    assertEquals(object, lazy.readAny(WireFormat.JSON, bytes));
    assertNotNull(object.toString());
    for (WireFormat format : WireFormat.values()) {
      if (format != WireFormat.PROTOBUF || object instanceof Message) {
        byte[] written = Codec.write(object, format);
        Object again = eager.readAny(format, written);
        if (format != WireFormat.PROTOBUF) {
          assertEquals(object, again);
          assertEquals(object, lazy.readAny(format, written));
        }
        assertEquals(again.hashCode(), eager.readAny(format, written).hashCode());
      }
    }
    Refusal.orNull(() -> eager.readManifest(bytes));
  }

  @Test
  void treesThatNobodyCouldReadBackAreNotWritten() {
    SmallStack.run(
        () -> {
          Object tree = "end";
          for (int i = 0; i < 100_000; i++) {
            tree = i % 2 == 0 ? List.of(tree) : Map.of("a", tree);
          }
          Object deep = tree;
          assertThrows(IllegalArgumentException.class, () -> Codec.treeToJson(deep));
          assertThrows(IllegalArgumentException.class, () -> Codec.treeToYaml(deep));
          assertThrows(IllegalArgumentException.class, () -> Codec.freezeTree(deep));
          assertThrows(IllegalArgumentException.class, () -> RawJson.ofTree(deep));
          assertThrows(IllegalArgumentException.class, () -> Unstructured.of(Map.of("a", deep)));
        });
  }

  @Test
  void objectsInObjectsAreTurnedIntoJsonUpToALimit() {
    SmallStack.run(
        () -> {
          byte[] inner =
              Codec.write(Pod.builder().metadata(m -> m.name("p")).build(), WireFormat.PROTOBUF);
          for (int i = 0; i < 3; i++) {
            inner =
                envelope(concat(nested(new byte[] {'A'}, 1), nested(nested(inner, 1), 2)), "", "");
          }
          WatchEvent event = eager.read(WatchEvent.TYPE, WireFormat.PROTOBUF, inner);
          assertTrue(
              new String(Codec.write(event, WireFormat.JSON), StandardCharsets.UTF_8)
                  .contains("\"name\":\"p\""));
          for (int i = 0; i < 20_000; i++) {
            inner =
                envelope(concat(nested(new byte[] {'A'}, 1), nested(nested(inner, 1), 2)), "", "");
          }
          WatchEvent deep = eager.read(WatchEvent.TYPE, WireFormat.PROTOBUF, inner);
          assertThrows(IllegalArgumentException.class, () -> Codec.write(deep, WireFormat.JSON));
          assertThrows(IllegalArgumentException.class, () -> Codec.toTree(deep));
          assertThrows(DecodeException.class, () -> deep.object().json());
        });
  }

  @Test
  void bombsInStreamsAreRefused() {
    SmallStack.run(
        () -> {
          for (String bomb :
              List.of(
                  "{\"items\":[" + "[".repeat(BOMB) + "]".repeat(BOMB) + "]}",
                  "{\"metadata\":" + "{\"a\":".repeat(BOMB) + "1" + "}".repeat(BOMB) + "}",
                  "{\"new\":" + "[".repeat(BOMB) + "]".repeat(BOMB) + "}",
                  "{\"items\":[{\"spec\":" + "[".repeat(BOMB) + "]".repeat(BOMB) + "}]}")) {
            for (Codec codec : List.of(lazy, eager)) {
              assertThrows(
                  DecodeException.class,
                  () -> {
                    try (var stream = codec.readList(Pod.TYPE, WireFormat.JSON, body(bomb))) {
                      while (stream.next() != null) {}
                    }
                  });
            }
          }
          String event =
              "{\"type\":\"ADDED\",\"object\":" + "[".repeat(BOMB) + "]".repeat(BOMB) + "}";
          assertThrows(
              DecodeException.class,
              () -> eager.readWatch(Pod.TYPE, WireFormat.JSON, body(event)).next());
        });
  }

  private static ByteArrayInputStream body(String text) throws IOException {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void builtSchemasAreAsDeepAsOneCanRead() {
    SmallStack.run(
        () -> {
          JSONSchemaProps schema = JSONSchemaProps.builder().type("object").build();
          for (int i = 0; i < 95; i++) {
            JSONSchemaProps child = schema;
            schema = JSONSchemaProps.builder().properties(Map.of("a", child)).build();
          }
          for (WireFormat format : WireFormat.values()) {
            assertEquals(
                schema, eager.read(JSONSchemaProps.TYPE, format, Codec.write(schema, format)));
          }
        });
  }
}
