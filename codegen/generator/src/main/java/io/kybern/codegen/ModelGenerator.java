package io.kybern.codegen;

import io.kybern.codegen.SchemaPackage.FieldDef;
import io.kybern.codegen.SchemaPackage.Kind;
import io.kybern.codegen.SchemaPackage.MessageDef;
import io.kybern.codegen.SchemaPackage.Resource;
import io.kybern.codegen.SchemaPackage.TypeRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the whole schema into the sources of the model: relative path to text. */
final class ModelGenerator {
  /** Fields whose values are credentials. */
  private static final Set<String> SECRETS =
      Set.of(
          "Secret.data", "Secret.stringData", "TokenReviewSpec.token", "TokenRequestStatus.token");

  private final List<SchemaPackage> packages;
  private final Map<String, MessageDef> messages = new HashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();

  ModelGenerator(List<SchemaPackage> packages) {
    this.packages = packages;
    for (SchemaPackage schema : packages) {
      for (MessageDef message : schema.messages()) {
        messages.put(schema.java() + "." + message.name(), message);
      }
    }
  }

  Map<String, String> generate() {
    for (SchemaPackage schema : packages) {
      String folder = schema.javaPackage().replace('.', '/') + "/";
      sources.put(folder + "package-info.java", packageInfo(schema));
      Map<String, Kind> kinds = new HashMap<>();
      schema.kinds().forEach(kind -> kinds.put(kind.name(), kind));
      Map<String, Resource> resources = new HashMap<>();
      for (Resource resource : schema.resources()) {
        if (resources.put(resource.kind(), resource) != null) {
          throw new SchemaException(schema.file() + ": two resources of kind " + resource.kind());
        }
      }
      for (MessageDef message : schema.messages()) {
        put(folder, schema, message, kinds.get(message.name()), resources.get(message.name()), "");
      }
      if (schema.java().equals("apiextensions.v1")) {
        schemaForms(folder, schema);
      }
    }
    sources.put("io/kybern/api/Kinds.java", new KindsWriter(packages).write());
    sources.put("io/kybern/api/package-info.java", rootPackageInfo());
    sources.put("module-info.java", moduleInfo());
    return sources;
  }

  private void put(
      String folder,
      SchemaPackage schema,
      MessageDef message,
      @Nullable Kind kind,
      @Nullable Resource resource,
      String jsonForm) {
    List<JavaField> fields = new ArrayList<>();
    flatten(message, "", message, fields);
    Set<String> members = new HashSet<>();
    for (JavaField field : fields) {
      if (!members.add(field.member())) {
        throw new SchemaException(
            schema.file() + ": " + message.name() + " has two " + field.member());
      }
    }
    sources.put(
        folder + Names.className(message.name()) + ".java",
        new MessageWriter(
                schema, message, kind, resource, fields, jsonForm.isEmpty() ? null : jsonForm)
            .write());
  }

  private void flatten(MessageDef root, String prefix, MessageDef message, List<JavaField> fields) {
    boolean object =
        root.typeMeta()
            && root.fields().stream()
                .anyMatch(
                    f ->
                        f.name().equals("metadata")
                            && f.type().base().equals("meta.v1.ObjectMeta"));
    for (FieldDef field : message.fields()) {
      String numbers = field.number().equals("-") ? "-" : prefix + field.number();
      if (field.has("inline")) {
        MessageDef inlined = messages.get(field.type().base());
        if (inlined == null) {
          throw new SchemaException("no message " + field.type().base());
        }
        flatten(root, numbers + ".", inlined, fields);
        continue;
      }
      fields.add(
          JavaField.of(
              field,
              numbers,
              isLazy(root, object, field),
              isAtomic(field),
              SECRETS.contains(root.name() + "." + field.name())));
    }
  }

  /**
   * Whether server-side apply replaces a map or message as a whole: said of the field or of its
   * type.
   */
  private boolean isAtomic(FieldDef field) {
    MessageDef type = messages.get(field.type().base());
    return field.attribute("map").equals("atomic")
        || field.attribute("struct").equals("atomic")
        || type != null && "atomic".equals(type.attributes().get("struct"));
  }

  /** The big parts of top-level objects, and the field managers' records in their metadata. */
  private static boolean isLazy(MessageDef root, boolean object, FieldDef field) {
    if (root.name().equals("ObjectMeta")) {
      return field.name().equals("managedFields");
    }
    TypeRef type = field.type();
    return object
        && !field.name().equals("metadata")
        && !field.number().equals("-")
        && (type.message() || !type.shape().isEmpty());
  }

  /** The three messages of apiextensions that JSON shows in two ways each. */
  private void schemaForms(String folder, SchemaPackage schema) {
    FieldDef or = field("schema", "1", "*apiextensions.v1.JSONSchemaProps");
    form(
        folder,
        schema,
        "JSONSchemaPropsOrBool",
        "SCHEMA_OR_BOOL",
        field("allows", "1", "bool"),
        field("schema", "2", "*apiextensions.v1.JSONSchemaProps"));
    form(
        folder,
        schema,
        "JSONSchemaPropsOrArray",
        "SCHEMA_OR_ARRAY",
        or,
        field("jsonSchemas", "2", "[]apiextensions.v1.JSONSchemaProps"));
    form(
        folder,
        schema,
        "JSONSchemaPropsOrStringArray",
        "SCHEMA_OR_STRING_ARRAY",
        or,
        field("property", "2", "[]string"));
  }

  private void form(
      String folder, SchemaPackage schema, String name, String form, FieldDef... fields) {
    put(folder, schema, new MessageDef(name, Map.of(), List.of(fields)), null, null, form);
  }

  private static FieldDef field(String name, String number, String type) {
    return new FieldDef(name, number, TypeRef.parse(type), Map.of());
  }

  private static String rootPackageInfo() {
    return """
        /** The kinds of the Kubernetes API; each group and version has a package below. */
        @NullMarked
        package io.kybern.api;

        import org.jspecify.annotations.NullMarked;
        """;
  }

  private String moduleInfo() {
    StringBuilder module =
        new StringBuilder(
            """
            /** API types of Kubernetes as immutable values, and the codecs of their wire formats. */
            module io.kybern.model {
              requires static transitive org.jspecify;
              requires org.yaml.snakeyaml;

              exports io.kybern.error;
              exports io.kybern.model;
              exports io.kybern.model.selector;
              exports io.kybern.model.wire;
              exports io.kybern.api;
            """);
    packages.forEach(
        schema -> module.append("  exports ").append(schema.javaPackage()).append(";\n"));
    return module.append("}\n").toString();
  }

  private static String packageInfo(SchemaPackage schema) {
    return "/** API types of {@code "
        + schema.apiVersion()
        + "}. */\n@NullMarked\npackage "
        + schema.javaPackage()
        + ";\n\nimport org.jspecify.annotations.NullMarked;\n";
  }
}
