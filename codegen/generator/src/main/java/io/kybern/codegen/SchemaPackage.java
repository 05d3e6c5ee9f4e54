package io.kybern.codegen;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One file of {@code schema/}: the facts of one group-version. */
record SchemaPackage(
    String file,
    String openapi,
    String java,
    String group,
    String version,
    List<Kind> kinds,
    List<Resource> resources,
    List<MessageDef> messages) {

  /** Group and version as objects name them. */
  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  String javaPackage() {
    return "io.kybern.api." + java;
  }

  /** A {@code kind} line. */
  record Kind(String name, Map<String, String> attributes) {}

  /** A {@code resource} block. */
  record Resource(
      String plural,
      Map<String, String> attributes,
      @Nullable List<String> serverVerbs,
      @Nullable List<String> clientVerbs,
      List<Method> methods,
      List<Subresource> subresources,
      @Nullable String columns) {
    String kind() {
      return required("kind");
    }

    boolean namespaced() {
      return required("scope").equals("Namespaced");
    }

    String required(String attribute) {
      String value = attributes.get(attribute);
      if (value == null) {
        throw new SchemaException("resource " + plural + " has no " + attribute);
      }
      return value;
    }
  }

  /** A {@code method} line of a resource. */
  record Method(String name, Map<String, String> attributes) {}

  /** A {@code sub} line of a resource. */
  record Subresource(String name, Map<String, String> attributes) {}

  /** A {@code message} block. */
  record MessageDef(String name, Map<String, String> attributes, List<FieldDef> fields) {
    boolean typeMeta() {
      return attributes.containsKey("typemeta");
    }
  }

  /**
   * One field line of a message. {@code number} is {@code -} for a field protobuf does not have.
   */
  record FieldDef(String name, String number, TypeRef type, Map<String, String> attributes) {
    boolean has(String attribute) {
      return attributes.containsKey(attribute);
    }

    String attribute(String attribute) {
      return attributes.getOrDefault(attribute, "");
    }
  }

  /**
   * A field's type.
   *
   * @param shape {@code ""}, {@code "[]"} or {@code "map"}
   * @param items whether each value is a list of strings that protobuf wraps into a message
   * @param base scalar, builtin, or qualified message name
   */
  record TypeRef(boolean pointer, String shape, boolean items, String base) {
    static TypeRef parse(String text) {
      String rest = text;
      boolean pointer = rest.startsWith("*");
      if (pointer) {
        rest = rest.substring(1);
      }
      String shape = "";
      if (rest.startsWith("[]")) {
        shape = "[]";
        rest = rest.substring(2);
      } else if (rest.startsWith("map[string]")) {
        shape = "map";
        rest = rest.substring("map[string]".length());
      }
      boolean items = rest.startsWith("items(");
      if (items) {
        if (!rest.equals("items([]string)")) {
          throw new SchemaException("type " + text + ": only items([]string) is known");
        }
        rest = "string";
      }
      if (rest.startsWith("*") || rest.startsWith("[]") || rest.startsWith("map[")) {
        throw new SchemaException("type " + text + " nests deeper than Java code is generated for");
      }
      return new TypeRef(pointer, shape, items, rest);
    }

    boolean message() {
      return base.indexOf('.') >= 0;
    }
  }
}
