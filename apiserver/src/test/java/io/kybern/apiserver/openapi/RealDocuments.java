package io.kybern.apiserver.openapi;

import io.kybern.model.wire.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** What a real server with every group on says, without prose; the importer wrote it down. */
final class RealDocuments {
  private static final Path FOLDER = Path.of("../schema/documents");

  private RealDocuments() {}

  static Map<String, Object> read(String name) {
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(FOLDER.resolve(name.concat(".json.gz"))))) {
      return map(Codec.jsonToTree(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same tree however it is written: no prose, references to parameters replaced by what they
   * stand for, a lone reference without anything around it, required fields in alphabetical order,
   * numbers of one type.
   *
   * @param parameters the parameters that a version 2 document refers to
   */
  static Object normal(Object tree, Map<String, Object> parameters) {
    if (tree instanceof List<?> list) {
      return list.stream().map(item -> normal(item, parameters)).toList();
    }
    if (!(tree instanceof Map<?, ?>)) {
      return tree instanceof Number number ? (Object) number.doubleValue() : tree;
    }
    Map<String, Object> map = map(tree);
    if (map.get("$ref") instanceof String reference && reference.startsWith("#/parameters/")) {
      Object parameter = parameters.get(reference.substring("#/parameters/".length()));
      return normal(parameter == null ? reference : parameter, parameters);
    }
    Map<String, Object> normal = new TreeMap<>();
    map.forEach(
        (name, value) -> {
          boolean prose = name.equals("description") && value instanceof String;
          if (!prose) {
            normal.put(name, name.equals("required") ? sorted(value) : normal(value, parameters));
          }
        });
    boolean lone = normal.keySet().equals(Set.of("allOf"));
    return lone && normal.get("allOf") instanceof List<?> one ? one.get(0) : normal;
  }

  private static Object sorted(Object value) {
    if (!(value instanceof List<?> list)) {
      return normal(value, Map.of()); // a flag, or a property that is called so
    }
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add((String) text));
    texts.sort(null);
    return texts;
  }

  /** Adds a line for each place where {@code real} and {@code ours} differ. */
  static void compare(String where, Object real, Object ours, List<String> differences) {
    if (real instanceof Map<?, ?> && ours instanceof Map<?, ?>) {
      Set<String> names = new TreeSet<>(map(real).keySet());
      names.addAll(map(ours).keySet());
      for (String name : names) {
        Object expected = map(real).getOrDefault(name, "nothing");
        Object actual = map(ours).getOrDefault(name, "nothing");
        compare(where + " > " + name, expected, actual, differences);
      }
    } else if (!real.equals(ours)) {
      differences.add(where + "\n  real " + real + "\n  ours " + ours + "\n");
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object tree) {
    return (Map<String, Object>) tree;
  }
}
