package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Pod;
import io.kybern.error.DecodeException;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnstructuredTest {
  private static final Unstructured WIDGET =
      (Unstructured)
          Codec.eager()
              .readAny(
                  WireFormat.JSON,
                  ("{\"apiVersion\":\"e.com/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"w\",\"namespace\":\"n\","
                          + "\"labels\":{\"a\":\"b\"},\"new\":[1]},\"spec\":{\"parts\":[{\"size\":1},{\"size\":2.5}],\"x\":null}}")
                      .getBytes(StandardCharsets.UTF_8));

  @Test
  void isReadByItsPath() {
    assertEquals("Widget", WIDGET.kind());
    assertEquals("e.com/v1", WIDGET.apiVersion());
    assertEquals("w", WIDGET.name());
    assertEquals("n", WIDGET.namespace());
    assertEquals(Map.of("a", "b"), WIDGET.labels());
    assertEquals(2.5, WIDGET.at("spec", "parts", "1", "size"));
    assertEquals(WIDGET.content(), WIDGET.at());
    for (String[] nowhere :
        new String[][] {
          {"spec", "parts", "2"},
          {"spec", "parts", "-1"},
          {"spec", "parts", "01x"},
          {"spec", "parts", "99999999999"},
          {"spec", "parts", ""},
          {"spec", "parts", "\u0661"},
          {"spec", "x", "y"},
          {"status"},
          {"kind", "0"},
          {"spec", "x"}
        }) {
      assertNull(WIDGET.at(nowhere), String.join(".", nowhere));
    }
  }

  @Test
  void changesMakeCopies() {
    Unstructured changed = WIDGET.with(7, "spec", "deep", "er").with("other", "metadata", "name");
    assertEquals(7L, changed.at("spec", "deep", "er"));
    assertEquals("other", changed.name());
    assertEquals(1L, changed.at("spec", "parts", "0", "size"));
    assertEquals("w", WIDGET.name());
    assertNull(WIDGET.at("spec", "deep"));
    assertEquals(Map.of("b", 1L), WIDGET.with(1, "spec", "x", "b").at("spec", "x"));
    assertEquals(Map.of("0", 1L), WIDGET.with(1, "kind", "0").at("kind"));
    Unstructured nulled = WIDGET.with(null, "spec");
    assertEquals(true, nulled.content().containsKey("spec"));
    assertThrows(IllegalArgumentException.class, () -> WIDGET.with(1));
    assertThrows(IllegalArgumentException.class, () -> WIDGET.with(new Object(), "spec"));
  }

  @Test
  void metadataChangesKeepWhatTheTypeDoesNotKnow() {
    Unstructured labelled =
        WIDGET.withMetadata(WIDGET.metadata().toBuilder().label("c", "d").build());
    assertEquals(Map.of("a", "b", "c", "d"), labelled.labels());
    assertEquals(List.of(1L), labelled.at("metadata", "new"));
    assertEquals(WIDGET.at("spec"), labelled.at("spec"));
  }

  @Test
  void cannotBeChanged() {
    Map<String, Object> inner = new HashMap<>(Map.of("a", new ArrayList<>(List.of(1))));
    Unstructured object = Unstructured.of(Map.of("kind", "K", "spec", inner));
    inner.put("b", 2);
    assertEquals(Map.of("a", List.of(1L)), object.at("spec"));
    assertThrows(UnsupportedOperationException.class, () -> object.content().put("x", 1));
    assertThrows(
        UnsupportedOperationException.class, () -> ((List<?>) object.at("spec", "a")).clear());
    assertThrows(IllegalArgumentException.class, () -> Unstructured.of(Map.of("a", new Object())));
    assertEquals(object, Unstructured.of(object.content()));
    assertEquals(object.hashCode(), Unstructured.of(object.content()).hashCode());
    assertNotEquals(object, WIDGET);
  }

  @Test
  void oddObjectsHaveEmptyNames() {
    Unstructured empty = Unstructured.of(Map.of());
    assertEquals("", empty.kind());
    assertEquals("", empty.apiVersion());
    assertEquals("", empty.name());
    assertEquals(Map.of(), empty.labels());
    Unstructured odd = Unstructured.of(Map.of("kind", 7, "apiVersion", List.of(), "metadata", 7));
    assertEquals("", odd.kind());
    assertEquals("", odd.apiVersion());
    assertThrows(DecodeException.class, odd::metadata);
  }

  @Test
  void turnsIntoTypesAndBack() {
    for (Golden golden : Golden.random()) {
      Message message =
          (Message) Codec.eager().readAny(WireFormat.JSON, golden.in(WireFormat.JSON));
      Unstructured tree = Unstructured.from(message);
      assertEquals(Codec.jsonToTree(golden.in(WireFormat.JSON)), tree.content(), golden.name());
      assertEquals(message, tree.as(message.messageType()), golden.name());
      for (WireFormat format : List.of(WireFormat.JSON, WireFormat.YAML)) {
        Unstructured read = Codec.lazy().read(Unstructured.type("", ""), format, golden.in(format));
        assertEquals(tree, read, golden.name());
        assertEquals(tree.content(), Codec.yamlToTree(Codec.write(read, WireFormat.YAML)));
      }
    }
    assertThrows(DecodeException.class, () -> WIDGET.as(Pod.TYPE));
    assertThrows(
        DecodeException.class,
        () -> Unstructured.of(Map.of("data", Map.of("a", 1))).as(ConfigMap.TYPE));
  }

  @Test
  void hasNoProtobuf() {
    assertThrows(IllegalArgumentException.class, () -> Codec.write(WIDGET, WireFormat.PROTOBUF));
    byte[] protobuf = Codec.write(Pod.TYPE.empty(), WireFormat.PROTOBUF);
    assertThrows(
        DecodeException.class,
        () -> Codec.lazy().read(Unstructured.type("v1", "Pod"), WireFormat.PROTOBUF, protobuf));
  }
}
