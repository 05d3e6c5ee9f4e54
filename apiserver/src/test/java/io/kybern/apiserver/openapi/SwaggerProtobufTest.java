package io.kybern.apiserver.openapi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwaggerProtobufTest {
  /** A field of a message: its number and its content. */
  private record Part(int number, byte[] content) {
    String text() {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  @Test
  void membersHaveTheNumbersOfTheFormat() {
    Map<String, Object> document =
        Tree.of(
            "swagger",
            "2.0",
            "definitions",
            Tree.of(
                "A",
                Tree.of(
                    "type", "string",
                    "enum", List.of("x"),
                    "x-kubernetes-list-type", "set")));
    // Document{1: "2.0", 9: {1: {1: "A", 2: Schema{22: {1: "string"}, 20: {2: yaml}, 31: …}}}}
    String type = "b201" + "08" + "0a06" + hex("string");
    String values = "a201" + "05" + "1203" + hex("\"x\"");
    String extension =
        "fa01" + "21" + "0a16" + hex("x-kubernetes-list-type") + "1207" + "1205" + hex("\"set\"");
    String schema = type + values + extension;
    String named = "0a01" + hex("A") + "12" + length(schema) + schema;
    String definitions = "0a" + length(named) + named;
    String expected = "0a03" + hex("2.0") + "4a" + length(definitions) + definitions;
    assertEquals(expected, HexFormat.of().formatHex(SwaggerProtobuf.write(document)));
  }

  @Test
  void whatTheFormatDoesNotHaveIsAnError() {
    assertThrows(
        IllegalStateException.class, () -> SwaggerProtobuf.write(Tree.of("nonsense", "x")));
  }

  @Test
  void wholeDocumentHasEveryPathAndSchema() {
    OpenApi openApi = new OpenApi(ApiFacts.load());
    Map<String, Object> tree = openApi.version2Tree();
    List<Part> document = parts(openApi.version2Protobuf());
    assertEquals("2.0", document.get(0).text());
    assertEquals(names(tree, "paths"), names(document, 8, 2));
    assertEquals(names(tree, "definitions"), names(document, 9, 1));
    assertArrayEquals(openApi.version2Protobuf(), new OpenApi(ApiFacts.load()).version2Protobuf());
  }

  private static List<String> names(Map<String, Object> tree, String member) {
    List<String> names = new ArrayList<>();
    ((Map<?, ?>) tree.get(member)).keySet().forEach(name -> names.add((String) name));
    return names;
  }

  /** Names of the entries of the map in field {@code outer}. */
  private static List<String> names(List<Part> document, int outer, int inner) {
    List<String> names = new ArrayList<>();
    for (Part part : document) {
      if (part.number() == outer) {
        for (Part entry : parts(part.content())) {
          assertEquals(inner, entry.number());
          names.add(parts(entry.content()).get(0).text());
        }
      }
    }
    return names;
  }

  private static List<Part> parts(byte[] message) {
    List<Part> parts = new ArrayList<>();
    int[] at = {0};
    while (at[0] < message.length) {
      int tag = varint(message, at);
      int length = varint(message, at);
      assertEquals(2, tag & 7);
      byte[] content = new byte[length];
      System.arraycopy(message, at[0], content, 0, length);
      parts.add(new Part(tag >>> 3, content));
      at[0] += length;
    }
    return parts;
  }

  private static int varint(byte[] bytes, int[] at) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at[0]++];
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String length(String hex) {
    return HexFormat.of().toHexDigits((byte) (hex.length() / 2));
  }
}
