package io.kybern.codegen;

import io.kybern.codegen.SchemaPackage.Kind;
import io.kybern.codegen.SchemaPackage.MessageDef;
import io.kybern.codegen.SchemaPackage.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes {@code Kinds}: from version and kind to the Java type, without loading the others. */
final class KindsWriter {
  private final List<SchemaPackage> packages;
  private final StringBuilder out = new StringBuilder();

  KindsWriter(List<SchemaPackage> packages) {
    this.packages = packages;
  }

  String write() {
    Map<String, Map<String, String>> byVersion = new TreeMap<>();
    Map<String, List<String>> resources = new LinkedHashMap<>();
    for (SchemaPackage schema : packages) {
      for (Kind kind : schema.kinds()) {
        String given = kind.attributes().getOrDefault("apiVersion", schema.apiVersion());
        String version = given.equals("*") ? "v1" : given;
        String type = schema.javaPackage() + "." + Names.className(kind.name());
        String before =
            byVersion.computeIfAbsent(version, v -> new TreeMap<>()).put(kind.name(), type);
        if (before != null && !schema.java().startsWith("meta.")) {
          continue;
        }
        if (before != null) {
          byVersion.get(version).put(kind.name(), before);
        }
      }
      for (Resource resource : schema.resources()) {
        if (isObject(schema, resource.kind())) {
          resources
              .computeIfAbsent(schema.apiVersion(), v -> new ArrayList<>())
              .add(schema.javaPackage() + "." + Names.className(resource.kind()) + ".RESOURCE");
        }
      }
    }
    out.append(
        """
        package io.kybern.api;

        import io.kybern.model.MessageType;
        import io.kybern.model.ResourceType;
        import java.util.List;
        import org.jspecify.annotations.Nullable;

        /** All kinds and resources that have Java types. Loads only the classes that are asked for. */
        public final class Kinds {
          private Kinds() {}

          /** The type of {@code kind} in {@code apiVersion}, or {@code null} if there is none. */
          public static @Nullable MessageType<?> find(String apiVersion, String kind) {
            return switch (apiVersion) {
        """);
    byVersion.forEach(
        (version, kinds) -> line("      case \"%s\" -> %s(kind);", version, method(version)));
    out.append("      default -> null;\n    };\n  }\n\n");
    out.append("  /** All versions in which there are kinds. */\n");
    out.append("  public static List<String> apiVersions() {\n    return List.of(\n");
    out.append(
        String.join(",\n", byVersion.keySet().stream().map(v -> "        \"" + v + "\"").toList()));
    out.append(");\n  }\n\n");
    out.append("  /** Names of the kinds in {@code apiVersion}; empty if it is not known. */\n");
    out.append("  public static List<String> kinds(String apiVersion) {\n");
    out.append("    return switch (apiVersion) {\n");
    byVersion.forEach(
        (version, kinds) ->
            line(
                "      case \"%s\" -> List.of(%s);",
                version,
                String.join(", ", kinds.keySet().stream().map(k -> '"' + k + '"').toList())));
    out.append("      default -> List.of();\n    };\n  }\n\n");
    out.append("  /** The resources of {@code apiVersion}; empty if it is not known. */\n");
    out.append("  public static List<ResourceType<?>> resources(String apiVersion) {\n");
    out.append("    return switch (apiVersion) {\n");
    resources.forEach(
        (version, list) ->
            line("      case \"%s\" -> List.of(%s);", version, String.join(", ", list)));
    out.append("      default -> List.of();\n    };\n  }\n");
    byVersion.forEach(this::kindsOf);
    return out.append("}\n").toString();
  }

  private void kindsOf(String version, Map<String, String> kinds) {
    line("");
    line("  private static @Nullable MessageType<?> %s(String kind) {", method(version));
    line("    return switch (kind) {");
    kinds.forEach((kind, type) -> line("      case \"%s\" -> %s.TYPE;", kind, type));
    line("      default -> null;");
    line("    };");
    line("  }");
  }

  private static boolean isObject(SchemaPackage schema, String kind) {
    for (MessageDef message : schema.messages()) {
      if (message.name().equals(kind)) {
        return message.typeMeta()
            && message.fields().stream()
                .anyMatch(
                    f ->
                        f.name().equals("metadata")
                            && f.type().base().equals("meta.v1.ObjectMeta"));
      }
    }
    return false;
  }

  private static String method(String version) {
    StringBuilder name = new StringBuilder("kindsOf");
    for (String part : version.split("[./-]")) {
      name.append(Names.upperFirst(part));
    }
    return name.toString();
  }

  private void line(String format, Object... arguments) {
    out.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments))
        .append('\n');
  }
}
