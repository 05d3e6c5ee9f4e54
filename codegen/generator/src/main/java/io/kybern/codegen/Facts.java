package io.kybern.codegen;

import io.kybern.codegen.SchemaPackage.FieldDef;

/** The sentence of Javadoc that a field gets: what the wire knows of it, no prose. */
final class Facts {
  private Facts() {}

  static String describe(JavaField field) {
    FieldDef def = field.def();
    StringBuilder text = new StringBuilder("Field {@code ").append(def.name()).append("}; ");
    text.append(def.number().equals("-") ? "not in protobuf" : "protobuf " + field.numbers());
    if (def.has("required")) {
      text.append("; required");
    } else if (field.pointer() || field.omitted()) {
      text.append("; optional");
    }
    switch (def.attribute("list")) {
      case "map" ->
          text.append("; list with keys {@code ").append(def.attribute("keys")).append('}');
      case "set" -> text.append("; list without repetition");
      default -> {}
    }
    if (def.has("default")) {
      text.append("; default {@code ").append(escape(def.attribute("default"))).append('}');
    }
    if (def.has("enum")) {
      text.append("; one of {@code ")
          .append(escape(def.attribute("enum").replace(",", ", ")))
          .append('}');
    }
    if (def.has("union")) {
      text.append("; member of a union");
    }
    if (def.has("gate")) {
      text.append("; feature gate {@code ").append(def.attribute("gate")).append('}');
    }
    if (def.has("deprecated")) {
      text.append("; deprecated by Kubernetes");
    }
    return text.append('.').toString();
  }

  private static String escape(String text) {
    return text.replace("*/", "*&#47;")
        .replace("@", "&#64;")
        .replace("{", "&#123;")
        .replace("}", "&#125;");
  }
}
