package io.kybern.apiserver.table;

import io.kybern.apiserver.facts.Tree;
import io.kybern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A column of a table.
 *
 * @param name title
 * @param type type of the cells
 * @param format {@code name} for the object's name, else empty
 * @param priority 0 if it is always shown, 1 if only on request
 */
record Column(String name, String type, String format, int priority) {
  private static final List<Column> DEFAULT =
      List.of(new Column("Name", "string", "name", 0), new Column("Created At", "date", "", 0));

  /** The columns in the schema's notation; name and time of creation if there are none. */
  static List<Column> parse(String text) {
    if (text.isEmpty()) {
      return DEFAULT;
    }
    List<Column> columns = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int bar = text.indexOf('|', from);
      int end = bar < 0 ? text.length() : bar;
      columns.add(parseOne(text.substring(from, end)));
      from = end + 1;
    }
    return columns;
  }

  private static Column parseOne(String text) {
    boolean wide = text.endsWith(":wide");
    String rest = wide ? text.substring(0, text.length() - ":wide".length()) : text;
    int colon = rest.lastIndexOf(':');
    String type = rest.substring(colon + 1);
    String format = "";
    if (type.endsWith(")")) {
      int open = type.indexOf('(');
      format = type.substring(open + 1, type.length() - 1);
      type = type.substring(0, open);
    }
    return new Column(rest.substring(0, colon), type, format, wide ? 1 : 0);
  }

  Map<String, Object> definition() {
    return Tree.of(
        "name", name,
        "type", type,
        "format", format,
        "description", "",
        "priority", (long) priority);
  }

  /** The cells of a kind that has no printer: name and age, and what kubectl shows for nothing. */
  static void defaults(List<Column> columns, KubernetesObject object, Cells cells) {
    for (Column column : columns) {
      if (column.format().equals("name") && column.name().equals("Name")) {
        cells.add(object.name());
      } else if (column.name().equals("Age")) {
        cells.age(object);
      } else {
        switch (column.type()) {
          case "date" -> cells.created(object);
          case "integer" -> cells.add(0L);
          case "boolean" -> cells.add(false);
          default -> cells.add("<none>");
        }
      }
    }
  }
}
