package io.kybern.model.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
  @Test
  void everyCharacterReadsBack() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String text = "a\u0141".substring(0, 1 + c % 2) + (char) c + "b";
      String expected = Character.isSurrogate((char) c) ? text.replace((char) c, '\uFFFD') : text;
      String json = json(text);
      assertEquals(expected, Codec.jsonToTree(json.getBytes(StandardCharsets.UTF_8)), json);
      String inside = json.substring(1, json.length() - 1);
      for (String special : List.of("<", ">", "&", "\u2028", "\u2029", "\n", "\u0000")) {
        assertFalse(inside.contains(special), json);
      }
      for (WireFormat format : List.of(WireFormat.CBOR, WireFormat.YAML)) {
        byte[] written =
            format == WireFormat.CBOR ? Codec.treeToCbor(text) : Codec.treeToYaml(text);
        Object tree =
            format == WireFormat.CBOR ? Codec.cborToTree(written) : Codec.yamlToTree(written);
        assertEquals(expected, tree, () -> format + " " + json);
      }
    }
  }

  @Test
  void escapesAsGoDoes() {
    assertEquals(
        "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u003c\\u003e\\u0026\u007f\u00e4\\u2028\ud83d\ude00\"",
        json("\"\\/\b\f\n\r\t\u0001<>&\u007f\u00e4\u2028\ud83d\ude00"));
  }

  @Test
  void wholeNumbers() {
    for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
      for (long number : new long[] {power - 1, power, power + 1, 7 * power, -power, 1 - power}) {
        assertEquals(Long.toString(number), json(number));
      }
    }
    for (long number : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE}) {
      assertEquals(Long.toString(number), json(number));
    }
  }

  @Test
  void guessOfTheSizeStaysBetweenItsBounds() {
    SizeGuess guess = new SizeGuess();
    guess.seen(100 << 20);
    assertEquals(32 << 10, guess.next());
    guess.seen(12_000);
    assertTrue(guess.next() > 24_000, "one small object says little");
    for (int i = 0; i < 100; i++) {
      guess.seen(12_000);
    }
    assertEquals(12_750, guess.next());
    for (int i = 0; i < 100; i++) {
      guess.seen(0);
    }
    assertEquals(256, guess.next());
    guess.seen(12_000);
    assertEquals(12_750, guess.next());
  }

  private static String json(Object tree) {
    return new String(Codec.treeToJson(tree), StandardCharsets.UTF_8);
  }
}
