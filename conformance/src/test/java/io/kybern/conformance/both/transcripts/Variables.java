package io.kybern.conformance.both.transcripts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ${…}} stands for in one conversation with one server. Learned from its answers:
 *
 * <ul>
 *   <li>{@code ${ns}}: the transcript's namespace
 *   <li>{@code ${uid:NAME}}, {@code ${rv:NAME}}: of the object of that name in the latest answer
 *       that held it
 *   <li>{@code ${rv}}, {@code ${continue}}: of the latest list
 *   <li>{@code ${name:PREFIX}}: the latest name that was generated from a prefix
 *   <li>{@code ${token}}: the latest token of a token request
 * </ul>
 *
 * Confined to the thread that plays the transcript.
 */
final class Variables {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

  private final Map<String, String> values = new HashMap<>();

  Variables(String namespace) {
    values.put("ns", namespace);
  }

  String replaceIn(String text) {
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.replaceAll(
        match ->
            Matcher.quoteReplacement(values.getOrDefault(match.group(1), "no-" + match.group(1))));
  }

  /** Takes what can be learned from an answer's tree. */
  void learn(@Nullable Object tree) {
    if (!(tree instanceof Map<?, ?> map)) {
      return;
    }
    if (map.get("metadata") instanceof Map<?, ?> metadata) {
      String name = text(metadata.get("name"));
      String version = text(metadata.get("resourceVersion"));
      if (map.get("items") instanceof List<?> items) {
        values.put("rv", version);
        values.put("continue", text(metadata.get("continue")));
        items.forEach(this::learn);
      } else if (!name.isEmpty()) {
        values.put("uid:" + name, text(metadata.get("uid")));
        values.put("rv:" + name, version);
        String prefix = text(metadata.get("generateName"));
        if (!prefix.isEmpty()) {
          values.put("name:" + prefix, name);
        }
      } else if (map.get("rows") instanceof List<?>) {
        values.put("rv", version);
        values.put("continue", text(metadata.get("continue")));
      }
    }
    if (map.get("status") instanceof Map<?, ?> status && status.get("token") instanceof String t) {
      values.put("token", t);
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
