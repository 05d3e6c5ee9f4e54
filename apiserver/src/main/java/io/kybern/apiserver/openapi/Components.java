package io.kybern.apiserver.openapi;

import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.FieldFacts;
import io.kybern.apiserver.facts.GroupVersion;
import io.kybern.apiserver.facts.KindFacts;
import io.kybern.apiserver.facts.MessageFacts;
import io.kybern.apiserver.facts.PackageFacts;
import io.kybern.apiserver.facts.Tree;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The schemas of one document: those asked for and all they refer to. Confined to one thread. */
final class Components {
  private static final GroupVersion CORE = new GroupVersion("", "v1");

  private final ApiFacts facts;
  private final Dialect dialect;
  private final @Nullable GroupVersion documented;
  private final Map<String, Map<String, Object>> schemas = new TreeMap<>();
  private final Deque<String> pending = new ArrayDeque<>();

  /**
   * @param documented the group-version the document is about, {@code null} if it is about none or
   *     all
   */
  Components(ApiFacts facts, Dialect dialect, @Nullable GroupVersion documented) {
    this.facts = facts;
    this.dialect = dialect;
    this.documented = documented;
  }

  /** Asks for the schema called {@code name} and gives the reference to it. */
  Map<String, Object> reference(String name) {
    if (!schemas.containsKey(name)) {
      schemas.put(name, Map.of());
      pending.add(name);
    }
    return Tree.of("$ref", dialect.reference(name));
  }

  /** All schemas asked for so far and those they need, by name. */
  Map<String, Map<String, Object>> complete() {
    while (true) {
      String name = pending.poll();
      if (name == null) {
        return schemas;
      }
      schemas.put(name, schema(name));
    }
  }

  private Map<String, Object> schema(String name) {
    Map<String, Object> builtin = BuiltinSchemas.schema(name, dialect);
    if (builtin != null) {
      return builtin;
    }
    MessageFacts message =
        facts
            .message(name)
            .orElseThrow(() -> new IllegalStateException("the schema has no message " + name));
    Map<String, Object> properties = new TreeMap<>();
    List<Object> required = new ArrayList<>();
    if (message.typeMeta()) {
      properties.put("apiVersion", Tree.of("type", "string"));
      properties.put("kind", Tree.of("type", "string"));
    }
    addFields(message, properties, required);
    return Tree.of(
        "type",
        "object",
        "properties",
        properties.isEmpty() ? null : properties,
        "required",
        required.isEmpty() ? null : required,
        "x-kubernetes-group-version-kind",
        kinds(message),
        "x-kubernetes-map-type",
        message.structType().isEmpty() ? null : message.structType(),
        "x-kubernetes-unions",
        unions(message));
  }

  private void addFields(
      MessageFacts message, Map<String, Object> properties, List<Object> required) {
    for (FieldFacts field : message.fields()) {
      if (!field.inJson()) {
        continue;
      }
      if (field.inline()) {
        addFields(facts.messageNamed(field.leafType()), properties, required);
        continue;
      }
      properties.put(field.name(), property(field));
      if (field.required()) {
        required.add(field.name());
      }
    }
  }

  private Map<String, Object> property(FieldFacts field) {
    Map<String, Object> property = type(field.valueType());
    if (dialect == Dialect.V3 && property.containsKey("$ref")) {
      // Version 3 ignores what stands beside a reference.
      property = Tree.of("allOf", List.of(property));
    }
    if (!field.enumValues().isEmpty()) {
      values(property).put("enum", List.copyOf(field.enumValues()));
    }
    if (dialect == Dialect.V3) {
      put(property, "default", defaultValue(field));
    }
    put(property, "x-kubernetes-list-type", emptyToNull(field.listType()));
    put(
        property,
        "x-kubernetes-list-map-keys",
        field.listMapKeys().isEmpty() ? null : field.listMapKeys());
    put(
        property,
        "x-kubernetes-map-type",
        emptyToNull(field.attribute(field.isMap() ? "map" : "struct")));
    put(property, "x-kubernetes-patch-strategy", emptyToNull(field.attribute("patch")));
    put(property, "x-kubernetes-patch-merge-key", emptyToNull(field.patchMergeKey()));
    return property;
  }

  /** Where the allowed values stand: at the string, the items of a list or the values of a map. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> values(Map<String, Object> property) {
    Object inner = property.getOrDefault("items", property.get("additionalProperties"));
    return inner == null ? property : (Map<String, Object>) inner;
  }

  private static @Nullable Object defaultValue(FieldFacts field) {
    String json = field.defaultJson();
    if (!json.isEmpty()) {
      return Codec.jsonToTree(json.getBytes(StandardCharsets.UTF_8));
    }
    String type = field.type();
    Object zero = BuiltinSchemas.zero(type);
    if (zero != null) {
      return field.has("omitempty") ? null : zero;
    }
    boolean messageValue = type.indexOf('.') > 0 && type.equals(field.leafType());
    return messageValue ? Tree.of() : null;
  }

  private Map<String, Object> type(String type) {
    if (type.startsWith("*")) {
      return type(type.substring(1));
    }
    if (type.startsWith("items(")) {
      return type(type.substring("items(".length(), type.length() - 1));
    }
    if (type.startsWith("[]")) {
      return Tree.of("type", "array", "items", type(type.substring(2)));
    }
    if (type.startsWith("map[string]")) {
      return Tree.of(
          "type", "object", "additionalProperties", type(type.substring("map[string]".length())));
    }
    Map<String, Object> scalar = BuiltinSchemas.scalar(type);
    if (scalar != null) {
      return scalar;
    }
    String builtin = BuiltinSchemas.name(type);
    return reference(builtin != null ? builtin : facts.openApiName(type));
  }

  /** The kinds a message is registered as, {@code null} if it is none. */
  private @Nullable List<Object> kinds(MessageFacts message) {
    int dot = message.name().lastIndexOf('.');
    PackageFacts owner = facts.packageOf(message.name().substring(0, dot));
    for (KindFacts kind : owner.kinds()) {
      if (kind.name().equals(message.name().substring(dot + 1))) {
        return switch (kind.apiVersion()) {
          case "" -> List.of(kind(owner.groupVersion(), kind));
          case "*" -> optionKinds(kind);
          default -> List.of(kind(new GroupVersion("", kind.apiVersion()), kind));
        };
      }
    }
    return null;
  }

  /**
   * Options have the group-version of whatever they are used with. Version 2 names all there are,
   * version 3 those of the document and the core group.
   */
  private List<Object> optionKinds(KindFacts kind) {
    List<Object> kinds = new ArrayList<>();
    for (GroupVersion groupVersion : kind.registered()) {
      boolean named =
          dialect == Dialect.V2 || groupVersion.equals(CORE) || groupVersion.equals(documented);
      if (named) {
        kinds.add(kind(groupVersion, kind));
      }
    }
    return kinds;
  }

  private static Map<String, Object> kind(GroupVersion groupVersion, KindFacts kind) {
    return Tree.of(
        "group", groupVersion.group(), "kind", kind.name(), "version", groupVersion.version());
  }

  private static @Nullable List<Object> unions(MessageFacts message) {
    Map<String, Object> members = new LinkedHashMap<>();
    String discriminator = "";
    for (FieldFacts field : message.fields()) {
      if (field.has("union")) {
        discriminator = field.attribute("union");
        members.put(field.name(), goName(field));
      }
    }
    if (members.isEmpty()) {
      return null;
    }
    return List.of(
        Tree.of(
            "discriminator",
            discriminator.equals("-") ? null : discriminator,
            "fields-to-discriminateBy",
            members));
  }

  private static String goName(FieldFacts field) {
    String explicit = field.attribute("go");
    if (!explicit.isEmpty()) {
      return explicit;
    }
    String name = field.name();
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static void put(Map<String, Object> tree, String name, @Nullable Object value) {
    if (value != null) {
      tree.put(name, value);
    }
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
