package io.kybern.codegen;

import io.kybern.codegen.SchemaPackage.Kind;
import io.kybern.codegen.SchemaPackage.MessageDef;
import io.kybern.codegen.SchemaPackage.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the Java class of one message: immutable value, accessors, and builder. */
final class MessageWriter {
  /** Simple names that generated code imports; classes of these names are written in full. */
  static final Set<String> IMPORTED =
      Set.of(
          "Message",
          "MessageType",
          "MessageBuilder",
          "KubernetesObject",
          "KubernetesList",
          "ResourceType",
          "UnknownFields",
          "Bytes",
          "Quantity",
          "IntOrString",
          "RawJson",
          "Instant",
          "Duration",
          "List",
          "Map",
          "Consumer",
          "Nullable",
          "Override",
          "String",
          "Object",
          "Integer",
          "Long",
          "Boolean",
          "Double",
          "SuppressWarnings",
          "IllegalStateException");

  private final SchemaPackage schema;
  private final MessageDef message;
  private final @Nullable Kind kind;
  private final @Nullable Resource resource;
  private final List<JavaField> fields;
  private final String className;
  private final @Nullable String jsonForm;
  private final StringBuilder out = new StringBuilder();

  MessageWriter(
      SchemaPackage schema,
      MessageDef message,
      @Nullable Kind kind,
      @Nullable Resource resource,
      List<JavaField> fields,
      @Nullable String jsonForm) {
    this.schema = schema;
    this.message = message;
    this.kind = kind;
    this.resource = resource;
    this.fields = fields;
    this.className = Names.className(message.name());
    this.jsonForm = jsonForm;
    if (IMPORTED.contains(className)) {
      throw new SchemaException(className + " has the name of a class that generated code imports");
    }
  }

  String write() {
    header();
    classJavadoc();
    boolean object = isObject();
    String item = listItem();
    out.append("public final class ").append(className).append(" extends Message");
    if (object) {
      out.append(" implements KubernetesObject");
    } else if (item != null) {
      out.append(" implements KubernetesList<").append(item).append('>');
    }
    out.append(" {\n");
    constants();
    for (JavaField field : fields) {
      line("  private final %s %s;", storedType(field), field.member());
    }
    out.append('\n');
    constructor();
    plumbing();
    if (message.typeMeta()) {
      typeMeta();
    }
    for (JavaField field : fields) {
      accessor(field, object, item);
    }
    builderEntry(object);
    new BuilderWriter(className, fields, this::shorten).write(out);
    out.append("}\n");
    return out.toString();
  }

  private void header() {
    line("package %s;", schema.javaPackage());
    out.append('\n');
    for (String name :
        List.of(
            "io.kybern.model.Bytes",
            "io.kybern.model.IntOrString",
            "io.kybern.model.KubernetesList",
            "io.kybern.model.KubernetesObject",
            "io.kybern.model.Message",
            "io.kybern.model.MessageBuilder",
            "io.kybern.model.MessageType",
            "io.kybern.model.Quantity",
            "io.kybern.model.RawJson",
            "io.kybern.model.ResourceType",
            "io.kybern.model.UnknownFields",
            "java.time.Duration",
            "java.time.Instant",
            "java.util.List",
            "java.util.Map",
            "java.util.function.Consumer",
            "org.jspecify.annotations.Nullable")) {
      line("import %s;", name);
    }
    out.append('\n');
  }

  private void classJavadoc() {
    if (message.typeMeta()) {
      line(
          "/** %s {@code %s} of {@code %s}. Immutable.%s */",
          kind == null ? "Options" : "Kind", message.name(), apiVersion(), lifecycle());
    } else {
      line("/** Message {@code %s} of {@code %s}. Immutable. */", message.name(), schema.java());
    }
  }

  private String lifecycle() {
    if (kind == null || !kind.attributes().containsKey("deprecated")) {
      return "";
    }
    String text = " Deprecated by Kubernetes since " + kind.attributes().get("deprecated");
    String removed = kind.attributes().get("removed");
    String replacement = kind.attributes().get("replacement");
    return text
        + (removed == null ? "" : ", removed in " + removed)
        + (replacement == null ? "" : ", replaced by {@code " + replacement + "}")
        + ".";
  }

  private String apiVersion() {
    String given = kind == null ? "*" : kind.attributes().get("apiVersion");
    return given == null ? schema.apiVersion() : given.equals("*") ? "v1" : given;
  }

  private void constants() {
    String facts = fields.stream().map(JavaField::facts).collect(Collectors.joining("\\n"));
    String name = schema.openapi() + "." + message.name();
    line("  /** Description of this type. */");
    if (jsonForm != null) {
      line(
          "  public static final MessageType<%s> TYPE = MessageType.of(\"%s\","
              + " MessageType.JsonForm.%s, new %s(), \"%s\");",
          className, name, jsonForm, className, facts);
    } else if (message.typeMeta()) {
      line(
          "  public static final MessageType<%s> TYPE = MessageType.of(\"%s\", \"%s\", \"%s\","
              + " new %s(), \"%s\");",
          className, name, apiVersion(), message.name(), className, facts);
    } else {
      line(
          "  public static final MessageType<%s> TYPE = MessageType.of(\"%s\", new %s(), \"%s\");",
          className, name, className, facts);
    }
    out.append('\n');
    if (resource != null && isObject()) {
      line("  /** The resource {@code %s}. */", resource.plural());
      line(
          "  public static final ResourceType<%s> RESOURCE = ResourceType.of(TYPE, \"%s\", \"%s\","
              + " %s);",
          className,
          resource.plural(),
          resource.attributes().getOrDefault("singular", ""),
          resource.namespaced());
      out.append('\n');
    }
  }

  private void constructor() {
    line("  private %s() {", className);
    line("    this(new Object[%d], null);", fields.size());
    line("  }");
    out.append('\n');
    line("  private %s(@Nullable Object[] slots_, @Nullable UnknownFields unknown_) {", className);
    line("    super(unknown_);");
    for (int i = 0; i < fields.size(); i++) {
      String type = bareStoredType(fields.get(i));
      line(
          "    this.%s = %sslots_[%d];",
          fields.get(i).member(), type.equals("Object") ? "" : "(" + type + ") ", i);
    }
    line("  }");
    out.append('\n');
  }

  private void plumbing() {
    line("  @Override");
    line("  public MessageType<%s> messageType() {", className);
    line("    return TYPE;");
    line("  }");
    out.append('\n');
    line("  @Override");
    line("  protected @Nullable Object slot(int index_) {");
    if (fields.isEmpty()) {
      line("    throw new IllegalStateException(\"no fields\");");
    } else {
      line("    return switch (index_) {");
      for (int i = 0; i < fields.size(); i++) {
        line("      case %d -> %s;", i, fields.get(i).member());
      }
      line("      default -> throw new IllegalStateException(\"no field \" + index_);");
      line("    };");
    }
    line("  }");
    out.append('\n');
    present();
    line("  @Override");
    line(
        "  protected Message create(@Nullable Object[] slots_, @Nullable UnknownFields unknown_) {");
    line("    return new %s(slots_, unknown_);", className);
    line("  }");
    out.append('\n');
    if (fields.stream().anyMatch(JavaField::message)) {
      line("  @Override");
      line("  protected MessageType<?> child(int index_) {");
      line("    return switch (index_) {");
      for (int i = 0; i < fields.size(); i++) {
        if (fields.get(i).message()) {
          line("      case %d -> %s.TYPE;", i, shorten(fields.get(i).elementType()));
        }
      }
      line("      default -> super.child(index_);");
      line("    };");
      line("  }");
      out.append('\n');
    }
  }

  private void present() {
    if (fields.size() > Long.SIZE) {
      throw new SchemaException(className + " has more fields than a long has bits");
    }
    line("  @Override");
    line("  protected long present() {");
    line("    long present_ = 0;");
    for (int i = 0; i < fields.size(); i++) {
      line("    if (%s != null) {", fields.get(i).member());
      line("      present_ |= 1L << %d;", i);
      line("    }");
    }
    line("    return present_;");
    line("  }");
    out.append('\n');
  }

  private void typeMeta() {
    boolean overrides = isObject() || listItem() != null;
    line("  /** Group and version that the object names. */");
    if (overrides) {
      line("  @Override");
    }
    line("  public String apiVersion() {");
    line("    return apiVersionOf();");
    line("  }");
    out.append('\n');
    line("  /** Kind that the object names. */");
    if (overrides) {
      line("  @Override");
    }
    line("  public String kind() {");
    line("    return kindOf();");
    line("  }");
    out.append('\n');
  }

  private void accessor(JavaField field, boolean object, @Nullable String item) {
    line("  /** %s */", Facts.describe(field));
    boolean overrides =
        field.member().equals("metadata") && (object || item != null)
            || field.member().equals("items") && item != null;
    if (overrides) {
      line("  @Override");
    }
    line("  public %s %s() {", accessorType(field), field.member());
    line("    return %s;", accessorBody(field));
    line("  }");
    out.append('\n');
    if (field.single() && field.message()) {
      line("  /** Whether {@code %s} is set. */", field.def().name());
      line("  public boolean has%s() {", Names.upperFirst(field.member()));
      line(
          field.pointer() ? "    return %s != null;" : "    return hasContent(%s);",
          field.member());
      line("  }");
      out.append('\n');
    }
  }

  private String accessorType(JavaField field) {
    String type = shortenAll(field, field.accessorType());
    return field.nullable() ? Names.nullable(type) : type;
  }

  private String accessorBody(JavaField field) {
    String member = field.member();
    if (field.list() || field.code() == 'S' && field.single()) {
      return "list(" + member + ")";
    }
    if (field.map()) {
      return "map(" + member + ")";
    }
    if (field.message()) {
      return "message(" + member + ", " + shorten(field.elementType()) + ".TYPE)";
    }
    if (field.nullable()) {
      return member;
    }
    String whenAbsent =
        switch (field.code()) {
          case 'b' -> "false";
          case 'i', 'l', 'd' -> "0";
          case 's' -> "\"\"";
          case 'y' -> "Bytes.EMPTY";
          case 'q' -> "Quantity.ZERO";
          case 'o' -> "IntOrString.ZERO";
          case 'g' -> "Duration.ZERO";
          default -> throw new SchemaException("no default for field " + member);
        };
    return member + " == null ? " + whenAbsent + " : " + member;
  }

  private void builderEntry(boolean object) {
    if (object) {
      line("  @Override");
      line("  public %s withMetadata(io.kybern.api.meta.v1.ObjectMeta metadata) {", className);
      line("    return TYPE.with(this, %d, metadata);", index("metadata"));
      line("  }");
      out.append('\n');
    }
    line("  /** A builder with the content of this message. */");
    line("  public Builder toBuilder() {");
    line("    return new Builder(this);");
    line("  }");
    out.append('\n');
    line("  /** An empty builder. */");
    line("  public static Builder builder() {");
    line("    return new Builder();");
    line("  }");
    out.append('\n');
  }

  private int index(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).def().name().equals(name)) {
        return i;
      }
    }
    throw new SchemaException(className + " has no field " + name);
  }

  private boolean isObject() {
    return message.typeMeta()
        && fields.stream()
            .anyMatch(
                f ->
                    f.def().name().equals("metadata")
                        && "io.kybern.api.meta.v1.ObjectMeta".equals(f.messageClass()));
  }

  /** Class of the items if this is the list of a kind. */
  private @Nullable String listItem() {
    if (!message.typeMeta() || isObject()) {
      return null;
    }
    boolean listMeta =
        fields.stream()
            .anyMatch(
                f ->
                    f.def().name().equals("metadata")
                        && "io.kybern.api.meta.v1.ListMeta".equals(f.messageClass()));
    return fields.stream()
        .filter(f -> listMeta && f.def().name().equals("items") && f.list() && f.message())
        .filter(f -> kind != null && kind.attributes().containsKey("item"))
        .map(f -> shorten(f.elementType()))
        .findFirst()
        .orElse(null);
  }

  private String storedType(JavaField field) {
    return Names.nullable(bareStoredType(field));
  }

  private String bareStoredType(JavaField field) {
    return field.lazy() || !field.single() || field.code() == 'S'
        ? "Object"
        : shorten(field.elementType());
  }

  private String shortenAll(JavaField field, String type) {
    return field.messageClass() == null
        ? type
        : type.replace(field.messageClass(), shorten(field.messageClass()));
  }

  /** The simple name of a class of this package, if nothing else has that name here. */
  private String shorten(String type) {
    String prefix = schema.javaPackage() + ".";
    if (type.startsWith(prefix)) {
      String simple = type.substring(prefix.length());
      if (simple.indexOf('.') < 0 && !IMPORTED.contains(simple) && !simple.equals("Builder")) {
        return simple;
      }
    }
    return type;
  }

  private void line(String format, Object... arguments) {
    out.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments))
        .append('\n');
  }
}
