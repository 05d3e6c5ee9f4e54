package io.kybern.apiserver.rest;

import io.kybern.apiserver.validation.FieldError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a request. Immutable. */
final class Query {
  private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]+");

  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * The parameters in {@code query}. Like kube-apiserver, it does as if a parameter were not there
   * that has a malformed escape or a semicolon.
   */
  static Query parse(String query) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (!query.isEmpty()) {
      for (String pair : query.split("&")) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        if (name != null && value != null && pair.indexOf(';') < 0) {
          values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        }
      }
    }
    return new Query(values);
  }

  /** The text without escapes; {@code null} if they are malformed. */
  private static @Nullable String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
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
   * A whole number, or {@code null} if the parameter is missing.
   *
   * @throws io.kybern.error.BadRequestException if it is no number
   */
  @Nullable Long number(String name) {
    if (!has(name)) {
      return null;
    }
    String text = text(name);
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw ApiErrors.badRequest(
          "strconv.ParseInt: parsing "
              + FieldError.quoted(text)
              + (DIGITS.matcher(text).matches() ? ": value out of range" : ": invalid syntax"));
    }
  }
}
