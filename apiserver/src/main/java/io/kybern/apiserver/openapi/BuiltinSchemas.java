package io.kybern.apiserver.openapi;

import io.kybern.apiserver.facts.Tree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The types that the schema takes for granted, and how OpenAPI describes them. */
final class BuiltinSchemas {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final String EXTENSIONS =
      "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

  static final String PATCH = META + "Patch";
  static final String VERSION = "io.k8s.apimachinery.pkg.version.Info";

  private BuiltinSchemas() {}

  /** The schema of a scalar, {@code null} if {@code type} is none. */
  static @Nullable Map<String, Object> scalar(String type) {
    return switch (type) {
      case "bool" -> Tree.of("type", "boolean");
      case "string" -> Tree.of("type", "string");
      case "bytes" -> Tree.of("type", "string", "format", "byte");
      case "int32", "uint32" -> Tree.of("type", "integer", "format", "int32");
      case "int64", "uint64", "int" -> Tree.of("type", "integer", "format", "int64");
      case "float32" -> Tree.of("type", "number", "format", "float");
      case "float64" -> Tree.of("type", "number", "format", "double");
      default -> null;
    };
  }

  /** What a server writes for a scalar that is not set, {@code null} if nothing. */
  static @Nullable Object zero(String scalar) {
    return switch (scalar) {
      case "bool" -> false;
      case "string" -> "";
      case "int32", "uint32", "int64", "uint64", "int", "float32", "float64" -> 0L;
      default -> null;
    };
  }

  /**
   * Name in OpenAPI of a type that is neither scalar nor message, {@code null} if it is not known.
   */
  static @Nullable String name(String type) {
    return switch (type) {
      case "quantity" -> "io.k8s.apimachinery.pkg.api.resource.Quantity";
      case "intorstring" -> "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
      case "time" -> META + "Time";
      case "microtime" -> META + "MicroTime";
      case "duration" -> META + "Duration";
      case "fieldsv1" -> META + "FieldsV1";
      case "rawextension" -> "io.k8s.apimachinery.pkg.runtime.RawExtension";
      case "json" -> EXTENSIONS + "JSON";
      case "schemaorbool" -> EXTENSIONS + "JSONSchemaPropsOrBool";
      case "schemaorarray" -> EXTENSIONS + "JSONSchemaPropsOrArray";
      case "schemaorstringarray" -> EXTENSIONS + "JSONSchemaPropsOrStringArray";
      default -> null;
    };
  }

  /** The schema of the type with that name in OpenAPI, {@code null} if it is no builtin. */
  static @Nullable Map<String, Object> schema(String name, Dialect dialect) {
    boolean unions = dialect == Dialect.V3;
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "Quantity" -> unions ? anyOf("string", "number") : Tree.of("type", "string");
      case "IntOrString" -> {
        Map<String, Object> schema = Tree.of("format", "int-or-string");
        schema.putAll(unions ? anyOf("integer", "string") : Tree.of("type", "string"));
        yield schema;
      }
      case "Time", "MicroTime" -> Tree.of("type", "string", "format", "date-time");
      case "Duration" -> Tree.of("type", "string");
      case "FieldsV1", "RawExtension", "Patch" -> Tree.of("type", "object");
      case "JSON",
          "JSONSchemaPropsOrBool",
          "JSONSchemaPropsOrArray",
          "JSONSchemaPropsOrStringArray" ->
          Tree.of();
      case "Info" -> version(dialect);
      default -> null;
    };
  }

  /** What the server tells about its own version; not an object of the API. */
  private static Map<String, Object> version(Dialect dialect) {
    List<String> required =
        List.of(
            "major",
            "minor",
            "gitVersion",
            "gitCommit",
            "gitTreeState",
            "buildDate",
            "goVersion",
            "compiler",
            "platform");
    Map<String, Object> properties = new TreeMap<>();
    for (String name : required) {
      properties.put(name, Tree.of("type", "string", "default", dialect == Dialect.V3 ? "" : null));
    }
    for (String name :
        List.of(
            "emulationMajor", "emulationMinor", "minCompatibilityMajor", "minCompatibilityMinor")) {
      properties.put(name, Tree.of("type", "string"));
    }
    return Tree.of("type", "object", "required", required, "properties", properties);
  }

  private static Map<String, Object> anyOf(String first, String second) {
    return Tree.of("oneOf", List.of(Tree.of("type", first), Tree.of("type", second)));
  }
}
