package io.kybern.benchmarks.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A request.
 *
 * @param head request line and headers as they came
 * @param lower the same in lower case
 */
record Request(
    String method, String path, Map<String, String> query, String head, String lower, byte[] body) {

  static Request parse(String head, byte[] body) {
    int first = head.indexOf(' ');
    int second = head.indexOf(' ', first + 1);
    String target = head.substring(first + 1, second);
    int mark = target.indexOf('?');
    return new Request(
        head.substring(0, first),
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? Map.of() : query(target.substring(mark + 1)),
        head,
        head.toLowerCase(Locale.ROOT),
        body);
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    for (String part : text.split("&")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        query.put(
            part.substring(0, equals),
            URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  /** The value of a header, or nothing; {@code name} is in lower case. */
  String header(String name) {
    int at = lower.indexOf("\r\n" + name + ":");
    if (at < 0) {
      return "";
    }
    int from = at + name.length() + 3;
    return head.substring(from, head.indexOf("\r\n", from)).trim();
  }

  /** Whether the client prefers protobuf. */
  boolean wantsProtobuf() {
    return header("accept").startsWith(Wire.PROTOBUF);
  }

  boolean isWatch() {
    String watch = query.getOrDefault("watch", "");
    return watch.equals("true") || watch.equals("1");
  }
}
