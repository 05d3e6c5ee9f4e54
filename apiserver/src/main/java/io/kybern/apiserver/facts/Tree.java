package io.kybern.apiserver.facts;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes JSON objects as trees whose members keep the order in which they are named. */
public final class Tree {
  private Tree() {}

  /** An object from names and values in turn; a {@code null} value leaves its member out. */
  public static Map<String, Object> of(@Nullable Object... namesAndValues) {
    Map<String, Object> tree = new LinkedHashMap<>(namesAndValues.length);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null) {
        tree.put((String) namesAndValues[i], value);
      }
    }
    return tree;
  }
}
