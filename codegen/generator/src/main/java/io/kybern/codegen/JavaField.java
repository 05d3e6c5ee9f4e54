package io.kybern.codegen;

import io.kybern.codegen.SchemaPackage.FieldDef;
import io.kybern.codegen.SchemaPackage.TypeRef;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A field as Java has it: flattened out of messages that JSON flattens, with the code of its kind,
 * its Java types and its facts line for the runtime.
 *
 * @param numbers protobuf numbers from the outside in, joined with dots
 * @param code letter of the runtime's field kind
 */
record JavaField(
    FieldDef def,
    String member,
    String numbers,
    char code,
    String elementType,
    @Nullable String messageClass,
    boolean lazy,
    boolean atomic,
    boolean secret) {

  private static final Map<String, Character> CODES =
      Map.ofEntries(
          Map.entry("bool", 'b'),
          Map.entry("int32", 'i'),
          Map.entry("int64", 'l'),
          Map.entry("float64", 'd'),
          Map.entry("string", 's'),
          Map.entry("bytes", 'y'),
          Map.entry("quantity", 'q'),
          Map.entry("intorstring", 'o'),
          Map.entry("time", 't'),
          Map.entry("microtime", 'u'),
          Map.entry("duration", 'g'),
          Map.entry("rawextension", 'r'),
          Map.entry("fieldsv1", 'r'),
          Map.entry("json", 'r'),
          Map.entry("any", 'r'),
          Map.entry("schemaorbool", 'm'),
          Map.entry("schemaorarray", 'm'),
          Map.entry("schemaorstringarray", 'm'));

  private static final Map<Character, String> TYPES =
      Map.ofEntries(
          Map.entry('b', "Boolean"),
          Map.entry('i', "Integer"),
          Map.entry('l', "Long"),
          Map.entry('d', "Double"),
          Map.entry('s', "String"),
          Map.entry('y', "Bytes"),
          Map.entry('q', "Quantity"),
          Map.entry('o', "IntOrString"),
          Map.entry('t', "Instant"),
          Map.entry('u', "Instant"),
          Map.entry('g', "Duration"),
          Map.entry('r', "RawJson"),
          Map.entry('S', "List<String>"));

  private static final Map<String, String> SCHEMA_FORMS =
      Map.of(
          "schemaorbool", "apiextensions.v1.JSONSchemaPropsOrBool",
          "schemaorarray", "apiextensions.v1.JSONSchemaPropsOrArray",
          "schemaorstringarray", "apiextensions.v1.JSONSchemaPropsOrStringArray");

  static JavaField of(FieldDef def, String numbers, boolean lazy, boolean atomic, boolean secret) {
    TypeRef type = def.type();
    String base = SCHEMA_FORMS.getOrDefault(type.base(), type.base());
    char code;
    String element;
    String messageClass = null;
    if (type.items()) {
      code = 'S';
      element = Objects.requireNonNull(TYPES.get('S'));
    } else if (base.indexOf('.') >= 0) {
      code = 'm';
      messageClass = qualifiedClass(base);
      element = messageClass;
    } else {
      Character known = CODES.get(base);
      if (known == null) {
        throw new SchemaException("field " + def.name() + ": unknown type " + base);
      }
      code = known;
      element = Objects.requireNonNull(TYPES.get(code));
    }
    return new JavaField(
        def, Names.member(def), numbers, code, element, messageClass, lazy, atomic, secret);
  }

  static String qualifiedClass(String schemaName) {
    int dot = schemaName.lastIndexOf('.');
    return "io.kybern.api."
        + schemaName.substring(0, dot + 1)
        + Names.className(schemaName.substring(dot + 1));
  }

  boolean list() {
    return def.type().shape().equals("[]");
  }

  boolean map() {
    return def.type().shape().equals("map");
  }

  boolean single() {
    return def.type().shape().isEmpty();
  }

  boolean pointer() {
    return def.type().pointer();
  }

  boolean omitted() {
    return def.has("omitempty") || def.has("omitzero");
  }

  boolean message() {
    return code == 'm';
  }

  /** Type of the accessor's result, without nullness. */
  String accessorType() {
    if (list()) {
      return "List<" + elementType + ">";
    }
    if (map()) {
      return "Map<String, " + elementType + ">";
    }
    if (!nullable()) {
      return switch (code) {
        case 'b' -> "boolean";
        case 'i' -> "int";
        case 'l' -> "long";
        case 'd' -> "double";
        default -> elementType;
      };
    }
    return elementType;
  }

  /** Whether the accessor may answer {@code null}. */
  boolean nullable() {
    if (!single() || message() || code == 'y' || code == 'S') {
      return false;
    }
    return pointer() || omitted() || code == 't' || code == 'u' || code == 'r';
  }

  /** The line of facts that the runtime reads. */
  String facts() {
    StringBuilder line = new StringBuilder(def.name()).append(' ');
    line.append(def.has("noproto") ? "-" : numbers).append(' ');
    line.append(list() ? "L" : map() ? "M" : "").append(code).append(' ');
    StringBuilder flags = new StringBuilder();
    flag(flags, pointer(), 'p');
    flag(flags, def.has("omitempty"), 'e');
    flag(flags, def.has("omitzero"), 'z');
    flag(flags, lazy, 'k');
    flag(flags, def.has("required"), 'r');
    flag(flags, secret, 's');
    flag(flags, def.has("nojson"), 'x');
    flag(flags, atomic, 'a');
    line.append(flags.length() == 0 ? "-" : flags);
    switch (def.attribute("list")) {
      case "", "atomic" -> {}
      case "set" -> line.append(" set");
      case "map" -> line.append(" map:").append(def.attribute("keys"));
      default -> throw new SchemaException("field " + def.name() + ": unknown list type");
    }
    if (def.has("patch")) {
      line.append(" patch:").append(def.attribute("patch"));
    }
    if (def.has("mergekey")) {
      line.append(" key:").append(def.attribute("mergekey"));
    }
    return line.toString();
  }

  private static void flag(StringBuilder flags, boolean set, char flag) {
    if (set) {
      flags.append(flag);
    }
  }
}
