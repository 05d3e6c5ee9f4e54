package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.Secret;
import io.kybern.error.DecodeException;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Decoding takes memory and work in proportion to the input, whatever the input claims or repeats.
 */
class MemoryBoundTest {
  private static final int INPUT_BYTES = 1 << 20;

  /** The worst are many small messages of types with many fields. */
  private static final int FACTOR = 200;

  /** The parser library makes some objects for each mark in the text. */
  private static final int YAML_FACTOR = 600;

  private final Codec lazy = Codec.lazy();
  private final Codec eager = Codec.eager();

  @Test
  void protobuf() {
    Map<String, byte[]> raws = new LinkedHashMap<>();
    raws.put("spec again and again", repeat(bytes(0x12, 0)));
    raws.put("spec and status in turn", repeat(bytes(0x12, 0, 0x1A, 0)));
    raws.put("spec with content in turn", repeat(bytes(0x12, 2, 0x52, 0, 0x1A, 2, 0x0A, 0)));
    raws.put("a list in two parts in turn", repeat(bytes(0x12, 2, 0x12, 0, 0x1A, 2, 0x12, 0)));
    raws.put(
        "an unknown field each time",
        repeat(bytes(0x12, 4, 0xF8, 0x3F, 1, 1, 0x1A, 4, 0xF8, 0x3F, 1, 1)));
    raws.put("metadata again and again", repeat(bytes(0x0A, 3, 0x0A, 1, 'a')));
    raws.put("metadata with unknown fields", repeat(bytes(0x0A, 3, 0xF8, 0x3F, 1)));
    raws.put("finalizers and labels in turn", nested(1, repeat(bytes(0x72, 0, 0x5A, 0))));
    raws.put("owners and finalizers in turn", nested(1, repeat(bytes(0x6A, 0, 0x72, 1, 'a'))));
    raws.put("empty containers", nested(2, repeat(bytes(0x12, 0))));
    raws.put("containers with one field", nested(2, repeat(bytes(0x12, 3, 0x90, 1, 1))));
    raws.put(
        "containers with lists in turn", nested(2, nested(2, repeat(bytes(0x1A, 0, 0x22, 0)))));
    raws.put("empty strings", nested(2, nested(2, repeat(bytes(0x1A, 0)))));
    raws.put("volumes with one field", nested(2, repeat(bytes(0x0A, 3, 0x0A, 1, 'v'))));
    raws.put("flattened messages again", nested(2, nested(1, repeat(bytes(0x12, 0)))));
    raws.put(
        "flattened messages with unknown fields",
        nested(2, nested(1, repeat(bytes(0x12, 3, 0xF8, 0x3F, 1)))));
    raws.put("numbers", nested(2, nested(14, nested(6, repeat(bytes(1))))));
    raws.put("unknown groups", repeat(bytes(0xF3, 0x3F, 0xF4, 0x3F)));
    raws.put("unknown varints", repeat(bytes(0xF8, 0x3F, 1)));
    raws.put("map entries without anything", nested(1, repeat(bytes(0x5A, 0))));
    raws.put(
        "a length that lies", concat(bytes(0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x07), new byte[100]));
    raws.put(
        "a length that lies inside",
        nested(2, concat(bytes(0x12, 0xFF, 0xFF, 0xFF, 0x7F), new byte[100])));
    raws.forEach(
        (name, raw) -> {
          byte[] input = concat(bytes('k', '8', 's', 0), nested(2, raw));
          bounded(name, input, FACTOR, codec -> codec.read(Pod.TYPE, WireFormat.PROTOBUF, input));
          bounded(
              name + " as Secret",
              input,
              FACTOR,
              codec -> codec.read(Secret.TYPE, WireFormat.PROTOBUF, input));
        });
  }

  @Test
  void json() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("digits", "\"new\":" + "9".repeat(INPUT_BYTES));
    parts.put("decimal digits", "\"new\":0." + "9".repeat(INPUT_BYTES));
    parts.put(
        "digits for a field", "\"metadata\":{\"generation\":" + "9".repeat(INPUT_BYTES) + "}");
    parts.put(
        "digits for a quantity",
        "\"spec\":{\"overhead\":{\"cpu\":" + "9".repeat(INPUT_BYTES) + "}}");
    parts.put("empty arrays", "\"new\":[" + "[],".repeat(INPUT_BYTES / 3) + "[]]");
    parts.put("arrays of one", "\"new\":[" + "[0],".repeat(INPUT_BYTES / 4) + "0]");
    parts.put("objects of one", "\"new\":[" + "{\"\":0},".repeat(INPUT_BYTES / 7) + "0]");
    parts.put(
        "empty containers", "\"spec\":{\"containers\":[" + "{},".repeat(INPUT_BYTES / 3) + "{}]}");
    parts.put(
        "no containers", "\"spec\":{\"containers\":[" + "null,".repeat(INPUT_BYTES / 5) + "{}]}");
    parts.put(
        "containers with one field",
        "\"spec\":{\"containers\":[" + "{\"tty\":true},".repeat(INPUT_BYTES / 13) + "{}]}");
    parts.put(
        "volumes with one field",
        "\"spec\":{\"volumes\":[" + "{\"name\":\"\"},".repeat(INPUT_BYTES / 12) + "{}]}");
    parts.put(
        "unknown fields",
        "\"spec\":{\"containers\":[" + "{\"\":0},".repeat(INPUT_BYTES / 7) + "{}]}");
    parts.put("escapes", "\"new\":\"" + "\\u0041".repeat(INPUT_BYTES / 6) + "\"");
    parts.put("a string cut off", "\"new\":\"" + "a".repeat(INPUT_BYTES));
    parts.put("an object cut off", "\"new\":" + "[0,".repeat(100) + "0,".repeat(INPUT_BYTES / 2));
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      members.append(i == 0 ? "" : ",").append('"').append(i).append("\":0");
    }
    parts.put("many members", "\"new\":{" + members + "}");
    parts.put("many unknown members", members.toString());
    parts.put(
        "many labels",
        "\"metadata\":{\"labels\":{" + members.toString().replace(":0", ":\"\"") + "}}");
    parts.forEach(
        (name, part) -> {
          byte[] input = utf8("{\"kind\":\"Pod\",\"apiVersion\":\"v1\"," + part + "}");
          bounded(name, input, FACTOR, codec -> codec.readAny(WireFormat.JSON, input));
          bounded(name + " as tree", input, FACTOR, codec -> Codec.jsonToTree(input));
          bounded(name + " compact", input, FACTOR, codec -> Codec.compactJson(input));
          bounded(name + " in a manifest", input, FACTOR, codec -> codec.readManifest(input));
        });
  }

  @Test
  void yaml() {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("digits", "a: " + "9".repeat(INPUT_BYTES));
    inputs.put("digits in base 60", "a: 1" + ":1".repeat(INPUT_BYTES / 2));
    inputs.put("underscores", "a: 1" + "_".repeat(INPUT_BYTES));
    inputs.put("one long line", "a: " + "b ".repeat(INPUT_BYTES / 2));
    inputs.put("many lines", "a: |\n" + "  b\n".repeat(INPUT_BYTES / 4));
    inputs.put("many items", "- b\n".repeat(INPUT_BYTES / 4));
    inputs.put("many documents", "---\n".repeat(INPUT_BYTES / 4));
    inputs.put("a flow list", "[" + "a,".repeat(INPUT_BYTES / 2) + "a]");
    inputs.put("a flow list of colons", "[" + "a: ,".repeat(INPUT_BYTES / 4) + "a]");
    inputs.put("a comment", "#".repeat(INPUT_BYTES));
    inputs.put("anchors", "- &a a\n".repeat(INPUT_BYTES / 7));
    inputs.put(
        "aliases of a text",
        "- &a " + "x".repeat(INPUT_BYTES / 2) + "\n" + "- *a\n".repeat(INPUT_BYTES / 10));
    inputs.put("blanks", " ".repeat(INPUT_BYTES));
    inputs.put("line ends", "\n".repeat(INPUT_BYTES));
    inputs.put("tabs", "\t".repeat(INPUT_BYTES));
    inputs.put("quotes", "'" + "''".repeat(INPUT_BYTES / 2) + "'");
    inputs.put("question marks", "? ".repeat(INPUT_BYTES / 2));
    inputs.put("tags", "- !!str a\n".repeat(INPUT_BYTES / 10));
    inputs.forEach(
        (name, text) -> {
          byte[] input = utf8(text);
          bounded(name, input, YAML_FACTOR, codec -> Codec.treeToJson(Codec.yamlToTree(input)));
          bounded(name + " in a manifest", input, YAML_FACTOR, codec -> codec.readManifest(input));
        });
  }

  @Test
  void aliasesStandForABoundedAmount() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    StringBuilder merges = new StringBuilder("a0: &a0 {x: 1, y: 2}\n");
    for (int i = 1; i < 30; i++) {
      laughs
          .append("a")
          .append(i)
          .append(": &a")
          .append(i)
          .append(" [")
          .append(("*a" + (i - 1) + ", ").repeat(9))
          .append("x]\n");
      merges
          .append("a")
          .append(i)
          .append(": &a")
          .append(i)
          .append(" {p: *a")
          .append(i - 1)
          .append(", q: *a")
          .append(i - 1)
          .append(", <<: *a")
          .append(i - 1)
          .append("}\n");
    }
    assertThrows(DecodeException.class, () -> Codec.yamlToTree(utf8(laughs.toString())));
    assertThrows(DecodeException.class, () -> Codec.yamlToTree(utf8(merges.toString())));
    // One after the other, each within the bound alone.
    StringBuilder documents = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      documents
          .append("---\nkind: ConfigMap\napiVersion: v1\nx: &a [")
          .append("1, ".repeat(500))
          .append("1]\ny: [")
          .append("*a, ".repeat(500))
          .append("1]\n");
    }
    assertThrows(DecodeException.class, () -> eager.readManifest(utf8(documents.toString())));
    byte[] fair =
        utf8(
            "kind: ConfigMap\napiVersion: v1\nx: &a [1, 2]\ny: [*a, *a]\nz: {<<: {b: *a}, c: *a}\n");
    assertEquals(1, eager.readManifest(fair).size());
  }

  @Test
  void lengthsInStreamsCostNothingUntilTheBytesArrive() {
    for (byte[] body :
        List.of(
            bytes(0x7F, 0xFF, 0xFF, 0xFF),
            bytes(0x03, 0xFF, 0xFF, 0xFF, 1, 2, 3),
            bytes(0xFF, 0xFF, 0xFF, 0xFF),
            bytes(0, 0, 0, 20, 0x0A, 0xFF, 0xFF, 0xFF, 0x7F))) {
      bounded(
          "watch",
          body,
          FACTOR,
          codec -> {
            try (var stream =
                codec.readWatch(Pod.TYPE, WireFormat.PROTOBUF, new ByteArrayInputStream(body))) {
              return stream.next();
            } catch (java.io.IOException cut) {
              return cut;
            }
          });
    }
    for (byte[] raw :
        List.of(
            bytes(0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1, 2),
                bytes(0x12, 0xFF, 0xFF, 0xFF, 0x1F, 1, 2),
            bytes(0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01),
                bytes(0x12, 0x80, 0x80))) {
      for (byte[] length :
          List.of(bytes(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F), bytes(0x10))) {
        byte[] body = concat(bytes('k', '8', 's', 0, 0x12), concat(length, raw));
        bounded(
            "list",
            body,
            FACTOR,
            codec -> {
              try (var stream =
                  codec.readList(Pod.TYPE, WireFormat.PROTOBUF, new ByteArrayInputStream(body))) {
                return stream.next();
              } catch (java.io.IOException cut) {
                return cut;
              }
            });
      }
    }
  }

  @Test
  void textsOfHugeObjectsAreShort() {
    Map<String, String> data = new LinkedHashMap<>();
    for (int i = 0; i < 50_000; i++) {
      data.put("key" + i, "v".repeat(20));
    }
    ConfigMap map =
        ConfigMap.builder().data(data).data("k".repeat(5 << 20), "v".repeat(5 << 20)).build();
    long before = Allocated.bytes();
    assertTrue(map.toString().length() < 3000);
    long allocated = Allocated.bytes() - before;
    assertTrue(allocated < 1 << 20, "toString took " + allocated + " bytes");
  }

  private interface Read {
    Object with(Codec codec);
  }

  private void bounded(String name, byte[] input, int factor, Read read) {
    for (Codec codec : List.of(lazy, eager)) {
      // Classes, layouts and caches of the types involved are no cost of the input.
      Refusal.orNull(
          () -> String.valueOf(codec.read(Pod.TYPE, WireFormat.JSON, utf8("{\"spec\":{}}"))));
      long before = Allocated.bytes();
      Refusal.orNull(
          () -> {
            Object object = read.with(codec);
            return object instanceof Message ? object.hashCode() : object == null ? 0 : 1;
          });
      long allocated = Allocated.bytes() - before;
      long bound = (long) factor * input.length + (8 << 20);
      assertTrue(
          allocated < bound,
          () -> name + ": " + allocated + " bytes for an input of " + input.length);
    }
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] repeat(byte[] part) {
    byte[] all = new byte[INPUT_BYTES / part.length * part.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = part[i % part.length];
    }
    return all;
  }

  private static byte[] nested(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(number << 3 | 2);
    for (int rest = content.length; ; rest >>>= 7) {
      if (rest < 128) {
        out.write(rest);
        break;
      }
      out.write(rest & 127 | 128);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
