package io.kybern.codegen;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes the nested {@code Builder} of a message. */
final class BuilderWriter {
  private final String className;
  private final List<JavaField> fields;
  private final UnaryOperator<String> shorten;
  private final Set<String> members = new HashSet<>();
  private StringBuilder out = new StringBuilder();

  BuilderWriter(String className, List<JavaField> fields, UnaryOperator<String> shorten) {
    this.className = className;
    this.fields = fields;
    this.shorten = shorten;
    fields.forEach(field -> members.add(field.member()));
  }

  void write(StringBuilder target) {
    out = target;
    line("  /** Builds {@link %s}. Not thread-safe. */", className);
    line("  public static final class Builder extends MessageBuilder<%s, Builder> {", className);
    line("    private Builder() {");
    line("      super(TYPE);");
    line("    }");
    out.append('\n');
    line("    private Builder(%s message_) {", className);
    line("      super(TYPE, message_);");
    line("    }");
    for (int i = 0; i < fields.size(); i++) {
      JavaField field = fields.get(i);
      if (field.list()) {
        list(i, field);
      } else if (field.map()) {
        map(i, field);
      } else {
        single(i, field);
      }
    }
    line("  }");
  }

  private void single(int index, JavaField field) {
    String name = field.member();
    switch (field.code()) {
      case 'b' -> boxed(index, field, "boolean", "Boolean");
      case 'i' -> boxed(index, field, "int", "Integer");
      case 'l' -> boxed(index, field, "long", "Long");
      case 'd' -> boxed(index, field, "double", "Double");
      case 'm' -> {
        String type = shorten.apply(field.elementType());
        set(field, Names.nullable(type) + " value", "put(" + index + ", value)");
        change(field, name, index, type, "put");
      }
      case 'q' -> {
        set(field, "@Nullable Quantity value", "put(" + index + ", value)");
        set(field, "String value", "put(" + index + ", Quantity.parse(value))");
      }
      case 'o' -> {
        set(field, "@Nullable IntOrString value", "put(" + index + ", value)");
        set(field, "int value", "put(" + index + ", IntOrString.of(value))");
        set(field, "String value", "put(" + index + ", IntOrString.of(value))");
      }
      case 'S' -> set(field, "@Nullable List<String> value", "putList(" + index + ", value)");
      default ->
          set(field, "@Nullable " + field.elementType() + " value", "put(" + index + ", value)");
    }
  }

  private void boxed(int index, JavaField field, String primitive, String box) {
    set(field, primitive + " value", "put(" + index + ", value)");
    if (field.nullable()) {
      set(field, "@Nullable " + box + " value", "put(" + index + ", value)");
    }
  }

  private void list(int index, JavaField field) {
    String type = shorten.apply(field.elementType());
    String one = one(field);
    set(field, "@Nullable List<" + type + "> value", "putList(" + index + ", value)");
    if (field.message()) {
      method(field, one, "Adds to", type + " value", "add(" + index + ", value)");
      change(field, one, index, type, "add");
    } else {
      set(field, type + "... value", "putList(" + index + ", List.of(value))");
      if (!one.equals(field.member())) {
        method(field, one, "Adds to", type + " value", "add(" + index + ", value)");
      }
    }
  }

  private void map(int index, JavaField field) {
    String type = shorten.apply(field.elementType());
    String one = one(field);
    set(field, "@Nullable Map<String, " + type + "> value", "putMap(" + index + ", value)");
    entry(index, field, one, type + " value", "value");
    if (field.code() == 'q') {
      entry(index, field, one, "String value", "Quantity.parse(value)");
    } else if (field.code() == 'y') {
      entry(index, field, one, "byte[] value", "Bytes.of(value)");
    }
  }

  private void entry(int index, JavaField field, String one, String parameter, String value) {
    method(
        field,
        one,
        "Puts an entry into",
        "String key, " + parameter,
        "putEntry(" + index + ", key, " + value + ")");
  }

  /** The method that takes a function which changes a nested builder. */
  private void change(JavaField field, String name, int index, String type, String operation) {
    boolean add = operation.equals("add");
    out.append('\n');
    line(
        "    /** %s {@code %s}. */",
        add ? "Adds what {@code change} builds to" : "Changes", field.def().name());
    line("    public Builder %s(Consumer<%s.Builder> change) {", name, type);
    if (add) {
      line("      %s.Builder nested_ = %s.builder();", type, type);
    } else {
      line("      %s.Builder nested_ = current(%d, %s.TYPE).toBuilder();", type, index, type);
    }
    line("      change.accept(nested_);");
    line("      return %s(%d, nested_.build());", operation, index);
    line("    }");
  }

  private void set(JavaField field, String parameter, String body) {
    method(field, field.member(), "Sets", parameter, body);
  }

  private void method(JavaField field, String name, String verb, String parameters, String body) {
    out.append('\n');
    line("    /** %s {@code %s}. */", verb, field.def().name());
    line("    public Builder %s(%s) {", name, parameters);
    line("      return %s;", body);
    line("    }");
  }

  /** Name of the method for one element: the singular, unless another field has it. */
  private String one(JavaField field) {
    String singular = Names.singular(field.member());
    return members.contains(singular) ? field.member() : singular;
  }

  private void line(String format, Object... arguments) {
    out.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments))
        .append('\n');
  }
}
