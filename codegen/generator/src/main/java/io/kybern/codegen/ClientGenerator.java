package io.kybern.codegen;

import io.kybern.codegen.SchemaPackage.MessageDef;
import io.kybern.codegen.SchemaPackage.Resource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns the resources of the schema into the named clients: one class per group-version with one
 * nested class per resource, and the class that has an accessor for each group-version.
 */
final class ClientGenerator {
  static final String PACKAGE = "io.kybern.client.api";

  private final List<SchemaPackage> packages;
  private final Map<String, MessageDef> messages = new HashMap<>();
  private final Map<String, SchemaPackage> byJava = new HashMap<>();

  ClientGenerator(List<SchemaPackage> packages) {
    this.packages = packages;
    for (SchemaPackage schema : packages) {
      byJava.put(schema.java(), schema);
      for (MessageDef message : schema.messages()) {
        messages.put(schema.java() + "." + message.name(), message);
      }
    }
  }

  Map<String, String> generate() {
    Map<String, String> sources = new LinkedHashMap<>();
    Map<String, SchemaPackage> groups = new TreeMap<>();
    for (SchemaPackage schema : packages) {
      List<Resource> resources =
          schema.resources().stream().filter(r -> r.clientVerbs() != null).toList();
      if (resources.isEmpty()) {
        continue;
      }
      String name = groupClass(schema);
      SchemaPackage twin = groups.put(name, schema);
      if (twin != null) {
        throw new SchemaException(schema.file() + " and " + twin.file() + " are both " + name);
      }
      sources.put(
          PACKAGE.replace('.', '/') + "/" + name + ".java",
          new ClientWriter(this, schema, resources).write());
    }
    sources.put("io/kybern/client/Clientset.java", clientset(groups));
    return sources;
  }

  private static String clientset(Map<String, SchemaPackage> groups) {
    StringBuilder out = new StringBuilder("package io.kybern.client;\n\n");
    groups.keySet().forEach(n -> out.append("import " + PACKAGE + "." + n + ";\n"));
    out.append(
        """

        /** The groups and versions of the API, each with its resources. */
        public abstract sealed class Clientset permits Kubernetes {
          Clientset() {}

          /** The connection through which the resources are reached. */
          abstract Kubernetes kubernetes();
        """);
    groups.forEach(
        (name, schema) ->
            out.append("\n  /** Resources of {@code " + schema.apiVersion() + "}. */\n")
                .append("  public " + name + " " + Names.lowerFirst(name) + "() {\n")
                .append("    return new " + name + "(kubernetes());\n  }\n"));
    return out.append("}\n").toString();
  }

  /** First part of the group and version: {@code AppsV1}, {@code RbacV1beta1}, {@code CoreV1}. */
  static String groupClass(SchemaPackage schema) {
    String group = schema.group().isEmpty() ? "core" : schema.group();
    int dot = group.indexOf('.');
    return Names.upperFirst(dot < 0 ? group : group.substring(0, dot))
        + Names.upperFirst(schema.version());
  }

  /** The Java class of a schema type such as {@code apps.v1.Deployment}. */
  String javaType(String type, String where) {
    int dot = type.lastIndexOf('.');
    SchemaPackage schema = dot < 0 ? null : byJava.get(type.substring(0, dot));
    if (schema == null || !messages.containsKey(type)) {
      throw new SchemaException(where + ": no message " + type);
    }
    return schema.javaPackage() + "." + Names.className(type.substring(dot + 1));
  }

  /** Whether a schema type is an object with metadata. */
  boolean isObject(String type) {
    MessageDef message = messages.get(type);
    return message != null
        && message.typeMeta()
        && message.fields().stream()
            .anyMatch(
                f -> f.name().equals("metadata") && f.type().base().equals("meta.v1.ObjectMeta"));
  }

  /** Whether a schema type has a field called {@code name} of its own. */
  boolean isNamed(String type) {
    MessageDef message = messages.get(type);
    return message != null && message.fields().stream().anyMatch(f -> f.name().equals("name"));
  }

  /** The constant of the resource of an API path such as {@code api/v1} and {@code pods}. */
  String resourceConstant(String root, String plural, String where) {
    for (SchemaPackage schema : packages) {
      String path = (schema.group().isEmpty() ? "api/" : "apis/") + schema.apiVersion();
      for (Resource resource : schema.resources()) {
        if (path.equals(root) && resource.plural().equals(plural)) {
          return schema.javaPackage() + "." + Names.className(resource.kind()) + ".RESOURCE";
        }
      }
    }
    throw new SchemaException(where + ": no resource " + plural + " in " + root);
  }

  /** {@code Pods} as a method name, {@code CSIDrivers} as {@code csiDrivers}. */
  static String accessor(String name) {
    int upper = 0;
    while (upper < name.length() && Character.isUpperCase(name.charAt(upper))) {
      upper++;
    }
    int lower = upper <= 1 || upper == name.length() ? upper : upper - 1;
    String accessor = name.substring(0, lower).toLowerCase(Locale.ROOT) + name.substring(lower);
    if (Set.of("notify", "wait").contains(accessor)) {
      throw new SchemaException("accessor " + accessor + " is a method of Object");
    }
    return accessor;
  }
}
