package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.kybern.api.meta.v1.Table;
import io.kybern.model.RawJson;
import io.kybern.model.Unstructured;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrintingTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          System.in,
          new PrintStream(out, false, StandardCharsets.UTF_8),
          System.err,
          Path.of(""),
          false);

  private String printed() {
    console.flush();
    String text = out.toString(StandardCharsets.UTF_8);
    out.reset();
    return text;
  }

  private static Table table(String... names) {
    Table.Builder table =
        Table.builder()
            .columnDefinition(c -> c.name("Name").type("string").format("name"))
            .columnDefinition(c -> c.name("Ready").type("integer"))
            .columnDefinition(c -> c.name("Node").type("string").priority(1));
    for (String name : names) {
      table.row(
          r ->
              r.cell(RawJson.ofTree(name))
                  .cell(RawJson.ofTree(3L))
                  .cell(RawJson.ofTree("n1\nsecond line"))
                  .object(
                      RawJson.ofTree(
                          Map.of(
                              "metadata",
                              Map.of("namespace", "shop", "labels", Map.of("b", "2", "a", "1"))))));
    }
    return table.build();
  }

  private static TablePrinter.Style style(boolean wide, boolean all) {
    return new TablePrinter.Style(true, wide, all, all, all ? "pod" : null, false);
  }

  @Test
  void columnsAreAtLeastSixWideAndThreeApart() {
    TablePrinter printer = new TablePrinter(console, style(false, false));
    printer.add(table("a", "long-name"));
    printer.print();
    assertEquals("NAME        READY\na           3\nlong-name   3\n", printed());
    printer.add(table("b"));
    printer.print();
    assertEquals("b           3\n", printed());
  }

  @Test
  void wideRowsWithNamespaceKindAndLabels() {
    TablePrinter printer = new TablePrinter(console, style(true, true));
    printer.add(table("a"));
    printer.print();
    assertEquals(
        "NAMESPACE   NAME    READY   NODE    LABELS\n"
            + "shop        pod/a   3       n1...   a=1,b=2\n",
        printed());
  }

  @Test
  void cellsCannotControlATerminal() {
    TextTable text = new TextTable();
    TablePrinter printer = new TablePrinter(console, style(false, false));
    printer.add(table("\u001B[31mred"));
    printer.print();
    assertEquals("NAME        READY\n^[[31mred   3\n", printed());
    text.row(List.of("ä", "x"));
    text.print(console);
    assertEquals("ä     x\n", printed());
  }

  @Test
  void jsonIsIndentedAndSortedAsGoDoes() {
    Map<String, Object> tree =
        Map.of(
            "b", Arrays.asList(1L, "x{\",:}", null),
            "a", Map.of(),
            "c", List.of(),
            "d", Map.of("e", "<&>\\"));
    assertEquals(
        """
        {
            "a": {},
            "b": [
                1,
                "x{\\",:}",
                null
            ],
            "c": [],
            "d": {
                "e": "\\u003c\\u0026\\u003e\\\\"
            }
        }
        """,
        new String(JsonText.indented(tree), StandardCharsets.UTF_8));
  }

  @Test
  void yamlDocumentsAreSeparatedAndManagedFieldsLeftOut() {
    Unstructured object =
        Unstructured.of(
            Map.of(
                "apiVersion", "v1",
                "kind", "Pod",
                "metadata", Map.of("name", "a", "managedFields", List.of())));
    ObjectPrinter printer = new ObjectPrinter(console, OutputFormat.YAML, false);
    io.kybern.client.ApiResource pods =
        new io.kybern.client.ApiResource(
            "", "v1", "Pod", "pods", "pod", true, List.of(), List.of(), List.of(), List.of());
    printer.print(pods, object);
    printer.print(pods, object);
    String one = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n";
    assertEquals(one + "---\n" + one, printed());
    new ObjectPrinter(console, OutputFormat.YAML, true).print(pods, object);
    assertEquals(one.replace("  name", "  managedFields: []\n  name"), printed());
  }

  @Test
  void subsetsNameWhatIsMissing() {
    Map<String, Object> present = Map.of("a", 1L, "b", List.of(Map.of("c", "d", "e", "f")));
    assertNull(Subset.missing(Map.of("b", List.of(Map.of("c", "d"))), present));
    assertEquals("b[0].c", Subset.missing(Map.of("b", List.of(Map.of("c", "x"))), present));
    assertEquals("b", Subset.missing(Map.of("b", List.of()), present));
    assertEquals("g", Subset.missing(Map.of("g", 1L), present));
  }
}
