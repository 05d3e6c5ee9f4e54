package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.Secret;
import io.kybern.error.DecodeException;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are nothing: refused with a {@link DecodeException} and never anything else. */
class MalformedTest {
  private static final List<String> KINDS =
      List.of(
          "core.v1.Pod",
          "apps.v1.DeploymentList",
          "core.v1.Secret",
          "core.v1.Event",
          "apiextensions.k8s.io.v1.CustomResourceDefinition",
          "networking.k8s.io.v1.NetworkPolicy");

  private final Codec lazy = Codec.lazy();
  private final Codec eager = Codec.eager();

  @ParameterizedTest
  @EnumSource(WireFormat.class)
  void cutAnywhere(WireFormat format) {
    SmallStack.run(
        () -> {
          for (String kind : KINDS) {
            byte[] whole = Golden.random(kind).in(format);
            int step = format == WireFormat.YAML ? 1 + whole.length / 200 : 1 + whole.length / 2000;
            for (int length = 0; length < whole.length; length += step) {
              byte[] cut = Arrays.copyOf(whole, length);
              Object read = readAll(format, cut);
              // The last bytes say nothing: a line end, or the two empty strings of the envelope.
              boolean essential = length < whole.length - 4;
              assertTrue(
                  read == null || !essential || format == WireFormat.YAML,
                  kind + " cut to " + length + " bytes was read");
            }
          }
        });
  }

  /** What is kept unread must be writable in every format later on. */
  @ParameterizedTest
  @ValueSource(strings = {"-1e-99999999999", "1E+2147483648", "1.0e0000000123456789"})
  void numbersThatNothingCanHoldAreRefusedWhereverTheyAre(String number) {
    String json = "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"novelty\":%s}";
    for (String value : new String[] {number, "[{\"a\":" + number + "}]"}) {
      DecodeException e =
          assertThrows(
              DecodeException.class,
              () ->
                  Codec.lazy()
                      .readAny(
                          WireFormat.JSON, json.formatted(value).getBytes(StandardCharsets.UTF_8)));
      assertTrue(e.getMessage().contains("novelty"), e.getMessage());
    }
    Object longest =
        Codec.lazy()
            .readAny(
                WireFormat.JSON,
                json.formatted("1" + "0".repeat(999)).getBytes(StandardCharsets.UTF_8));
    Codec.write(longest, WireFormat.YAML);
    assertThrows(
        DecodeException.class,
        () ->
            Codec.lazy()
                .readAny(
                    WireFormat.JSON,
                    json.formatted("1" + "0".repeat(1000)).getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @EnumSource(WireFormat.class)
  void aBitTurnedAnywhere(WireFormat format) {
    Random random = Seed.of("aBitTurnedAnywhere " + format);
    SmallStack.run(
        () -> {
          for (String kind : KINDS) {
            byte[] whole = Golden.random(kind).in(format);
            for (int i = 0; i < 400; i++) {
              byte[] turned = whole.clone();
              turned[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
              readAll(format, turned);
            }
          }
        });
  }

  /** What both codecs make of it, every part of it read. */
  private Object readAll(WireFormat format, byte[] bytes) {
    Object whole = Refusal.orNull(() -> eager.readAny(format, bytes));
    Object late =
        Refusal.orNull(
            () -> {
              Object object = lazy.readAny(format, bytes);
              assertTrue(object.toString().length() < 4000);
              assertEquals(object.hashCode(), object.hashCode());
              return object;
            });
    assertEquals(whole, late);
    return whole;
  }

  @Test
  void aMessageTellsKindFieldAndPlace() {
    String json =
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"spec\":{\"containers\":[{\"image\":\"i\"},{\"image\":7}]}}";
    DecodeException e =
        assertThrows(DecodeException.class, () -> eager.readAny(WireFormat.JSON, utf8(json)));
    assertEquals("Pod", e.kind());
    assertEquals("spec.containers[1].image", e.field());
    assertEquals(json.indexOf('7'), e.offset());
    assertEquals("expected a string, found a number", e.reason());
    assertEquals(
        "Pod.spec.containers[1].image: expected a string, found a number (at byte "
            + json.indexOf('7')
            + ")",
        e.getMessage());

    Pod late = lazy.read(Pod.TYPE, WireFormat.JSON, utf8(json));
    e = assertThrows(DecodeException.class, late::spec);
    assertEquals("Pod", e.kind());
    assertEquals("spec.containers[1].image", e.field());
    assertThrows(DecodeException.class, late::spec, "the second time too");
    assertTrue(late.toString().contains("unreadable"), late.toString());

    e =
        assertThrows(
            DecodeException.class, () -> Codec.fromTree(Pod.TYPE, Codec.jsonToTree(utf8(json))));
    assertEquals("spec.containers[1].image", e.field());
    assertEquals(-1, e.offset());
  }

  @Test
  void protobufTellsThemToo() {
    byte[] pod = {'k', '8', 's', 0, 0x12, 6, 0x12, 4, 0x12, 2, 0x10, 7};
    DecodeException e =
        assertThrows(DecodeException.class, () -> eager.read(Pod.TYPE, WireFormat.PROTOBUF, pod));
    assertEquals("Pod", e.kind());
    assertEquals("spec.containers[0].image", e.field());
    assertEquals(11, e.offset());
    Pod late = lazy.read(Pod.TYPE, WireFormat.PROTOBUF, pod);
    e = assertThrows(DecodeException.class, late::spec);
    assertEquals("spec.containers[0].image", e.field());
  }

  @Test
  void yamlTellsTheLine() {
    DecodeException e =
        assertThrows(
            DecodeException.class,
            () -> eager.readManifest(utf8("a: b\n---\nkind: Pod\nspec:\n  x: [\n")));
    assertTrue(e.reason().contains("line 6"), e.reason());
    e =
        assertThrows(
            DecodeException.class,
            () ->
                eager.readManifest(
                    utf8("# c\n---\napiVersion: v1\nkind: Pod\nspec:\n  containers: {}\n")));
    assertEquals("spec.containers", e.field());
    assertTrue(e.reason().startsWith("document 1 (line 3): "), e.reason());
    e =
        assertThrows(
            DecodeException.class, () -> Codec.yamlToTree(utf8("a:\n  b:\n  - c: 1\n    c: 2\n")));
    assertEquals("a.b[0].c", e.field());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "\"a\"",
        "[]",
        "{",
        "{}",
        "{\"kind\":\"Pod\"}",
        "{\"apiVersion\":\"v1\"}",
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}}",
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"} x",
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",}",
        "{\"kind\":\"Pod\" \"apiVersion\":\"v1\"}",
        "{\"kind\":\"Pod\",\"apiVersion\":7}",
        "{\"kind\":[],\"apiVersion\":\"v1\"}",
        "{kind:\"Pod\",\"apiVersion\":\"v1\"}",
        "{'kind':'Pod','apiVersion':'v1'}",
        "{\"kind\":\"\",\"apiVersion\":\"\"}",
        "\u00ef\u00bb\u00bf{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}"
      })
  void jsonThatIsNoObjectWithKindAndVersion(String json) {
    assertNull(readAll(WireFormat.JSON, json.getBytes(StandardCharsets.ISO_8859_1)), json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01",
        "-",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "Infinity",
        "-Infinity",
        "1_0",
        "--1",
        "1,2",
        "tru",
        "True",
        "nul",
        "falsey",
        "\"a",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "\"\n\"",
        "\"\u0000\"",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{\"a\":}",
        "{1:2}",
        "{\"a\":1,,\"b\":2}",
        "[}",
        "{]",
        "/**/1",
        "1//",
        "0e99999999999",
        "1e-99999999999",
        "1E99999999999999999999"
      })
  void jsonThatIsNoValue(String json) {
    assertNull(Refusal.orNull(() -> Codec.jsonToTree(utf8(json)) + "tree"), json);
    String object = "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"new\":" + json + "}";
    assertTrue(
        json.contains("e99999999999")
            || readAll(WireFormat.JSON, utf8(object)) == null
            || json.contains("99999999999"),
        json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2147483648",
        "-2147483649",
        "9223372036854775808",
        "1.0",
        "1e2",
        "1.5",
        "\"1\"",
        "true",
        "[]",
        "{}",
        "100000000000000000000000000000"
      })
  void numbersThatDoNotFit(String number) {
    String json =
        "{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\",\"spec\":{\"replicas\":"
            + number
            + "}}";
    assertNull(readAll(WireFormat.JSON, utf8(json)), number);
  }

  @Test
  void numbersThatJustFit() {
    for (String number : List.of("2147483647", "-2147483648", "0", "-0")) {
      String json =
          "{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\",\"spec\":{\"replicas\":"
              + number
              + "}}";
      assertNotNull(readAll(WireFormat.JSON, utf8(json)), number);
      assertNotNull(readAll(WireFormat.YAML, utf8(json)), number);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a===", "YQ", "YQ=", "Y Q=", "YQ-_", "\u00e9"})
  void whatIsNoBase64(String text) {
    String json = "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"data\":{\"k\":\"" + text + "\"}}";
    assertNull(readAll(WireFormat.JSON, utf8(json)), text);
    Secret secret = lazy.read(Secret.TYPE, WireFormat.JSON, utf8(json));
    DecodeException e = assertThrows(DecodeException.class, secret::data);
    assertTrue(!e.getMessage().contains(text + "\""), "a secret is shown: " + e.getMessage());
  }

  @Test
  void bytesThatAreNoUtf8() {
    for (int[] wrong :
        new int[][] {
          {0x80},
          {0xC0, 0x80},
          {0xC3},
          {0xE0, 0x80, 0x80},
          {0xED, 0xA0, 0x80},
          {0xF4, 0x90, 0x80, 0x80},
          {0xF8, 0x88, 0x80, 0x80, 0x80},
          {0xFE},
          {0xFF},
          {0xE2, 0x82}
        }) {
      byte[] bytes = new byte[wrong.length];
      for (int i = 0; i < wrong.length; i++) {
        bytes[i] = (byte) wrong[i];
      }
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      for (String place :
          List.of(
              "\"metadata\":{\"name\":\"@\"}",
              "\"data\":{\"@\":\"v\"}",
              "\"data\":{\"k\":\"\\n@\"}",
              "\"@\":1",
              "\"new\":\"@\"",
              "\"new\":{\"a\":[\"@\"]}",
              "\"new\":{\"@\":0}",
              "\"metadata\":{\"managedFields\":[{\"fieldsV1\":{\"f:@\":{}}}]}")) {
        String object =
            "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\"," + place.replace("@", text) + "}";
        byte[] json = object.getBytes(StandardCharsets.ISO_8859_1);
        assertNull(readAll(WireFormat.JSON, json), place);
        assertNull(readAll(WireFormat.YAML, json), place);
        assertNull(Refusal.orNull(() -> Codec.jsonToTree(json)), place);
      }
      ConfigMap map = ConfigMap.builder().data("kkkk", "v").build();
      byte[] protobuf = Codec.write(map, WireFormat.PROTOBUF);
      int key = new String(protobuf, StandardCharsets.ISO_8859_1).indexOf("kkkk");
      System.arraycopy(bytes, 0, protobuf, key, Math.min(4, bytes.length));
      assertNull(readAll(WireFormat.PROTOBUF, protobuf), "protobuf");
    }
  }

  @Test
  void halfPairsOfSurrogatesBecomeTheReplacementCharacter() {
    ConfigMap map =
        eager.read(
            ConfigMap.TYPE,
            WireFormat.JSON,
            utf8(
                "{\"data\":{\"a\":\"x\\ud800y\",\"b\":\"\\udc00\\ud83d\",\"c\":\"\\ud83d\\ude00\",\"d\":\"\\ud83d\\u0041\"}}"));
    assertEquals("x\uFFFDy", map.data().get("a"));
    assertEquals("\uFFFD\uFFFD", map.data().get("b"));
    assertEquals("\uD83D\uDE00", map.data().get("c"));
    assertEquals("\uFFFDA", map.data().get("d"));
    ConfigMap half = ConfigMap.builder().data("k", "a\uD83D").build();
    for (WireFormat format : WireFormat.values()) {
      assertEquals(
          "a\uFFFD", eager.read(ConfigMap.TYPE, format, Codec.write(half, format)).data().get("k"));
    }
  }

  @Test
  void longTextsNeitherBreakNorFloodTheMessages() {
    String name = "n".repeat(1 << 20);
    for (UnaryOperator<String> place :
        List.<UnaryOperator<String>>of(
            s -> "\"" + s + "\":[",
            s -> "\"data\":{\"" + s + "\":1}",
            s -> "\"kind\":\"" + s + "\"",
            s -> "\"apiVersion\":\"" + s + "\"",
            s -> "\"metadata\":{\"creationTimestamp\":\"" + s + "\"}",
            s -> "\"data\":{\"" + s + "\":\"\",\"" + s + "\":\"\"}",
            s -> "\"" + s + "\":1,\"" + s + "\":1",
            s -> "\"immutable\":\"" + s + "\"",
            s -> "\"metadata\":{\"generation\":" + "9".repeat(s.length()) + "}")) {
      byte[] json = utf8("{" + place.apply(name) + "}");
      for (WireFormat format : List.of(WireFormat.JSON, WireFormat.YAML)) {
        DecodeException e =
            assertThrows(DecodeException.class, () -> eager.read(ConfigMap.TYPE, format, json));
        assertTrue(e.getMessage().length() < 3000, "a message of " + e.getMessage().length());
      }
    }
    ConfigMap map = ConfigMap.builder().data(name, name).build();
    for (WireFormat format : WireFormat.values()) {
      assertEquals(map, eager.read(ConfigMap.TYPE, format, Codec.write(map, format)));
    }
    assertTrue(map.toString().length() < 3000);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
