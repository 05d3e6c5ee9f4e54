package io.kybern.client.config;

import io.kybern.error.ConfigException;
import io.kybern.error.DecodeException;
import io.kybern.model.wire.Codec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one kubeconfig file says. */
record KubeconfigFile(
    Map<String, KubeconfigEntry> clusters,
    Map<String, KubeconfigEntry> users,
    Map<String, KubeconfigEntry> contexts,
    String currentContext) {

  static KubeconfigFile read(Path file) {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigException(file + ": expected a kubeconfig that can be read: " + e, e);
    }
    return parse(file, content);
  }

  static KubeconfigFile parse(Path file, byte[] content) {
    Object tree;
    try {
      tree = isEmpty(content) ? Map.of() : Codec.yamlToTree(content);
    } catch (DecodeException e) {
      // Without the cause, whose text shows what stands around the mistake.
      throw new ConfigException(file + ": expected a kubeconfig in YAML: " + e.reason());
    }
    if (tree == null) {
      tree = Map.of();
    }
    if (!(tree instanceof Map<?, ?> top)) {
      throw new ConfigException(file + ": expected a kubeconfig, a YAML mapping");
    }
    Object kind = top.get("kind");
    if (kind != null && !kind.equals("Config") && !kind.equals("")) {
      throw new ConfigException(file + ": expected kind Config, found " + kind);
    }
    Object current = top.get("current-context");
    if (current != null && !(current instanceof String)) {
      throw new ConfigException(file + ": current-context: expected a string");
    }
    return new KubeconfigFile(
        entries(file, top, "clusters", "cluster"),
        entries(file, top, "users", "user"),
        entries(file, top, "contexts", "context"),
        current == null ? "" : (String) current);
  }

  /** Whether there is nothing but comments. */
  private static boolean isEmpty(byte[] content) {
    return new String(content, StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .allMatch(line -> line.isEmpty() || line.startsWith("#") || line.equals("---"));
  }

  private static Map<String, KubeconfigEntry> entries(
      Path file, Map<?, ?> top, String listName, String entryName) {
    Object value = top.get(listName);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof List<?> list)) {
      throw new ConfigException(file + ": " + listName + ": expected a list");
    }
    Map<String, KubeconfigEntry> entries = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      String where = file + ": " + listName + "[" + i + "]";
      if (!(list.get(i) instanceof Map<?, ?> item)) {
        throw new ConfigException(where + ": expected a mapping with name and " + entryName);
      }
      if (!(item.get("name") instanceof String name)) {
        throw new ConfigException(where + ": name: expected a string");
      }
      Object content = item.get(entryName);
      if (content != null && !(content instanceof Map)) {
        throw new ConfigException(
            where + " \"" + name + "\": " + entryName + ": expected a mapping");
      }
      KubeconfigEntry entry =
          new KubeconfigEntry(
              file, entryName, name, content == null ? Map.of() : (Map<?, ?>) content);
      if (entries.put(name, entry) != null) {
        throw new ConfigException(
            file + ": " + listName + ": the name \"" + name + "\" comes twice");
      }
    }
    return entries;
  }
}
