package io.kybern.apiserver.facts;

import java.util.List;
import java.util.Map;

/**
 * One field of a message.
 *
 * @param name JSON name; for an inlined field the name it would have
 * @param type type in the schema's notation, such as {@code []core.v1.Container} or {@code *int64}
 * @param attributes the words after the type; a flag has an empty value
 */
public record FieldFacts(String name, String type, Map<String, String> attributes) {
  /** Whether the attribute or flag is there. */
  public boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** Value of an attribute, empty if it is not there. */
  public String attribute(String attribute) {
    return attributes.getOrDefault(attribute, "");
  }

  /** Whether the field must be there. */
  public boolean required() {
    return has("required");
  }

  /** Whether the members of the field's message belong to the outer message. */
  public boolean inline() {
    return has("inline");
  }

  /** Whether JSON has the field. */
  public boolean inJson() {
    return !has("nojson");
  }

  /** Whether Go leaves the field out of JSON when it is empty. */
  public boolean omitEmpty() {
    return has("omitempty") || has("omitzero");
  }

  /**
   * How the items of a list belong together: {@code atomic}, {@code set}, {@code map} or nothing.
   */
  public String listType() {
    return attribute("list");
  }

  /** Names of the fields that tell the items of a list of type {@code map} apart. */
  public List<String> listMapKeys() {
    return SchemaText.list(attribute("keys"));
  }

  /** Strategies of a strategic merge patch, such as {@code merge}. */
  public List<String> patchStrategies() {
    return SchemaText.list(attribute("patch"));
  }

  /** Name of the field by which a strategic merge patch finds items, empty if there is none. */
  public String patchMergeKey() {
    return attribute("mergekey");
  }

  /** Allowed values, empty if every value is allowed. */
  public List<String> enumValues() {
    return SchemaText.enumValues(attribute("enum"));
  }

  /** The JSON that a server sets where the field is missing, empty if there is none. */
  public String defaultJson() {
    return attribute("default");
  }

  /** The type without {@code *} in front. */
  public String valueType() {
    return type.startsWith("*") ? type.substring(1) : type;
  }

  /** Whether the values are a list. */
  public boolean isList() {
    return type.startsWith("[]") || type.startsWith("*[]") || type.startsWith("items(");
  }

  /** Whether the values are a map by string. */
  public boolean isMap() {
    return valueType().startsWith("map[string]");
  }

  /** The type at the end of lists, maps and pointers: a scalar's name or a message's short name. */
  public String leafType() {
    String text = type;
    while (true) {
      if (text.startsWith("*")) {
        text = text.substring(1);
      } else if (text.startsWith("[]")) {
        text = text.substring(2);
      } else if (text.startsWith("map[string]")) {
        text = text.substring("map[string]".length());
      } else if (text.startsWith("items(")) {
        text = text.substring("items(".length(), text.length() - 1);
      } else {
        return text;
      }
    }
  }
}
