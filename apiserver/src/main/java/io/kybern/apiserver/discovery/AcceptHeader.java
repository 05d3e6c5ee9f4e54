package io.kybern.apiserver.discovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a client is ready to take, best first. */
final class AcceptHeader {
  private AcceptHeader() {}

  /**
   * One clause of the header.
   *
   * @param type media type without parameters, in lower case
   * @param parameters all but {@code q}
   * @param quality from 0 to 1
   */
  record Clause(String type, Map<String, String> parameters, double quality) {
    /** Whether {@code mediaType}, which has no parameters, is what the clause asks for. */
    boolean allows(String mediaType) {
      return type.equals(mediaType)
          || type.equals("*/*")
          || (type.endsWith("/*") && mediaType.startsWith(type.substring(0, type.length() - 1)));
    }

    private int vagueness() {
      return type.startsWith("*") ? 2 : type.endsWith("*") ? 1 : 0;
    }
  }

  /** The clauses by falling quality; of equal ones the exact before the wildcards. */
  static List<Clause> parse(String header) {
    List<Clause> clauses = new ArrayList<>();
    for (String part : split(header, ',')) {
      clauses.add(clause(part));
    }
    clauses.removeIf(clause -> clause.type().isEmpty() || clause.quality() == 0);
    clauses.sort(
        (a, b) -> {
          int byQuality = Double.compare(b.quality(), a.quality());
          return byQuality != 0 ? byQuality : Integer.compare(a.vagueness(), b.vagueness());
        });
    if (clauses.isEmpty()) {
      clauses.add(new Clause("*/*", Map.of(), 1));
    }
    return clauses;
  }

  private static Clause clause(String text) {
    List<String> parts = split(text, ';');
    Map<String, String> parameters = new LinkedHashMap<>();
    double quality = 1;
    for (int i = 1; i < parts.size(); i++) {
      String part = parts.get(i);
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).strip();
      String value = equals < 0 ? "" : part.substring(equals + 1).strip();
      if (name.equalsIgnoreCase("q")) {
        quality = quality(value);
      } else {
        parameters.put(name, value);
      }
    }
    return new Clause(parts.get(0).strip().toLowerCase(Locale.ROOT), parameters, quality);
  }

  private static double quality(String text) {
    try {
      double quality = Double.parseDouble(text);
      return quality >= 0 && quality <= 1 ? quality : 1;
    } catch (NumberFormatException e) {
      return 1; // as a clause without q
    }
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (true) {
      int at = text.indexOf(separator, from);
      parts.add(at < 0 ? text.substring(from) : text.substring(from, at));
      if (at < 0) {
        return parts;
      }
      from = at + 1;
    }
  }
}
