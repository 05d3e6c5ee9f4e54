package io.kybern.cli;

import io.kybern.api.meta.v1.Table;
import io.kybern.api.meta.v1.TableColumnDefinition;
import io.kybern.api.meta.v1.TableRow;
import io.kybern.model.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints the tables that a server makes of the objects of one resource. Not thread-safe. */
final class TablePrinter {
  /**
   * What is printed beside the server's columns.
   *
   * @param headers whether the names of the columns come first
   * @param wide whether columns of lesser priority are printed
   * @param namespaces whether the first column is the namespace
   * @param labels whether the last column holds the labels
   * @param kind what stands before each name, such as {@code deployment.apps}; {@code null} for
   *     nothing
   * @param events whether the first column is what happened
   */
  record Style(
      boolean headers,
      boolean wide,
      boolean namespaces,
      boolean labels,
      @Nullable String kind,
      boolean events) {}

  private final Console console;
  private final Style style;
  private final TextTable text = new TextTable();

  /** The server's columns; later tables may leave them out. */
  private List<TableColumnDefinition> columns = List.of();

  private boolean headersPrinted;

  TablePrinter(Console console, Style style) {
    this.console = console;
    this.style = style;
  }

  /** Adds the rows of {@code table}, to be printed by {@link #print}. */
  void add(Table table) {
    add(table, "");
  }

  /** Adds the rows of {@code table}, to which {@code event} happened. */
  void add(Table table, String event) {
    learn(table);
    for (TableRow row : table.rows()) {
      if (!headersPrinted) {
        headersPrinted = true;
        if (style.headers()) {
          text.row(headers());
        }
      }
      text.row(cells(row, event));
    }
  }

  /** Takes the columns of {@code table}, for later ones that do not say theirs. */
  void learn(Table table) {
    if (!table.columnDefinitions().isEmpty()) {
      columns = table.columnDefinitions();
    }
  }

  /** Prints what was added. */
  void print() {
    text.print(console);
  }

  /** Whether there was any row yet. */
  boolean isEmpty() {
    return !headersPrinted;
  }

  private List<String> headers() {
    List<String> headers = new ArrayList<>();
    if (style.events()) {
      headers.add("EVENT");
    }
    if (style.namespaces()) {
      headers.add("NAMESPACE");
    }
    for (TableColumnDefinition column : columns) {
      if (shows(column)) {
        headers.add(column.name().toUpperCase(Locale.ROOT));
      }
    }
    if (style.labels()) {
      headers.add("LABELS");
    }
    return headers;
  }

  private boolean shows(TableColumnDefinition column) {
    return style.wide() || column.priority() == 0;
  }

  private List<String> cells(TableRow row, String event) {
    List<String> cells = new ArrayList<>();
    if (style.events()) {
      cells.add(event);
    }
    Map<?, ?> metadata = style.namespaces() || style.labels() ? metadata(row) : Map.of();
    if (style.namespaces()) {
      cells.add(metadata.get("namespace") instanceof String namespace ? namespace : "");
    }
    for (int i = 0; i < columns.size(); i++) {
      if (!shows(columns.get(i))) {
        continue;
      }
      String cell = i < row.cells().size() ? text(row.cells().get(i)) : "";
      boolean prefixed = style.kind() != null && "name".equals(columns.get(i).format());
      cells.add(prefixed ? style.kind() + "/" + cell : cell);
    }
    if (style.labels()) {
      cells.add(labels(metadata));
    }
    return cells;
  }

  /** The metadata of the object in a row. */
  static Map<?, ?> metadata(TableRow row) {
    RawJson object = row.object();
    return object != null
            && object.tree() instanceof Map<?, ?> tree
            && tree.get("metadata") instanceof Map<?, ?> metadata
        ? metadata
        : Map.of();
  }

  private static String labels(Map<?, ?> metadata) {
    if (!(metadata.get("labels") instanceof Map<?, ?> labels) || labels.isEmpty()) {
      return "<none>";
    }
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .sorted()
        .collect(Collectors.joining(","));
  }

  /** A cell in one line, with nothing in it that a terminal would take for a command. */
  private static String text(RawJson cell) {
    Object value = cell.tree();
    if (value == null) {
      return "";
    }
    String text = value.toString();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' || c == '\f') {
        return escape(text.substring(0, i)) + "...";
      }
    }
    return escape(text);
  }

  private static String escape(String text) {
    return text.indexOf('\u001B') < 0 ? text : text.replace("\u001B", "^[");
  }
}
