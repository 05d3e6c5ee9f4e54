package io.kybern.apiserver.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request. Immutable. */
final class Query {
  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  static Query parse(String query) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (!query.isEmpty()) {
      for (String pair : query.split("&")) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        values
            .computeIfAbsent(name, n -> new ArrayList<>())
            .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return new Query(values);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiErrors.badRequest("invalid URL escape in query " + FieldError.quoted(text));
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The first value, empty if there is none. */
  String text(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? "" : all.get(0);
  }

  /** Go's rule for flags in a query: everything but {@code false} and {@code 0} is true. */
  boolean flag(String name) {
    return Boolean.TRUE.equals(optionalFlag(name));
  }

  @Nullable Boolean optionalFlag(String name) {
    return has(name) ? !(text(name).equals("0") || text(name).equalsIgnoreCase("false")) : null;
  }

  /**
   * A whole number, or {@code null} if the parameter is missing or empty.
   *
   * @throws io.kybern.error.BadRequestException if it is no number
   */
  @Nullable Long number(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw ApiErrors.badRequest(
          "strconv.ParseInt: parsing " + FieldError.quoted(text) + ": invalid syntax");
    }
  }
}
