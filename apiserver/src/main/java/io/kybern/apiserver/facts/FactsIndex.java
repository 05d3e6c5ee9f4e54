package io.kybern.apiserver.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The text that the build makes of all schema files: one {@code package} line for each, followed by
 * the resources that a server serves. It is cut into packages at once and read no further until
 * asked.
 */
final class FactsIndex {
  private final String hash;
  private final List<Entry> entries;

  private FactsIndex(String hash, List<Entry> entries) {
    this.hash = hash;
    this.entries = entries;
  }

  /**
   * The line of one package.
   *
   * @param body the resource blocks, unread
   */
  record Entry(String name, String openApiName, GroupVersion groupVersion, String body) {}

  static FactsIndex parse(String text) {
    int at = text.indexOf('\n');
    List<String> head = SchemaText.words(text.substring(0, at));
    if (head.size() != 3 || !head.get(0).equals("facts") || !head.get(1).equals("1")) {
      throw new IllegalStateException("the index of the schema is of another build");
    }
    List<Entry> entries = new ArrayList<>();
    at++;
    while (at < text.length()) {
      int lineEnd = text.indexOf('\n', at);
      int next = text.indexOf("\npackage ", lineEnd);
      int end = next < 0 ? text.length() : next + 1;
      List<String> words = SchemaText.words(text.substring(at, lineEnd));
      String group = words.get(3);
      entries.add(
          new Entry(
              words.get(1),
              words.get(2),
              new GroupVersion(group.equals("-") ? "" : group, words.get(4)),
              text.substring(lineEnd + 1, end)));
      at = end;
    }
    return new FactsIndex(head.get(2), entries);
  }

  /** Digest of all schema files. */
  String hash() {
    return hash;
  }

  List<Entry> entries() {
    return entries;
  }

  /** The entry of a package, by the schema's name for it. */
  Entry entry(String name) {
    for (Entry entry : entries) {
      if (entry.name().equals(name)) {
        return entry;
      }
    }
    throw new IllegalStateException("the schema has no package ".concat(name));
  }

  /** The resources of one package. */
  List<ServedResource> resources(Entry entry) {
    List<ServedResource> resources = new ArrayList<>();
    String body = entry.body();
    int at = 0;
    while (at < body.length()) {
      int next = body.indexOf("\nresource ", at);
      int end = next < 0 ? body.length() : next + 1;
      resources.add(resource(entry, body.substring(at, end)));
      at = end;
    }
    return List.copyOf(resources);
  }

  private ServedResource resource(Entry entry, String block) {
    int lineEnd = block.indexOf('\n');
    List<String> words = SchemaText.words(block.substring(0, lineEnd));
    Map<String, String> attributes = SchemaText.attributes(words, 2);
    String kind = Objects.requireNonNull(attributes.get("kind"));
    List<String> verbs = List.of();
    String columns = "";
    Map<String, ServedSubresource> subresources = new LinkedHashMap<>();
    while (lineEnd + 1 < block.length()) {
      int from = lineEnd + 1;
      lineEnd = block.indexOf('\n', from);
      String line = block.substring(from, lineEnd).strip();
      int space = line.indexOf(' ');
      String rest = line.substring(space + 1);
      switch (line.substring(0, space)) {
        case "server" -> verbs = SchemaText.list(rest);
        case "columns" -> columns = rest;
        case "sub" -> {
          ServedSubresource subresource = subresource(entry, kind, SchemaText.words(rest));
          subresources.put(subresource.name(), subresource);
        }
        default -> throw new IllegalStateException("unknown line in the index: ".concat(line));
      }
    }
    return new ServedResource(
        entry.groupVersion().group(),
        entry.groupVersion().version(),
        words.get(1),
        attributes.getOrDefault("singular", ""),
        kind.substring(kind.lastIndexOf('.') + 1),
        "Namespaced".equals(attributes.get("scope")),
        SchemaText.list(attributes.getOrDefault("short", "")),
        SchemaText.list(attributes.getOrDefault("categories", "")),
        verbs,
        List.copyOf(subresources.values()),
        columns,
        "object".equals(attributes.get("deleted")),
        attributes.getOrDefault("storage", "").replace("-/", "/"),
        Deprecation.of(attributes));
  }

  private ServedSubresource subresource(Entry entry, String ownKind, List<String> words) {
    Map<String, String> attributes = SchemaText.attributes(words, 1);
    String kind = attributes.getOrDefault("kind", ownKind);
    int dot = kind.lastIndexOf('.');
    GroupVersion groupVersion =
        dot < 0 ? entry.groupVersion() : entry(kind.substring(0, dot)).groupVersion();
    return new ServedSubresource(
        words.get(0),
        groupVersion.apiVersion(),
        kind.substring(dot + 1),
        SchemaText.list(Objects.requireNonNull(attributes.get("server"))));
  }
}
