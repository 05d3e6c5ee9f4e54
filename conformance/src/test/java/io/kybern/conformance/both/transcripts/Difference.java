package io.kybern.conformance.both.transcripts;

import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One place where two answers are not the same.
 *
 * @param path {@code code}, {@code header NAME} or the JSON path in the body
 * @param real what the real server says there, {@code -} for nothing
 * @param ours what ours says
 */
record Difference(String path, String real, String ours) {
  private static final Object NOTHING = new Object();

  /** All differences of two normalised answers. */
  static List<Difference> between(Answer real, Answer ours) {
    List<Difference> found = new ArrayList<>();
    compare("code", real.code(), ours.code(), found);
    TreeSet<String> names = new TreeSet<>(real.headers().keySet());
    names.addAll(ours.headers().keySet());
    for (String name : names) {
      compare(
          "header " + name,
          real.headers().getOrDefault(name, "-"),
          ours.headers().getOrDefault(name, "-"),
          found);
    }
    if (real.code() == ours.code()) {
      compare("", real.body(), ours.body(), found);
    } else if (!Objects.equals(message(real), message(ours))) {
      // The bodies are about different things then; the reasons say it all.
      found.add(new Difference(".message", message(real), message(ours)));
    }
    return found;
  }

  private static String message(Answer answer) {
    return answer.body() instanceof Map<?, ?> map && map.get("message") instanceof String text
        ? text
        : "-";
  }

  private static void compare(
      String path, @Nullable Object real, @Nullable Object ours, List<Difference> found) {
    if (real instanceof Map<?, ?> left && ours instanceof Map<?, ?> right) {
      TreeSet<Object> keys = new TreeSet<>(left.keySet());
      keys.addAll(right.keySet());
      for (Object key : keys) {
        compare(
            path + "." + key,
            left.containsKey(key) ? left.get(key) : NOTHING,
            right.containsKey(key) ? right.get(key) : NOTHING,
            found);
      }
    } else if (real instanceof List<?> left && ours instanceof List<?> right) {
      for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
        compare(
            path + "[" + i + "]",
            i < left.size() ? left.get(i) : NOTHING,
            i < right.size() ? right.get(i) : NOTHING,
            found);
      }
    } else if (!Objects.equals(number(real), number(ours))) {
      found.add(new Difference(path.isEmpty() ? "body" : path, shown(real), shown(ours)));
    }
  }

  private static @Nullable Object number(@Nullable Object value) {
    return value instanceof Integer || value instanceof Long
        ? (Object) ((Number) value).longValue()
        : value;
  }

  private static String shown(@Nullable Object value) {
    return value == NOTHING
        ? "-"
        : value instanceof String text
            ? text
            : new String(Codec.treeToJson(value), StandardCharsets.UTF_8);
  }
}
