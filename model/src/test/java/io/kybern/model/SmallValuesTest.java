package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.error.DecodeException;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SmallValuesTest {
  @Test
  void bytesDoNotChange() {
    byte[] source = {1, 2, 3};
    Bytes bytes = Bytes.of(source);
    source[0] = 9;
    bytes.toByteArray()[1] = 9;
    assertEquals(Bytes.of(new byte[] {1, 2, 3}), bytes);
    assertEquals(Bytes.of(new byte[] {1, 2, 3}).hashCode(), bytes.hashCode());
    assertNotEquals(Bytes.of(new byte[] {1, 2}), bytes);
    assertEquals(3, bytes.size());
    assertEquals(2, bytes.at(1));
    assertEquals(Bytes.of(new byte[] {2}), Bytes.of(source, 1, 1));
    byte[] target = new byte[5];
    bytes.copyTo(target, 1);
    assertArrayEquals(new byte[] {0, 1, 2, 3, 0}, target);
    assertSame(Bytes.EMPTY, Bytes.of(new byte[0]));
    assertSame(Bytes.EMPTY, Bytes.ofUtf8(""));
    assertSame(Bytes.EMPTY, Bytes.ofBase64(""));
    assertThrows(IndexOutOfBoundsException.class, () -> Bytes.of(source, 2, 5));
  }

  @Test
  void bytesAreTextsAndBase64() {
    Bytes bytes = Bytes.ofUtf8("hé");
    assertEquals("aMOp", bytes.base64());
    assertEquals(bytes, Bytes.ofBase64("aMOp"));
    assertEquals("hé", bytes.utf8());
    assertEquals("\uFFFD", Bytes.of(new byte[] {(byte) 0xFF}).utf8());
    assertThrows(IllegalArgumentException.class, () -> Bytes.ofBase64("*"));
    assertTrue(bytes.isAt(new byte[] {0, 'h', (byte) 0xC3, (byte) 0xA9}, 1));
    for (int offset : new int[] {-1, 0, 2, 4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertFalse(
          bytes.isAt(new byte[] {0, 'h', (byte) 0xC3, (byte) 0xA9}, offset), "at " + offset);
    }
  }

  @Test
  void intOrString() {
    assertEquals(IntOrString.of(5), IntOrString.of(5));
    assertNotEquals(IntOrString.of(5), IntOrString.of("5"));
    assertNotEquals(IntOrString.ZERO, IntOrString.of(""));
    assertEquals("5", IntOrString.of(5).toString());
    assertEquals("25%", IntOrString.of("25%").stringValue());
    assertEquals(-1, IntOrString.of(-1).intValue());
    assertSame(IntOrString.ZERO, IntOrString.of(0));
    assertThrows(IllegalStateException.class, () -> IntOrString.of("5").intValue());
    assertThrows(NullPointerException.class, () -> IntOrString.of((String) null));
  }

  @Test
  void rawJsonIsCompactAndChecked() {
    assertEquals(
        "{\"a\":[1,\" \",null]}", RawJson.of(" { \"a\" : [ 1 , \" \" , null ] } \n").text());
    assertEquals(Map.of("a", 1L), RawJson.of("{\"a\":1}").tree());
    assertEquals(RawJson.of("[1]"), RawJson.ofTree(List.of(1)));
    for (String wrong : List.of("", "{", "[1,]", "1 2", "nul", "\u0000")) {
      assertThrows(DecodeException.class, () -> RawJson.of(wrong), wrong);
      RawJson unchecked = RawJson.wrap(wrong.getBytes(StandardCharsets.UTF_8));
      assertThrows(DecodeException.class, unchecked::json, wrong);
      assertThrows(DecodeException.class, unchecked::tree, wrong);
    }
    RawJson spaced = RawJson.wrap("[ 1 ]".getBytes(StandardCharsets.UTF_8));
    assertEquals("[1]", new String(spaced.json(), StandardCharsets.UTF_8));
    assertEquals("[ 1 ]", spaced.text());
  }

  @Test
  void rawJsonMayBeAnObjectInProtobuf() {
    ConfigMap map = ConfigMap.builder().data("a", "b").build();
    RawJson raw = RawJson.wrap(Codec.write(map, WireFormat.PROTOBUF));
    assertTrue(raw.isProtobuf());
    assertEquals(Codec.toTree(map), raw.tree());
    assertArrayEquals(Codec.write(map, WireFormat.JSON), raw.json());
    assertArrayEquals(raw.json(), Codec.protobufToJson(raw.bytes()));
  }

  @Test
  void bytesThatAreNoJsonNeverGetIntoJson() {
    for (String wrong : List.of("1,\"x\":2", "}", "", " ", "k8s\u0000", "[")) {
      Message revision =
          io.kybern.api.apps.v1.ControllerRevision.builder()
              .data(RawJson.wrap(wrong.getBytes(StandardCharsets.UTF_8)))
              .build();
      byte[] protobuf = Codec.write(revision, WireFormat.PROTOBUF);
      Message read =
          Codec.lazy()
              .read(io.kybern.api.apps.v1.ControllerRevision.TYPE, WireFormat.PROTOBUF, protobuf);
      assertArrayEquals(protobuf, Codec.write(read, WireFormat.PROTOBUF));
      if (wrong.isEmpty()) {
        assertNull(Codec.toTree(read).get("data"));
        continue;
      }
      assertThrows(IllegalArgumentException.class, () -> Codec.write(read, WireFormat.JSON), wrong);
      assertThrows(IllegalArgumentException.class, () -> Codec.write(read, WireFormat.YAML), wrong);
      assertThrows(IllegalArgumentException.class, () -> Codec.toTree(read), wrong);
      assertThrows(
          IllegalArgumentException.class,
          () -> Codec.writeWatchEvent("ADDED", read, WireFormat.JSON),
          wrong);
    }
  }

  @Test
  void treesAreFrozen() {
    List<Object> tree =
        List.of(
            1,
            (short) 2,
            (byte) 3,
            4L,
            1.5f,
            2.5,
            "s",
            true,
            BigInteger.TEN,
            BigDecimal.ONE,
            Map.of("a", List.of()));
    Object frozen = Codec.freezeTree(tree);
    assertEquals(
        List.of(
            1L,
            2L,
            3L,
            4L,
            1.5,
            2.5,
            "s",
            true,
            BigInteger.TEN,
            BigDecimal.ONE,
            Map.of("a", List.of())),
        frozen);
    assertSame(frozen, Codec.freezeTree(frozen));
    Object read = Codec.jsonToTree("{\"a\":[{\"b\":null}]}".getBytes(StandardCharsets.UTF_8));
    assertSame(read, Codec.freezeTree(read));
    for (Object wrong :
        List.of(new Object(), 'c', Map.of(1, 2), List.of(new int[0]), new byte[0])) {
      assertThrows(IllegalArgumentException.class, () -> Codec.freezeTree(wrong));
    }
    for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> Codec.treeToJson(List.of(wrong)));
      assertThrows(IllegalArgumentException.class, () -> Codec.treeToYaml(List.of(wrong)));
    }
  }

  @Test
  void numbersOfTreesAreExact() {
    for (String number :
        List.of(
            "0",
            "-1",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "18446744073709551616",
            "123456789012345678901234567890",
            "0.1",
            "1.5e300",
            "5e-324",
            "1e-400",
            "1e400",
            "0.1000000000000000055511151231257827")) {
      Object tree = Codec.jsonToTree(number.getBytes(StandardCharsets.US_ASCII));
      String written = new String(Codec.treeToJson(tree), StandardCharsets.US_ASCII);
      assertEquals(0, new BigDecimal(number).compareTo(new BigDecimal(written)), number);
      assertEquals(tree, Codec.jsonToTree(Codec.treeToJson(tree)), number);
    }
    assertEquals(0L, Codec.jsonToTree("-0".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(1000.0, Codec.jsonToTree("1e3".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void resourceTypes() {
    ResourceType<Unstructured> widgets = ResourceType.dynamic("example.com/v1", "Widget");
    assertEquals("example.com", widgets.group());
    assertEquals("v1", widgets.version());
    assertEquals("example.com/v1", widgets.apiVersion());
    assertEquals("widgets", widgets.plural());
    assertEquals("widget", widgets.singular());
    assertTrue(widgets.namespaced());
    assertEquals("/apis/example.com/v1", widgets.rootPath());
    assertEquals("/api/v1", ResourceType.dynamic("v1", "Pod").rootPath());
    assertEquals("", ResourceType.dynamic("v1", "Pod").group());
    assertEquals(widgets, ResourceType.dynamic("example.com/v1", "Widget", "widgets", true));
    assertEquals(widgets.hashCode(), ResourceType.dynamic("example.com/v1", "Widget").hashCode());
    assertNotEquals(widgets, ResourceType.dynamic("example.com/v1", "Widget", "widgets", false));
    assertNotEquals(widgets, ResourceType.dynamic("example.com/v2", "Widget"));
    assertEquals("example.com/v1/widgets", widgets.toString());
    assertEquals("policies", ResourceType.guessPlural("Policy"));
    assertEquals("ingresses", ResourceType.guessPlural("Ingress"));
    assertEquals("endpoints", ResourceType.guessPlural("Endpoints"));
    assertEquals("pods", ResourceType.guessPlural("Pod"));
    for (String[] wrong : new String[][] {{"", "K", "p"}, {"v1", "", "p"}, {"v1", "K", ""}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> ResourceType.dynamic(wrong[0], wrong[1], wrong[2], true));
    }
  }
}
