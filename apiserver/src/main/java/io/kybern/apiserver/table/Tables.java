package io.kybern.apiserver.table;

import io.kybern.api.meta.v1.ListMeta;
import io.kybern.apiserver.facts.ServedResource;
import io.kybern.apiserver.facts.Tree;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes {@code meta.k8s.io/v1} Tables: the columns a resource has and a row for each object. */
public final class Tables {
  private Tables() {}

  /**
   * A table as a tree.
   *
   * @param resource the resource the objects are of
   * @param objects a row for each, in this order
   * @param listMeta metadata of the list, or with the {@code resourceVersion} of a single object
   * @param includeObject how much of the object a row holds: {@code None}, {@code Object}, or
   *     anything else for the metadata only
   * @param now the time from which ages count
   */
  public static Map<String, Object> table(
      ServedResource resource,
      List<? extends KubernetesObject> objects,
      ListMeta listMeta,
      String includeObject,
      Instant now) {
    List<Column> columns = Column.parse(resource.columns());
    RowPrinter printer = RowPrinters.find(resource.group(), resource.plural());
    List<Object> rows = new ArrayList<>(objects.size());
    for (KubernetesObject object : objects) {
      Cells cells = new Cells(columns.size(), now);
      if (printer == null || !(object instanceof Message)) {
        Column.defaults(columns, object, cells);
      } else {
        printer.print(object, cells);
      }
      rows.add(row(cells, includeObject, object));
    }
    List<Object> definitions = new ArrayList<>(columns.size());
    for (Column column : columns) {
      definitions.add(column.definition());
    }
    return Tree.of(
        "kind",
        "Table",
        "apiVersion",
        "meta.k8s.io/v1",
        "metadata",
        Codec.toTree(listMeta),
        "columnDefinitions",
        definitions,
        "rows",
        rows);
  }

  private static Map<String, Object> row(
      Cells cells, String includeObject, KubernetesObject object) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("cells", cells.values());
    if (!cells.conditions().isEmpty()) {
      row.put("conditions", cells.conditions());
    }
    switch (includeObject) {
      case "None" -> row.put("object", null);
      case "Object" -> row.put("object", whole(object));
      default ->
          row.put(
              "object",
              Tree.of(
                  "kind", "PartialObjectMetadata",
                  "apiVersion", "meta.k8s.io/v1",
                  "metadata", Codec.toTree(object.metadata())));
    }
    return row;
  }

  private static Map<String, Object> whole(KubernetesObject object) {
    if (object instanceof Message message) {
      return Codec.toTree(message);
    }
    if (object instanceof Unstructured unstructured) {
      return unstructured.content();
    }
    throw new IllegalArgumentException("no tree of a " + object.getClass().getName());
  }
}
