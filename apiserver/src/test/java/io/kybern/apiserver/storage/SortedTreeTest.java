package io.kybern.apiserver.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedTreeTest {
  @Test
  void behavesAsATreeMapWhateverHappensToIt() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    SortedTree<Integer> tree = SortedTree.empty();
    TreeMap<String, Integer> model = new TreeMap<>();
    for (int step = 0; step < 4000; step++) {
      String key = "k" + random.nextInt(300);
      if (random.nextInt(3) == 0) {
        tree = tree.without(key);
        model.remove(key);
      } else {
        tree = tree.with(key, step);
        model.put(key, step);
      }
      assertEquals(model.get(key), tree.get(key), "seed " + seed);
      if (step % 50 == 0) {
        String from = "k" + random.nextInt(300);
        String to = from + "~";
        assertEquals(values(tree.range("", null)), List.copyOf(model.values()), "seed " + seed);
        assertEquals(
            values(tree.range(from, to)),
            List.copyOf(model.subMap(from, to).values()),
            "seed " + seed);
        assertEquals(model.subMap(from, to).size(), tree.count(from, to), "seed " + seed);
        assertEquals(model.tailMap(from).size(), tree.count(from, null), "seed " + seed);
        assertEquals(model.size(), tree.size(), "seed " + seed);
      }
    }
  }

  @Test
  void keepsWhatItWas() {
    SortedTree<Integer> one = SortedTree.<Integer>empty().with("a", 1);
    SortedTree<Integer> two = one.with("b", 2).with("a", 3).without("b");
    assertEquals(List.of(1), values(one.range("", null)));
    assertEquals(List.of(3), values(two.range("", null)));
    assertSame(two, two.without("z"));
  }

  @Test
  void endsARange() {
    SortedTree.Range<Integer> range = SortedTree.<Integer>empty().with("a", 1).range("b", null);
    assertThrows(NoSuchElementException.class, range::next);
    assertThrows(NoSuchElementException.class, range::nextKey);
  }

  private static List<Integer> values(SortedTree.Range<Integer> range) {
    List<Integer> values = new ArrayList<>();
    range.forEachRemaining(values::add);
    return values;
  }
}
