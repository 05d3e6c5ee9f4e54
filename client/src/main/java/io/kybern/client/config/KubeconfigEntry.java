package io.kybern.client.config;

import io.kybern.error.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A named cluster, user or context of a file. Reads its fields; what is wrong with them is reported
 * with file, entry and field, never with the value.
 */
record KubeconfigEntry(Path file, String what, String name, Map<?, ?> fields) {
  /** Files that are named relatively are in the folder of this one. */
  private Path resolve(String path) {
    return file.toAbsolutePath().resolveSibling(path);
  }

  ConfigException problem(String field, String message) {
    return new ConfigException(
        file
            + ": "
            + what
            + " \""
            + name
            + "\""
            + (field.isEmpty() ? "" : ": " + field)
            + ": "
            + message);
  }

  /** Runs {@code step}; what it finds wrong is reported as of {@code field}, or of the entry. */
  <V> V locating(String field, Supplier<V> step) {
    try {
      return step.get();
    } catch (ConfigException e) {
      throw problem(field, String.valueOf(e.getMessage()));
    }
  }

  /** A field that is there and not empty. */
  boolean has(String field) {
    Object value = fields.get(field);
    return value != null && !value.equals("");
  }

  Optional<String> text(String field) {
    Object value = fields.get(field);
    if (value == null || value.equals("")) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      throw problem(field, "expected a string");
    }
    return Optional.of(text);
  }

  boolean flag(String field) {
    Object value = fields.get(field);
    if (value == null) {
      return false;
    }
    if (!(value instanceof Boolean flag)) {
      throw problem(field, "expected true or false");
    }
    return flag;
  }

  Optional<Path> path(String field) {
    Optional<Path> path = text(field).map(this::resolve);
    if (path.isPresent() && !Files.isReadable(path.get())) {
      throw problem(field, "expected a file that can be read: " + path.get());
    }
    return path;
  }

  /** A field that is PEM in a file, or with {@code -data} at its end PEM in base64. */
  @Nullable Pem pem(String field) {
    Optional<Path> path = path(field);
    Optional<String> data = text(field + "-data");
    if (path.isPresent() && data.isPresent()) {
      throw problem(field, "expected either this or " + field + "-data, not both");
    }
    if (data.isEmpty()) {
      return path.map(f -> Pem.file(f).called(f + " of " + this)).orElse(null);
    }
    try {
      return Pem.of(Base64.getDecoder().decode(data.get().replaceAll("\\s", "")))
          .called(field + "-data of " + this);
    } catch (IllegalArgumentException e) {
      throw problem(field + "-data", "expected base64");
    }
  }

  List<String> texts(String field) {
    return texts(field, fields.get(field));
  }

  private List<String> texts(String field, @Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || !list.stream().allMatch(e -> e instanceof String)) {
      throw problem(field, "expected a list of strings");
    }
    return list.stream().map(String.class::cast).toList();
  }

  Map<String, List<String>> textLists(String field) {
    Object value = fields.get(field);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw problem(field, "expected a mapping to lists of strings");
    }
    Map<String, List<String>> result = new LinkedHashMap<>();
    map.forEach((key, list) -> result.put(String.valueOf(key), texts(field + "." + key, list)));
    return result;
  }

  /** Where it stands; the content may hold credentials and is not shown. */
  @Override
  public String toString() {
    return file + ": " + what + " \"" + name + "\"";
  }
}
