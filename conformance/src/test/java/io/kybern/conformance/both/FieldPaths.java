package io.kybern.conformance.both;

import io.kybern.conformance.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Paths of fields of all kinds a server serves, found by walking its OpenAPI documents. */
final class FieldPaths {
  private static final int DEEPEST = 7;
  private static final String REFERENCE = "#/components/schemas/";

  /** A field: {@code PLURAL.FIELD.FIELD} of a version. */
  record FieldPath(String apiVersion, String path) {}

  private final Map<String, Map<String, Object>> schemas;

  private FieldPaths(Map<String, Map<String, Object>> schemas) {
    this.schemas = schemas;
  }

  /** For each resource the object itself and {@code perResource} fields by chance, or all. */
  static List<FieldPath> choose(Wire server, Random random, int perResource) {
    List<FieldPath> chosen = new ArrayList<>();
    Map<String, Object> index = map(server.get("/openapi/v3").json().get("paths"));
    new TreeMap<>(index)
        .forEach(
            (name, entry) -> {
              if (name.startsWith("api/") || name.split("/").length == 3) {
                Map<String, Object> document =
                    server.get((String) map(entry).get("serverRelativeURL")).json();
                chosen.addAll(of(server, name, document, random, perResource));
              }
            });
    return chosen;
  }

  private static List<FieldPath> of(
      Wire server, String name, Map<String, Object> document, Random random, int perResource) {
    Map<String, Map<String, Object>> schemas = new TreeMap<>();
    map(map(document.get("components")).get("schemas"))
        .forEach((schema, tree) -> schemas.put(schema, map(tree)));
    FieldPaths walker = new FieldPaths(schemas);
    String apiVersion = name.substring(name.indexOf('/') + 1);
    List<FieldPath> chosen = new ArrayList<>();
    for (Object tree :
        (List<?>) server.get("/" + name).json().getOrDefault("resources", List.of())) {
      Map<String, Object> resource = map(tree);
      String plural = (String) resource.get("name");
      if (plural.contains("/")) {
        continue;
      }
      List<String> all = new ArrayList<>();
      walker.walk(plural, walker.ofKind(apiVersion, (String) resource.get("kind")), 0, all);
      chosen.add(new FieldPath(apiVersion, plural));
      for (int i = 0; i < perResource && !all.isEmpty(); i++) {
        chosen.add(new FieldPath(apiVersion, all.remove(random.nextInt(all.size()))));
      }
    }
    return chosen;
  }

  private Map<String, Object> ofKind(String apiVersion, @Nullable String kind) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    String version = apiVersion.substring(slash + 1);
    for (Map<String, Object> schema : schemas.values()) {
      Object kinds = schema.getOrDefault("x-kubernetes-group-version-kind", List.of());
      if (kinds.equals(List.of(Map.of("group", group, "version", version, "kind", "" + kind)))) {
        return schema;
      }
    }
    throw new IllegalStateException("no schema of " + apiVersion + " " + kind);
  }

  private void walk(String path, Map<String, Object> schema, int depth, List<String> into) {
    Map<String, Object> properties = map(schema.getOrDefault("properties", Map.of()));
    for (String name : new TreeSet<>(properties.keySet())) {
      String field = path + "." + name;
      into.add(field);
      Map<String, Object> target = target(map(properties.get(name)));
      if (target != null && depth < DEEPEST) {
        walk(field, target, depth + 1, into);
      }
    }
  }

  /** The message that a property holds, lists or maps. */
  private @Nullable Map<String, Object> target(Map<String, Object> property) {
    Object inner = property.getOrDefault("items", property.get("additionalProperties"));
    if (inner instanceof Map<?, ?>) {
      return target(map(inner));
    }
    Object reference = property.get("$ref");
    if (property.get("allOf") instanceof List<?> one) {
      reference = map(one.get(0)).get("$ref");
    }
    return reference instanceof String text
        ? schemas.get(text.substring(REFERENCE.length()))
        : null;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object tree) {
    return tree == null ? Map.of() : (Map<String, Object>) tree;
  }
}
