package io.kybern.benchmarks.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Short notation for JSON trees. */
final class Tree {
  private Tree() {}

  /** An object of names and values by turns; members whose value is {@code null} are left out. */
  static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        map.put((String) namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    return map;
  }

  static List<Object> list(Object... values) {
    return new ArrayList<>(Arrays.asList(values));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> mapAt(Object tree, String name) {
    return (Map<String, Object>) ((Map<String, Object>) tree).get(name);
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> mapsAt(Object tree, String name) {
    return (List<Map<String, Object>>) ((Map<String, Object>) tree).get(name);
  }
}
