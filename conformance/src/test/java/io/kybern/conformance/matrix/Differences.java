package io.kybern.conformance.matrix;

import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where two trees differ, for messages that people can read. */
public final class Differences {
  private Differences() {}

  /** One line for each place where {@code actual} is not what was expected; empty if equal. */
  public static List<String> between(@Nullable Object expected, @Nullable Object actual) {
    List<String> lines = new ArrayList<>();
    collect("", expected, actual, lines);
    return lines;
  }

  private static void collect(
      String path, @Nullable Object expected, @Nullable Object actual, List<String> lines) {
    if (expected instanceof Map<?, ?> left && actual instanceof Map<?, ?> right) {
      Set<Object> keys = new LinkedHashSet<>(left.keySet());
      keys.addAll(right.keySet());
      for (Object key : keys) {
        String inner = path + "." + key;
        if (!right.containsKey(key)) {
          lines.add(inner + " is missing, expected " + shown(left.get(key)));
        } else if (!left.containsKey(key)) {
          lines.add(inner + " is " + shown(right.get(key)) + ", expected to be missing");
        } else {
          collect(inner, left.get(key), right.get(key), lines);
        }
      }
    } else if (expected instanceof List<?> left
        && actual instanceof List<?> right
        && left.size() == right.size()) {
      for (int i = 0; i < left.size(); i++) {
        collect(path + "[" + i + "]", left.get(i), right.get(i), lines);
      }
    } else if (expected == null ? actual != null : !expected.equals(actual)) {
      lines.add(path + " is " + shown(actual) + ", expected " + shown(expected));
    }
  }

  private static String shown(@Nullable Object tree) {
    return new String(Codec.treeToJson(tree), StandardCharsets.UTF_8);
  }
}
