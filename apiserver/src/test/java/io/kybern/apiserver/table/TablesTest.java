package io.kybern.apiserver.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.Kinds;
import io.kybern.api.meta.v1.ListMeta;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.ServedResource;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TablesTest {
  private static final ListMeta LIST =
      ListMeta.builder().resourceVersion("42").continue_("more").remainingItemCount(7L).build();

  @Test
  void columnsAreThoseOfARealServer() throws IOException {
    Map<String, String> real = new TreeMap<>();
    try (InputStream in = TablesTest.class.getResourceAsStream("columns.txt")) {
      assertNotNull(in);
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        int space = line.indexOf(' ');
        real.put(line.substring(0, space), line.substring(space + 1));
      }
    }
    Map<String, String> ours = new TreeMap<>();
    for (ServedResource resource : ApiFacts.load().resources()) {
      if (resource.allows("list")) {
        String group = resource.group().isEmpty() ? "core" : resource.group();
        ours.put(group + "/" + resource.version() + "/" + resource.plural(), columns(resource));
      }
    }
    assertEquals(real, ours);
  }

  private static String columns(ServedResource resource) {
    List<String> columns = new ArrayList<>();
    for (Map<String, Object> column : definitions(table(resource, List.of(), "None"))) {
      Object format = column.get("format");
      columns.add(
          column.get("name")
              + ":"
              + column.get("type")
              + (format.equals("") ? "" : "(" + format + ")")
              + (column.get("priority").equals(0L) ? "" : ":wide"));
    }
    return String.join("|", columns);
  }

  @Test
  void everyKindHasACellForEachColumnWhateverItHolds() {
    long seed = System.nanoTime();
    System.out.println("seed of the objects: " + seed);
    RandomMessages messages = new RandomMessages(new Random(seed));
    for (ServedResource resource : ApiFacts.load().resources()) {
      Message empty = Kinds.find(resource.apiVersion(), resource.kind()).empty();
      if (empty instanceof KubernetesObject) {
        check(resource, (KubernetesObject) empty);
        for (int i = 0; i < 5; i++) {
          check(resource, (KubernetesObject) messages.next(empty.messageType()));
        }
      }
    }
  }

  private static void check(ServedResource resource, KubernetesObject object) {
    Map<String, Object> table = table(resource, List.of(object), "None");
    List<?> cells = (List<?>) Samples.rows(table).get(0).get("cells");
    List<Map<String, Object>> definitions = definitions(table);
    assertEquals(definitions.size(), cells.size(), () -> resource + " " + cells);
    for (int i = 0; i < cells.size(); i++) {
      assertNotNull(cells.get(i));
      Map<String, Object> column = definitions.get(i);
      switch ((String) column.get("type")) {
        case "integer" -> assertInstanceOf(Long.class, cells.get(i), () -> resource + " " + column);
        case "boolean" -> {
          // kubectl shows whether a cron job is suspended as a text with three values
          Class<?> type = column.get("name").equals("Suspend") ? String.class : Boolean.class;
          assertInstanceOf(type, cells.get(i), () -> resource + " " + column);
        }
        case "date" -> assertInstanceOf(String.class, cells.get(i), () -> resource + " " + column);
        default -> {
          // a few text columns have numbers in them on a real server, too
        }
      }
      if (column.get("name").equals("Name")) {
        assertTrue(((String) cells.get(i)).startsWith(object.name()));
      }
    }
  }

  @Test
  void kindsWithoutAJavaTypeHaveNameAndTime() {
    ServedResource widgets =
        new ServedResource(
            "example.com",
            "v1",
            "widgets",
            "widget",
            "Widget",
            true,
            List.of(),
            List.of(),
            List.of("list"),
            List.of(),
            "",
            false,
            "",
            null);
    Unstructured widget =
        Unstructured.of(
            Map.of(
                "apiVersion", "example.com/v1",
                "kind", "Widget",
                "metadata", Map.of("name", "w", "creationTimestamp", "2026-11-21T11:00:00Z")));
    Map<String, Object> table = table(widgets, List.of(widget), "Object");
    assertEquals("Name:string(name)|Created At:date", columns(widgets));
    assertEquals(List.of("w", "2026-11-21T11:00:00Z"), Samples.rows(table).get(0).get("cells"));
    assertEquals(widget.content(), Samples.rows(table).get(0).get("object"));
  }

  @Test
  void rowsHoldAsMuchOfTheObjectAsIsWanted() {
    KubernetesObject object =
        Samples.object(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, labels: {a: b}}\ndata: {c: d}\n");
    ServedResource resource = Samples.resource(object);
    Map<String, Object> none = row(table(resource, List.of(object), "None"));
    assertTrue(none.containsKey("object"));
    assertNull(none.get("object"));
    assertEquals(
        Codec.toTree((Message) object),
        row(table(resource, List.of(object), "Object")).get("object"));
    Map<?, ?> partial = (Map<?, ?>) row(table(resource, List.of(object), "Metadata")).get("object");
    assertEquals("PartialObjectMetadata", partial.get("kind"));
    assertEquals("meta.k8s.io/v1", partial.get("apiVersion"));
    assertEquals(Map.of("a", "b"), ((Map<?, ?>) partial.get("metadata")).get("labels"));
    assertFalse(partial.containsKey("data"));
  }

  @Test
  void tableCarriesTheListsMetadataAndCanBeWritten() {
    KubernetesObject object = Samples.object("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n");
    Map<String, Object> table = table(Samples.resource(object), List.of(object, object), "None");
    assertEquals("Table", table.get("kind"));
    assertEquals("meta.k8s.io/v1", table.get("apiVersion"));
    assertEquals(
        Map.of("resourceVersion", "42", "continue", "more", "remainingItemCount", 7L),
        table.get("metadata"));
    assertEquals(2, Samples.rows(table).size());
    assertEquals(table, Codec.jsonToTree(Codec.treeToJson(table)));
    assertEquals(table, Codec.yamlToTree(Codec.treeToYaml(table)));
  }

  private static Map<String, Object> row(Map<String, Object> table) {
    return Samples.rows(table).get(0);
  }

  private static Map<String, Object> table(
      ServedResource resource, List<? extends KubernetesObject> objects, String include) {
    return Tables.table(resource, objects, LIST, include, Samples.NOW);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> definitions(Map<String, Object> table) {
    return (List<Map<String, Object>>) table.get("columnDefinitions");
  }
}
