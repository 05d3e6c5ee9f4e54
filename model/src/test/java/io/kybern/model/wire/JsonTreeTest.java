package io.kybern.model.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.error.DecodeException;
import io.kybern.model.ObjectType;
import io.kybern.model.Seed;
import io.kybern.model.Unstructured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Objects without a type, read one after the other by a reader that remembers what they look like.
 */
class JsonTreeTest {
  private static final ObjectType<Unstructured> ANY = Unstructured.type("", "");

  private static List<Unstructured> read(Codec codec, List<String> items) throws IOException {
    String body = "{\"kind\":\"List\",\"items\":[" + String.join(",", items) + "]}";
    List<Unstructured> read = new ArrayList<>();
    try (ListStream<Unstructured> stream =
        codec.readList(
            ANY,
            WireFormat.JSON,
            new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))) {
      for (Unstructured item = stream.next(); item != null; item = stream.next()) {
        read.add(item);
      }
    }
    return read;
  }

  private static void requireEachAsAlone(List<String> items) throws IOException {
    requireEachAsAlone(items, Codec.eager());
    requireEachAsAlone(items, Codec.lazy());
  }

  private static void requireEachAsAlone(List<String> items, Codec codec) throws IOException {
    List<Unstructured> together = read(codec, items);
    assertEquals(items.size(), together.size());
    for (int i = 0; i < items.size(); i++) {
      byte[] alone = items.get(i).getBytes(StandardCharsets.UTF_8);
      Unstructured expected = Codec.eager().read(ANY, WireFormat.JSON, alone);
      assertEquals(expected, together.get(i), items.get(i));
      assertEquals(
          new String(Codec.write(expected, WireFormat.JSON), StandardCharsets.UTF_8),
          new String(Codec.write(together.get(i), WireFormat.JSON), StandardCharsets.UTF_8));
    }
  }

  @Test
  void objectsThatLookAlikeAndOthersAreReadAsEachAlone() throws IOException {
    Random random = Seed.of("objectsThatLookAlikeAndOthersAreReadAsEachAlone");
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      items.add(object(random, 0));
    }
    requireEachAsAlone(items);
  }

  private static String object(Random random, int depth) {
    List<String> names =
        new ArrayList<>(
            List.of("b", "a", "name", "namespace", "spec", "\uD83D\uDE00", "\uFFFD", "q\\\"", ""));
    if (random.nextInt(4) == 0) {
      Collections.shuffle(names, random);
    }
    StringBuilder text = new StringBuilder("{").append(blank(random));
    String comma = "";
    for (String name : names.subList(0, random.nextInt(names.size()))) {
      text.append(comma).append(blank(random)).append('"').append(name).append('"');
      text.append(blank(random)).append(':').append(value(random, depth)).append(blank(random));
      comma = ",";
    }
    return text.append('}').toString();
  }

  private static String value(Random random, int depth) {
    switch (random.nextInt(depth < 4 ? 8 : 6)) {
      case 0:
        return "\"text " + random.nextInt(5) + "\"";
      case 1:
        return "\"" + "é\\u00e9x".repeat(random.nextInt(20)) + "\"";
      case 2:
        return String.valueOf(random.nextInt(1000));
      case 3:
        return random.nextInt(10_000) / 8.0 + "";
      case 4:
        return random.nextBoolean() ? "true" : "null";
      case 5:
        return "\"" + "long ".repeat(random.nextInt(200)) + "\"";
      case 6:
        return object(random, depth + 1);
      default:
        StringBuilder list = new StringBuilder("[");
        for (int i = random.nextInt(4); i >= 0; i--) {
          list.append(value(random, depth + 1)).append(i == 0 ? "" : ",");
        }
        return list.append(']').toString();
    }
  }

  private static String blank(Random random) {
    return random.nextInt(20) == 0 ? " \n" : "";
  }

  @Test
  void namesThatNeverComeAgainAreReadToo() throws IOException {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      items.add("{\"z\":1,\"name-" + i + "\":{\"a" + i + "\":\"" + i + "\"},\"a\":[{},{}]}");
    }
    requireEachAsAlone(items);
  }

  @Test
  void aNameThatComesTwiceIsRefusedAlsoAfterObjectsThatLookAlike() throws IOException {
    String good = "{\"b\":{\"x\":1,\"y\":2}}";
    String twice = "{\"b\":{\"x\":1,\"x\":2}}";
    for (int before = 0; before < 3; before++) {
      List<String> items = new ArrayList<>(Collections.nCopies(before, good));
      items.add(twice);
      DecodeException refused =
          assertThrows(DecodeException.class, () -> read(Codec.eager(), items));
      assertTrue(refused.getMessage().contains("\"x\" comes twice"), refused::getMessage);
      assertEquals("b", refused.field());
    }
  }

  @Test
  void largerMembersAreDecodedWhenTheyAreAskedFor() throws IOException {
    String metadata =
        "{\"name\":\"a\",\"labels\":{\"x\":\"1\"},\"annotations\":{\"t\":\""
            + "y".repeat(100)
            + "\"}}";
    String twice = "{\"ports\":[{\"n\":1,\"n\":2}],\"text\":\"" + "z".repeat(100) + "\"}";
    String item = "{\"kind\":\"Widget\",\"metadata\":" + metadata + ",\"spec\":" + twice + "}";
    Unstructured read = read(Codec.lazy(), List.of(item)).get(0);
    assertEquals("a", read.metadata().name());
    assertEquals(Map.of("x", "1"), read.metadata().labels());
    assertEquals("1", read.at("metadata", "labels", "x"));
    assertEquals("a", read.name());
    assertTrue(read.content().containsKey("spec"));
    for (int i = 0; i < 2; i++) {
      DecodeException refused = assertThrows(DecodeException.class, () -> read.at("spec", "text"));
      assertTrue(refused.getMessage().contains("\"n\" comes twice"), refused::getMessage);
      assertEquals("spec.ports[0]", refused.field());
    }
  }

  @Test
  void longTextsAreNotRemembered() {
    for (int length : List.of(1, StringCache.MAX_BYTES, StringCache.MAX_BYTES + 1, 5000)) {
      byte[] json =
          ('"' + "x".repeat(length) + '"' + " ".repeat(8)).getBytes(StandardCharsets.UTF_8);
      Scratch scratch = Scratch.forMany();
      JsonInput in =
          new JsonInput(json, 0, json.length, new StringCache(), new ReadPath(), scratch);
      assertEquals(length, in.string().length());
      long remembered = Arrays.stream(scratch.recent).filter(Objects::nonNull).count();
      assertEquals(length <= StringCache.MAX_BYTES ? 1 : 0, remembered, () -> "of " + length);
    }
  }

  @Test
  void whatIsNoJsonIsRefusedAtOnce() {
    String item = "{\"spec\":{\"text\":\"" + "z".repeat(100) + "\",}}";
    assertThrows(DecodeException.class, () -> read(Codec.lazy(), List.of(item)));
    byte[] alone = item.getBytes(StandardCharsets.UTF_8);
    assertThrows(DecodeException.class, () -> Codec.lazy().read(ANY, WireFormat.JSON, alone));
  }

  @Test
  void itemsOfAllSizesAreReadWhereverTheBufferEnds() throws IOException {
    Random random = Seed.of("itemsOfAllSizesAreReadWhereverTheBufferEnds");
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      int size = random.nextInt(20) == 0 ? random.nextInt(300_000) : random.nextInt(3000);
      items.add("{\"n\":" + i + ",\"text\":\"" + "x".repeat(size) + "\"}");
    }
    requireEachAsAlone(items);
  }

  @Test
  void numbersAreTheSimplestTypeThatHoldsThem() {
    Random random = Seed.of("numbersAreTheSimplestTypeThatHoldsThem");
    for (int i = 0; i < 200_000; i++) {
      String text = number(random);
      byte[] source = text.getBytes(StandardCharsets.US_ASCII);
      BigDecimal exact = new BigDecimal(text);
      if (text.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9')) {
        BigInteger whole = exact.toBigIntegerExact();
        Object expected = whole.bitLength() <= 63 ? (Object) whole.longValue() : whole;
        assertEquals(expected, JsonNumbers.whole(source, 0, source.length), text);
      } else {
        double value = Double.parseDouble(text);
        boolean same = !Double.isInfinite(value) && exact.compareTo(Numbers.shortest(value)) == 0;
        Object expected = same ? (Object) value : exact;
        assertEquals(expected, JsonNumbers.any(source, 0, source.length), text);
      }
    }
  }

  private static String number(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
    text.append(random.nextInt(4) == 0 ? "0" : "" + (1 + random.nextInt(9)) + digits(random, 22));
    if (random.nextInt(3) > 0) {
      text.append('.').append(random.nextInt(10)).append(digits(random, 25));
    }
    if (random.nextInt(5) == 0) {
      text.append(random.nextBoolean() ? "e" : "E").append(random.nextInt(80) - 40);
    }
    return text.toString();
  }

  private static String digits(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(1 + random.nextInt(most)); i > 0; i--) {
      text.append(random.nextInt(10) < 3 ? 0 : random.nextInt(10));
    }
    return text.toString();
  }
}
