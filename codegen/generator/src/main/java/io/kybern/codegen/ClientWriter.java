package io.kybern.codegen;

import io.kybern.codegen.SchemaPackage.Method;
import io.kybern.codegen.SchemaPackage.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Writes the class of one group-version with the clients of its resources. */
final class ClientWriter {
  private static final Set<String> VERBS =
      Set.of(
          "create",
          "update",
          "updateStatus",
          "delete",
          "deleteCollection",
          "get",
          "list",
          "watch",
          "patch",
          "apply",
          "applyStatus");

  private final ClientGenerator generator;
  private final SchemaPackage schema;
  private final List<Resource> resources;
  private final StringBuilder out = new StringBuilder();

  ClientWriter(ClientGenerator generator, SchemaPackage schema, List<Resource> resources) {
    this.generator = generator;
    this.schema = schema;
    this.resources = resources;
  }

  String write() {
    String name = ClientGenerator.groupClass(schema);
    out.append("package ").append(ClientGenerator.PACKAGE).append(";\n\n");
    for (String type :
        List.of(
            "Apply",
            "Delete",
            "Kubernetes",
            "ListQuery",
            "Listing",
            "Patch",
            "Resources",
            "Subresource",
            "Watch",
            "Write")) {
      out.append("import io.kybern.client.").append(type).append(";\n");
    }
    out.append("import java.io.InputStream;\nimport java.util.Map;\nimport java.util.Optional;\n");
    out.append("import org.jspecify.annotations.Nullable;\n\n");
    out.append("/** Resources of {@code ").append(schema.apiVersion()).append("}. */\n");
    out.append("public final class ").append(name).append(" {\n");
    line("  private final Kubernetes kubernetes;");
    line("");
    line("  /** The resources as seen through a connection. */");
    line("  public %s(Kubernetes kubernetes) {", name);
    line("    this.kubernetes = kubernetes;");
    line("  }");
    for (Resource resource : resources) {
      accessors(resource);
    }
    for (Resource resource : resources) {
      resource(resource);
    }
    return out.append("}\n").toString();
  }

  private void accessors(Resource resource) {
    String type = resource.required("accessor");
    String method = ClientGenerator.accessor(type);
    line("");
    line(
        "  /** Resource {@code %s}%s. */",
        resource.plural(), resource.namespaced() ? " in all namespaces" : "");
    line("  public %s %s() {", type, method);
    line(
        "    return new %s(%skubernetes.resources(%s.RESOURCE));",
        type,
        reachesOthers(methods(resource, kind(resource))) ? "kubernetes, " : "",
        kind(resource));
    line("  }");
    if (resource.namespaced()) {
      line("");
      line("  /** Resource {@code %s} in one namespace. */", resource.plural());
      line("  public %s %s(String namespace) {", type, method);
      line("    return %s().namespace(namespace);", method);
      line("  }");
    }
  }

  private String kind(Resource resource) {
    return schema.javaPackage() + "." + Names.className(resource.kind());
  }

  private void resource(Resource resource) {
    String type = resource.required("accessor");
    String kind = kind(resource);
    String methods = methods(resource, kind);
    line("");
    line("  /** Resource {@code %s}. Immutable; see {@link Resources}. */", resource.plural());
    line("  public static final class %s {", type);
    boolean reachesOthers = reachesOthers(methods);
    if (reachesOthers) {
      line("    private final Kubernetes kubernetes;");
    }
    line("    private final Resources<%s> resources;", kind);
    line("");
    line(
        "    private %s(%sResources<%s> resources) {",
        type, reachesOthers ? "Kubernetes kubernetes, " : "", kind);
    if (reachesOthers) {
      line("      this.kubernetes = kubernetes;");
    }
    line("      this.resources = resources;");
    line("    }");
    line("");
    line("    /** The same as the client of any resource. */");
    line("    public Resources<%s> generic() {", kind);
    line("      return resources;");
    line("    }");
    if (resource.namespaced()) {
      line("");
      line("    /** The same in one namespace. */");
      line("    public %s namespace(String name) {", type);
      line(
          "      return new %s(%sresources.namespace(name));",
          type, reachesOthers ? "kubernetes, " : "");
      line("    }");
    }
    verbs(resource, kind);
    out.append(methods);
    line("");
    line("    @Override");
    line("    public String toString() {");
    line("      return resources.toString();");
    line("    }");
    line("  }");
  }

  /** Whether methods of a resource need more than the resource itself. */
  private static boolean reachesOthers(String methods) {
    return methods.contains("kubernetes.resources(");
  }

  private String methods(Resource resource, String kind) {
    StringBuilder methods = new StringBuilder();
    Set<String> written = new HashSet<>();
    for (Method method : resource.methods()) {
      if (isTwin(resource, method)) {
        continue;
      }
      if (!written.add(method.name())) {
        throw new SchemaException(schema.file() + ": two methods " + method.name());
      }
      methods.append(new ClientMethodWriter(generator, schema, resource, method, kind).write());
    }
    return methods.toString();
  }

  /**
   * Go has some methods twice, with and without a context; Java's interrupts need no second one.
   */
  private static boolean isTwin(Resource resource, Method method) {
    String suffix = "WithContext";
    return method.name().endsWith(suffix)
        && resource.methods().stream()
            .anyMatch(
                m ->
                    method.name().equals(m.name() + suffix)
                        && method.attributes().equals(m.attributes()));
  }

  private void verbs(Resource resource, String kind) {
    List<String> verbs = Objects.requireNonNull(resource.clientVerbs());
    for (String verb : verbs) {
      if (!VERBS.contains(verb)) {
        throw new SchemaException(
            schema.file() + ": " + resource.plural() + " has an unknown verb " + verb);
      }
    }
    if (verbs.contains("updateStatus") != verbs.contains("applyStatus")) {
      throw new SchemaException(
          schema.file() + ": " + resource.plural() + " has half of the status verbs");
    }
    if (verbs.contains("get")) {
      verb(kind, "get(String name)", "The object called {@code name}", "get(name)");
      verb(
          "Optional<" + kind + ">",
          "find(String name)",
          "The object called {@code name}, if there is one",
          "find(name)");
    }
    if (verbs.contains("list")) {
      verb("Listing<" + kind + ">", "list()", "All objects", "list()");
      verb(
          "Listing<" + kind + ">",
          "list(ListQuery query)",
          "The objects that {@code query} selects",
          "list(query)");
    }
    if (verbs.contains("watch")) {
      verb("Watch<" + kind + ">", "watch()", "All objects as they change", "watch()");
      verb(
          "Watch<" + kind + ">",
          "watch(ListQuery query)",
          "The objects that {@code query} selects, as they change",
          "watch(query)");
    }
    for (String verb : List.of("create", "update")) {
      if (verbs.contains(verb)) {
        String text = verb.equals("create") ? "Stores a new object" : "Replaces an object";
        verb(kind, verb + "(" + kind + " object)", text, verb + "(object)");
        verb(kind, verb + "(" + kind + " object, Write options)", text, verb + "(object, options)");
      }
    }
    if (verbs.contains("patch")) {
      verb(kind, "patch(String name, Patch patch)", "Changes an object", "patch(name, patch)");
      verb(
          kind,
          "patch(String name, Patch patch, Write options)",
          "Changes an object",
          "patch(name, patch, options)");
    }
    if (verbs.contains("apply")) {
      verb(
          kind,
          "apply(" + kind + " object, Apply options)",
          "Server-side apply of what is set in {@code object}",
          "apply(object, options)");
    }
    if (verbs.contains("delete")) {
      String result = "Optional<" + kind + ">";
      verb(result, "delete(String name)", "Deletes an object", "delete(name)");
      verb(
          result,
          "delete(String name, Delete options)",
          "Deletes an object",
          "delete(name, options)");
    }
    if (verbs.contains("deleteCollection")) {
      String text = "Deletes the objects that {@code query} selects";
      verb("void", "deleteCollection(ListQuery query)", text, "deleteCollection(query)");
      verb(
          "void",
          "deleteCollection(ListQuery query, Delete options)",
          text,
          "deleteCollection(query, options)");
    }
    if (verbs.contains("updateStatus")) {
      verb("Subresource<" + kind + ">", "status()", "The status of the objects", "status()");
    }
  }

  private void verb(String result, String signature, String text, String call) {
    line("");
    line("    /** %s. */", text);
    line("    public %s %s {", result, signature);
    line("      %sresources.%s;", result.equals("void") ? "" : "return ", call);
    line("    }");
  }

  private void line(String format, Object... arguments) {
    out.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments))
        .append('\n');
  }
}
