package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CompactMapTest {
  /** What the order is meant to be: that of the bytes. */
  private static int compareBytes(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void behavesAsASortedMapDoes() {
    Random random = Seed.of("behavesAsASortedMapDoes");
    RandomMessages texts = new RandomMessages(random);
    for (int round = 0; round < 3000; round++) {
      TreeMap<String, Integer> model = new TreeMap<>(CompactMapTest::compareBytes);
      int size = random.nextInt(1 + random.nextInt(40));
      for (int i = 0; i < size; i++) {
        model.put(random.nextInt(3) == 0 ? "k" + random.nextInt(50) : texts.text(), i);
      }
      Map<String, Integer> map = CompactMap.copyOf(new HashMap<>(model));
      assertEquals(model, map);
      assertEquals(map, new HashMap<>(model));
      assertEquals(model.hashCode(), map.hashCode());
      assertEquals(model.size(), map.size());
      assertEquals(model.isEmpty(), map.isEmpty());
      assertEquals(new ArrayList<>(model.keySet()), new ArrayList<>(map.keySet()));
      assertEquals(new ArrayList<>(model.values()), new ArrayList<>(map.values()));
      assertEquals(new ArrayList<>(model.entrySet()), new ArrayList<>(map.entrySet()));
      for (String key : model.keySet()) {
        assertEquals(model.get(key), map.get(new String(key.toCharArray())));
        assertTrue(map.containsKey(key));
      }
      for (int i = 0; i < 5; i++) {
        String other = texts.text();
        assertEquals(model.get(other), map.get(other));
        assertEquals(model.containsKey(other), map.containsKey(other));
      }
      assertNull(map.getOrDefault("no such key", null));
    }
  }

  @Test
  void ordersByUtf8BeyondTheBasicPlane() {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "",
                "a",
                "aa",
                "b",
                "\u007F",
                "\u0080",
                "\u07FF",
                "\u0800",
                "\uD7FF",
                "\uE000",
                "\uFFFD",
                "\uFFFF",
                "\uD800\uDC00",
                "\uDBFF\uDFFF",
                "a\uE000",
                "a\uD83D\uDE00",
                "a\uFFFF\uD83D\uDE00"));
    for (String a : texts) {
      for (String b : texts) {
        assertEquals(
            Integer.signum(compareBytes(a, b)),
            Integer.signum(CompactMap.UTF8_ORDER.compare(a, b)),
            a + " and " + b);
      }
    }
    Collections.shuffle(texts, Seed.of("ordersByUtf8BeyondTheBasicPlane"));
    Map<String, String> unsorted = new HashMap<>();
    texts.forEach(text -> unsorted.put(text, text));
    texts.sort(CompactMapTest::compareBytes);
    assertEquals(texts, new ArrayList<>(CompactMap.copyOf(unsorted).keySet()));
  }

  @Test
  void theLastOfEqualKeysCounts() {
    Object[] entries = {"x", 0, "b", 1, "a", 2, "b", 3, "a", 4, "c", 5, "a", 6, "x", 7};
    Map<String, Object> map = CompactMap.sortedLastWins(entries, 2, 14);
    assertEquals("{a=6, b=3, c=5}", map.toString());
    assertEquals(Map.of(), CompactMap.sortedLastWins(entries, 3, 3));
    Object[] many = new Object[200];
    for (int i = 0; i < 100; i++) {
      many[2 * i] = "k" + i % 7;
      many[2 * i + 1] = i;
    }
    Map<String, Object> last = CompactMap.sortedLastWins(many, 0, 200);
    assertEquals(7, last.size());
    assertEquals(98, last.get("k0"));
  }

  @Test
  void cannotBeChanged() {
    Map<String, Integer> map = CompactMap.copyOf(Map.of("a", 1, "b", 2));
    assertThrows(UnsupportedOperationException.class, () -> map.put("c", 3));
    assertThrows(UnsupportedOperationException.class, () -> map.put("a", 3));
    assertThrows(UnsupportedOperationException.class, () -> map.remove("a"));
    assertThrows(UnsupportedOperationException.class, map::clear);
    assertThrows(UnsupportedOperationException.class, () -> map.putAll(Map.of("c", 3)));
    assertThrows(UnsupportedOperationException.class, () -> map.keySet().remove("a"));
    assertThrows(UnsupportedOperationException.class, () -> map.values().clear());
    assertThrows(UnsupportedOperationException.class, () -> map.replaceAll((k, v) -> 0));
    assertThrows(UnsupportedOperationException.class, () -> map.merge("a", 1, Integer::sum));
    assertThrows(UnsupportedOperationException.class, () -> map.computeIfAbsent("c", k -> 1));
    assertThrows(
        UnsupportedOperationException.class, () -> map.entrySet().iterator().next().setValue(7));
    Iterator<Map.Entry<String, Integer>> entries = map.entrySet().iterator();
    entries.next();
    assertThrows(UnsupportedOperationException.class, entries::remove);
    entries.next();
    assertFalse(entries.hasNext());
    assertThrows(NoSuchElementException.class, entries::next);
    assertEquals(Map.of("a", 1, "b", 2), map);
  }

  @Test
  void isACopyOfItsSource() {
    Map<String, Integer> source = new HashMap<>(Map.of("a", 1));
    Map<String, Integer> map = CompactMap.copyOf(source);
    source.put("b", 2);
    assertEquals(Map.of("a", 1), map);
    assertSame(map, CompactMap.copyOf(map));
    assertSame(Map.of(), CompactMap.copyOf(Map.of()));
  }

  @Test
  void hasNoNull() {
    Map<String, String> nulls = new HashMap<>();
    nulls.put("a", null);
    assertThrows(NullPointerException.class, () -> CompactMap.copyOf(nulls));
    nulls.clear();
    nulls.put(null, "a");
    assertThrows(NullPointerException.class, () -> CompactMap.copyOf(nulls));
    Map<String, String> map = CompactMap.copyOf(Map.of("a", "b"));
    assertNull(map.get(null));
    assertFalse(map.containsKey(null));
    assertFalse(map.containsValue(null));
    assertNull(map.get((Object) 7));
    // Trees have nulls in the same kind of map; a field of a message must not take it over.
    @SuppressWarnings("unchecked")
    Map<String, String> tree =
        (Map<String, String>)
            io.kybern.model.wire.Codec.jsonToTree(
                new byte[] {'{', '"', 'a', '"', ':', 'n', 'u', 'l', 'l', '}'});
    assertTrue(tree.containsKey("a"));
    assertThrows(NullPointerException.class, () -> CompactMap.copyOf(tree));
  }

  @Test
  void listsAreImmutableToo() {
    List<String> source = new ArrayList<>(List.of("a", "b"));
    List<String> list = CompactList.copyOf(source);
    source.set(0, "x");
    assertEquals(List.of("a", "b"), list);
    assertEquals(List.of("a", "b").hashCode(), list.hashCode());
    assertSame(list, CompactList.copyOf(list));
    assertEquals(List.of("b"), list.subList(1, 2));
    assertThrows(UnsupportedOperationException.class, () -> list.set(0, "y"));
    assertThrows(UnsupportedOperationException.class, () -> list.add("y"));
    assertThrows(UnsupportedOperationException.class, () -> list.remove(0));
    assertThrows(UnsupportedOperationException.class, list::clear);
    assertThrows(UnsupportedOperationException.class, () -> list.sort(null));
    assertThrows(UnsupportedOperationException.class, () -> list.replaceAll(s -> s));
    assertThrows(UnsupportedOperationException.class, () -> list.subList(0, 1).clear());
    list.toArray()[0] = "y";
    assertEquals("a", list.get(0));
    assertThrows(IndexOutOfBoundsException.class, () -> list.get(2));
    assertThrows(NullPointerException.class, () -> CompactList.copyOf(Arrays.asList("a", null)));
    List<Object> nulls = CompactList.copyOfRange(new Object[] {null}, 0, 1);
    assertThrows(NullPointerException.class, () -> CompactList.copyOf(nulls));
  }
}
