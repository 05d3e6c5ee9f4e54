package io.kybern.model.wire;

import io.kybern.model.CompactList;
import io.kybern.model.CompactMap;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Immutable trees. */
final class Trees {
  private Trees() {}

  static @Nullable Object freeze(@Nullable Object tree) {
    return freeze(tree, 0);
  }

  /** Refuses trees that nobody could read back, before they exhaust the stack. */
  static void requireShallow(int depth) {
    if (depth > ReadPath.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "a tree cannot be nested deeper than " + ReadPath.MAX_DEPTH + " levels");
    }
  }

  private static Object freezeMap(Map<?, ?> map, int depth) {
    boolean same = map instanceof CompactMap<?>;
    @Nullable Object[] entries = new Object[map.size() * 2];
    int size = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw new IllegalArgumentException(
            "the keys of a tree are strings, found " + entry.getKey());
      }
      Object value = freeze(entry.getValue(), depth + 1);
      same &= value == entry.getValue();
      entries[size++] = key;
      entries[size++] = value;
    }
    return same ? map : CompactMap.sortedLastWins(entries, 0, size);
  }

  private static Object freezeList(Collection<?> list, int depth) {
    boolean same = list instanceof CompactList<?>;
    List<@Nullable Object> elements = new ArrayList<>(list.size());
    for (Object element : list) {
      Object value = freeze(element, depth + 1);
      same &= value == element;
      elements.add(value);
    }
    return same ? list : CompactList.copyOfRange(elements.toArray(), 0, elements.size());
  }

  private static @Nullable Object freeze(@Nullable Object tree, int depth) {
    requireShallow(depth);
    if (tree instanceof Map<?, ?> map) {
      return freezeMap(map, depth);
    }
    if (tree instanceof Collection<?> list) {
      return freezeList(list, depth);
    }
    if (tree == null
        || tree instanceof String
        || tree instanceof Boolean
        || tree instanceof Long
        || tree instanceof Double
        || tree instanceof BigInteger
        || tree instanceof BigDecimal) {
      return tree;
    }
    if (tree instanceof Integer || tree instanceof Short || tree instanceof Byte) {
      return ((Number) tree).longValue();
    }
    if (tree instanceof Float single) {
      return single.doubleValue();
    }
    throw new IllegalArgumentException("a tree cannot hold a " + tree.getClass().getName());
  }
}
