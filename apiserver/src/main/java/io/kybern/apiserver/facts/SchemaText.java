package io.kybern.apiserver.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The small grammar that all lines of the schema share: words, attributes, lists by comma. */
final class SchemaText {
  private SchemaText() {}

  /** Words parted by single spaces. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int from = 0;
    while (from < line.length()) {
      int space = line.indexOf(' ', from);
      int to = space < 0 ? line.length() : space;
      if (to > from) {
        words.add(line.substring(from, to));
      }
      from = to + 1;
    }
    return words;
  }

  /** Words from {@code from} on as name and value. */
  static Map<String, String> attributes(List<String> words, int from) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = from; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      if (equals < 0) {
        attributes.put(word, "");
      } else {
        attributes.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return attributes;
  }

  /** Values parted by commas; {@code -} and nothing are an empty list. */
  static List<String> list(String text) {
    if (text.isEmpty() || text.equals("-")) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    int from = 0;
    while (true) {
      int comma = text.indexOf(',', from);
      if (comma < 0) {
        values.add(text.substring(from));
        return List.copyOf(values);
      }
      values.add(text.substring(from, comma));
      from = comma + 1;
    }
  }

  /** Values of an enum: parted by commas, in JSON quotes where they need it. */
  static List<String> enumValues(String text) {
    List<String> values = list(text);
    boolean quoted = false;
    for (String value : values) {
      quoted |= value.startsWith("\"");
    }
    if (!quoted) {
      return values;
    }
    List<String> plain = new ArrayList<>(values.size());
    for (String value : values) {
      plain.add(value.startsWith("\"") ? unquote(value) : value);
    }
    return List.copyOf(plain);
  }

  private static String unquote(String json) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < json.length() - 1; i++) {
      char c = json.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      c = json.charAt(++i);
      switch (c) {
        case 'u' -> {
          text.append((char) Integer.parseInt(json, i + 1, i + 5, 16));
          i += 4;
        }
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        default -> text.append(c);
      }
    }
    return text.toString();
  }
}
