package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.Volume;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.Problems;
import io.kybern.model.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fields of a newer API version survive in the format they came in, wherever they stand. */
class UnknownFieldsTest {
  private static final String MARK = "zz-from-a-newer-version";
  private static final Map<String, Object> NEWER =
      Map.of("a", List.of(1L, "<x>", 2.5), "b", Map.of("c", true));

  private final Codec lazy = Codec.lazy();
  private final Codec eager = Codec.eager();

  @Test
  void jsonKeepsThemInEveryPartOfEveryKind() {
    for (Golden golden : Golden.random()) {
      Message known = (Message) eager.readAny(WireFormat.JSON, golden.in(WireFormat.JSON));
      Object newer = marked(known.messageType(), Codec.jsonToTree(golden.in(WireFormat.JSON)));
      byte[] json = Codec.treeToJson(newer);
      for (Codec codec : List.of(lazy, eager)) {
        Message message = codec.read(known.messageType(), WireFormat.JSON, json);
        assertNotEquals(known, message, golden.name());
        assertEquals(newer, Codec.jsonToTree(Codec.write(message, WireFormat.JSON)), golden.name());
        assertEquals(newer, Codec.toTree(message), golden.name());
        assertEquals(newer, Codec.yamlToTree(Codec.write(message, WireFormat.YAML)), golden.name());
        assertTrue(Codec.losesUnknownFields(message, WireFormat.PROTOBUF), golden.name());
        assertFalse(Codec.losesUnknownFields(message, WireFormat.JSON), golden.name());
        assertFalse(Codec.losesUnknownFields(known, WireFormat.PROTOBUF), golden.name());
      }
      Message fromTree = Codec.fromTree(known.messageType(), newer);
      assertEquals(newer, Codec.toTree(fromTree), golden.name());
    }
  }

  /** {@code tree} with a member more in each object that a message stands for. */
  private static Object marked(MessageType<?> type, Object tree) {
    if (!(tree instanceof Map<?, ?> map)) {
      return tree;
    }
    if (type.jsonForm() != MessageType.JsonForm.OBJECT) {
      Field schema = type.field("schema");
      return schema == null ? tree : marked(schema.messageType(), tree);
    }
    Map<String, Object> marked = new HashMap<>();
    map.forEach((name, value) -> marked.put((String) name, value));
    for (Field field : type.fields()) {
      Object value = map.get(field.name());
      if (field.kind() == FieldKind.MESSAGE && value != null) {
        marked.put(field.name(), markedParts(field, value));
      }
    }
    marked.put(MARK, NEWER);
    return marked;
  }

  private static Object markedParts(Field field, Object value) {
    MessageType<?> type = field.messageType();
    if (field.shape() == Field.Shape.LIST) {
      List<Object> parts = new ArrayList<>();
      ((List<?>) value).forEach(part -> parts.add(marked(type, part)));
      return parts;
    }
    if (field.shape() == Field.Shape.MAP) {
      Map<String, Object> parts = new HashMap<>();
      ((Map<?, ?>) value).forEach((key, part) -> parts.put((String) key, marked(type, part)));
      return parts;
    }
    return marked(type, value);
  }

  @Test
  void protobufKeepsThemInEveryPartOfEveryKind() {
    for (Golden golden : Golden.random()) {
      Message known = (Message) eager.readAny(WireFormat.PROTOBUF, golden.in(WireFormat.PROTOBUF));
      MarkedProtobuf newer = MarkedProtobuf.of(known.messageType(), golden.in(WireFormat.PROTOBUF));
      for (Codec codec : List.of(lazy, eager)) {
        Message message = codec.read(known.messageType(), WireFormat.PROTOBUF, newer.bytes());
        byte[] written = Codec.write(message, WireFormat.PROTOBUF);
        assertEquals(newer.marks(), MarkedProtobuf.count(written), golden.name());
        Message again = eager.read(known.messageType(), WireFormat.PROTOBUF, written);
        assertEquals(message, again, golden.name());
        assertNotEquals(known, message, golden.name());
        assertEquals(Codec.toTree(known), Codec.toTree(message), golden.name());
        assertTrue(Codec.losesUnknownFields(message, WireFormat.JSON), golden.name());
        assertFalse(Codec.losesUnknownFields(message, WireFormat.PROTOBUF), golden.name());
        assertFalse(Codec.losesUnknownFields(again, WireFormat.PROTOBUF), golden.name());
      }
    }
  }

  @Test
  void anEditElsewhereKeepsThem() {
    Golden golden = Golden.random("core.v1.Pod");
    Object newer = marked(Pod.TYPE, Codec.jsonToTree(golden.in(WireFormat.JSON)));
    MarkedProtobuf protobuf = MarkedProtobuf.of(Pod.TYPE, golden.in(WireFormat.PROTOBUF));
    for (Codec codec : List.of(lazy, eager)) {
      Pod pod = codec.read(Pod.TYPE, WireFormat.JSON, Codec.treeToJson(newer));
      Pod edited =
          pod.toBuilder().metadata(m -> m.label("x", "y")).spec(s -> s.nodeName("n")).build();
      assertEquals(count(newer), count(Codec.toTree(edited)));
      assertEquals("y", edited.labels().get("x"));
      assertEquals("n", edited.spec().nodeName());

      pod = codec.read(Pod.TYPE, WireFormat.PROTOBUF, protobuf.bytes());
      edited = pod.toBuilder().metadata(m -> m.label("x", "y")).spec(s -> s.nodeName("n")).build();
      assertEquals(
          protobuf.marks(), MarkedProtobuf.count(Codec.write(edited, WireFormat.PROTOBUF)));
      assertEquals(
          protobuf.marks(),
          MarkedProtobuf.count(
              Codec.write(
                  pod.withMetadata(pod.metadata().toBuilder().name("other").build()),
                  WireFormat.PROTOBUF)));
    }
  }

  private static int count(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return (map.containsKey(MARK) ? 1 : 0)
          + map.values().stream().mapToInt(UnknownFieldsTest::count).sum();
    }
    return tree instanceof List<?> list
        ? list.stream().mapToInt(UnknownFieldsTest::count).sum()
        : 0;
  }

  @Test
  void aFlattenedMessageKeepsItsOwnInItsOwnPlace() {
    // Volume 1: name, 2: the message that JSON flattens, with an unknown field 900 beside emptyDir.
    byte[] source = {1 << 3 | 2, 1, 'v', 2 << 3 | 2, 5, 2 << 3 | 2, 0, (byte) 0xA0, 0x38, 7};
    byte[] envelope = envelope("", "", source);
    Volume volume = eager.read(Volume.TYPE, WireFormat.PROTOBUF, envelope);
    assertEquals("v", volume.name());
    assertTrue(volume.hasEmptyDir());
    UnknownFields unknown = volume.messageType().unknownFields(volume);
    assertEquals(
        List.of((byte) (2 << 3 | 2), (byte) 3, (byte) 0xA0, (byte) 0x38, (byte) 7),
        bytes(unknown.protobuf()));
    Volume again =
        eager.read(Volume.TYPE, WireFormat.PROTOBUF, Codec.write(volume, WireFormat.PROTOBUF));
    assertEquals(volume, again);
  }

  private static List<Byte> bytes(byte[] array) {
    List<Byte> list = new ArrayList<>();
    for (byte b : array) {
      list.add(b);
    }
    return list;
  }

  private static byte[] envelope(String apiVersion, String kind, byte[] raw) {
    byte[] start = {'k', '8', 's', 0, 0x12, (byte) raw.length};
    byte[] all = new byte[start.length + raw.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(raw, 0, all, start.length, raw.length);
    assertTrue(apiVersion.isEmpty() && kind.isEmpty() && raw.length < 128);
    return all;
  }

  @Test
  void problemsHearOfThem() {
    String json =
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"x\":1,\"spec\":{\"containers\":[{\"imag\":\"i\"}],\"y\":{}}}";
    for (Codec codec : List.of(lazy, eager)) {
      Recorded problems = new Recorded(true);
      codec.read(Pod.TYPE, WireFormat.JSON, utf8(json), problems);
      assertEquals(List.of("x", "spec.containers[0].imag", "spec.y"), problems.unknown);
      problems = new Recorded(true);
      codec.read(Pod.TYPE, WireFormat.YAML, utf8(json), problems);
      assertEquals(List.of("spec.containers[0].imag", "spec.y", "x"), problems.unknown);
    }
  }

  @Test
  void problemsDecideAboutDuplicates() {
    String json =
        "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\","
            + "\"data\":{\"a\":\"1\",\"a\":\"2\"},\"immutable\":true,\"immutable\":false,"
            + "\"new\":{\"b\":1},\"new\":{\"b\":2}}";
    for (WireFormat format : List.of(WireFormat.JSON, WireFormat.YAML)) {
      for (Codec codec : List.of(lazy, eager)) {
        Recorded problems = new Recorded(true);
        ConfigMap read = codec.read(ConfigMap.TYPE, format, utf8(json), problems);
        assertEquals(
            List.of("data.a", "immutable", "kind", "new"),
            problems.duplicate.stream().sorted().toList());
        assertEquals(Map.of("a", "2"), read.data());
        assertEquals(false, read.immutable());
        assertEquals(Map.of("b", 2L), Codec.toTree(read).get("new"));
        assertEquals(read, codec.read(ConfigMap.TYPE, format, utf8(json), Problems.ACCEPT_ALL));
      }
    }
  }

  @Test
  void eachDuplicateEndsTheRead() {
    for (String twice :
        List.of(
            "\"kind\":\"ConfigMap\",\"kind\":\"ConfigMap\"",
            "\"apiVersion\":\"v1\",\"apiVersion\":\"v1\"",
            "\"data\":{\"a\":\"1\",\"a\":\"2\"}",
            "\"immutable\":true,\"immutable\":true",
            "\"new\":1,\"new\":1",
            "\"metadata\":{\"name\":\"a\",\"name\":\"b\"}",
            "\"metadata\":{\"labels\":{\"a\":\"b\",\"\\u0061\":\"b\"}}")) {
      for (WireFormat format : List.of(WireFormat.JSON, WireFormat.YAML)) {
        Recorded problems = new Recorded(false);
        assertNull(
            Refusal.orNull(
                () -> eager.read(ConfigMap.TYPE, format, utf8("{" + twice + "}"), problems)),
            twice);
        assertEquals(1, problems.duplicate.size(), twice);
        assertNull(
            Refusal.orNull(() -> eager.read(ConfigMap.TYPE, format, utf8("{" + twice + "}"))),
            twice);
        assertNull(
            Refusal.orNull(
                () -> {
                  ConfigMap map = lazy.read(ConfigMap.TYPE, format, utf8("{" + twice + "}"));
                  return map.data();
                }),
            twice);
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final class Recorded implements Problems {
    private final boolean goOn;
    private final List<String> unknown = new ArrayList<>();
    private final List<String> duplicate = new ArrayList<>();

    Recorded(boolean goOn) {
      this.goOn = goOn;
    }

    @Override
    public void unknownField(String path) {
      unknown.add(path);
    }

    @Override
    public boolean duplicateField(String path) {
      duplicate.add(path);
      return goOn;
    }
  }
}
