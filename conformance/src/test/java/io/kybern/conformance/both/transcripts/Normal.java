package io.kybern.conformance.both.transcripts;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers without what must differ between two servers, or two runs: uids, resource versions, the
 * time of day, addresses and ports that the server chose, tokens, generated name suffixes. {@code
 * managedFields} are left out, and so are the descriptions of columns, which are prose. Everything
 * else stays.
 */
final class Normal {
  private static final Duration NOW = Duration.ofHours(30);
  private static final Pattern UID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
  private static final Pattern ADDRESS =
      Pattern.compile("\\b(10\\.96\\.\\d+|192\\.168\\.0)\\.\\d+\\b");
  private static final Pattern NODE_PORT = Pattern.compile("\\b3[0-2]\\d{3}\\b");
  private static final Pattern OWN_ADDRESS =
      Pattern.compile("\\b(127\\.0\\.0\\.1|localhost|172\\.\\d+\\.\\d+\\.\\d+):\\d+\\b");
  private static final Pattern AGE = Pattern.compile("\\d+[sm](\\d+s)?");
  private static final Pattern VERSION = Pattern.compile("[1-9]\\d*");
  private static final Pattern VERSION_IN_TEXT =
      Pattern.compile(
          "(resource ?version: ?|too large: |current: ?|in record \\(|\"resourceVersion\\\\?\":\\\\?\")\\d+",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SUFFIX = Pattern.compile("-[bcdfghjklmnpqrstvwxz2456789]{5}\\b");

  private Normal() {}

  static Answer of(Answer answer) {
    Map<String, String> headers = new TreeMap<>();
    answer.headers().forEach((name, value) -> headers.put(name, text(value)));
    return new Answer(answer.code(), headers, tree("", answer.body()));
  }

  private static @Nullable Object tree(String key, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> result = new TreeMap<>();
      boolean generated = map.get("generateName") instanceof String;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String name = (String) entry.getKey();
        if (name.equals("managedFields")
            || (key.equals("columnDefinitions") && name.equals("description"))) {
          continue;
        }
        Object child = entry.getValue();
        if ((name.equals("name") || name.equals("kubernetes.io/metadata.name"))
            && generated
            && child instanceof String text) {
          result.put(name, SUFFIX.matcher(text).replaceAll("-<suffix>"));
        } else {
          result.put(name, Objects.requireNonNullElse(tree(name, child), "<null>"));
        }
      }
      return result;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> result = new ArrayList<>();
      for (Object element : list) {
        result.add(tree(key.equals("cells") ? "cell" : key, element));
      }
      return result;
    }
    return scalar(key, value);
  }

  private static @Nullable Object scalar(String key, @Nullable Object value) {
    if (value instanceof Number number) {
      boolean port = key.equals("nodePort") || key.equals("healthCheckNodePort");
      boolean chosen = port && number.intValue() >= 30000 && number.intValue() <= 32767;
      return chosen ? "<port>" : number;
    }
    if (!(value instanceof String text)) {
      return value;
    }
    return switch (key) {
      case "uid" -> UID.matcher(text).matches() ? "<uid>" : text;
      case "resourceVersion" -> VERSION.matcher(text).matches() ? "<version>" : text;
      case "continue", "token" -> text.isEmpty() ? text : "<token>";
      case "cell" -> AGE.matcher(text).matches() ? "<age>" : text(text);
      default -> text(text);
    };
  }

  private static String text(String text) {
    String result = UID.matcher(text).replaceAll("<uid>");
    result =
        TIME.matcher(result).replaceAll(match -> isNow(match.group()) ? "<time>" : match.group());
    result = OWN_ADDRESS.matcher(result).replaceAll("<server>");
    result = ADDRESS.matcher(result).replaceAll("<address>");
    result = NODE_PORT.matcher(result).replaceAll("<port>");
    return VERSION_IN_TEXT.matcher(result).replaceAll("$1<version>");
  }

  private static boolean isNow(String time) {
    try {
      Instant instant = OffsetDateTime.parse(time).toInstant();
      return Duration.between(instant, Instant.now()).abs().compareTo(NOW) < 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
