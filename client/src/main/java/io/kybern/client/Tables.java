package io.kybern.client;

import io.kybern.api.meta.v1.Table;
import io.kybern.model.RawJson;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.WireFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers as tables. */
final class Tables {
  private Tables() {}

  static Table list(View<?> view, ListQuery query) {
    return read(view, view.collection() + new QueryString().addAll(query.options()));
  }

  static Table get(View<?> view, String name) {
    return read(view, view.path(name));
  }

  private static Table read(View<?> view, String target) {
    Request request = Request.get(target, Request.TABLE);
    Transport.Response response = view.engine().send(request, view.timeout());
    WireFormat format = View.format(request, response);
    byte[] bytes = View.bytes(request, response);
    if (view.codec().readAny(format, bytes) instanceof Table table) {
      return table;
    }
    view.throwIfFailure(request, response, format, bytes);
    return fromObjects(view.codec().read(Unstructured.type("", ""), format, bytes));
  }

  /** The table for a server that answers with the objects themselves. */
  @SuppressWarnings("unchecked")
  static Table fromObjects(Unstructured answer) {
    List<?> items =
        answer.content().get("items") instanceof List<?> list ? list : List.of(answer.content());
    Table.Builder table =
        Table.builder()
            .columnDefinition(c -> c.name("Name").type("string").format("name"))
            .columnDefinition(c -> c.name("Created At").type("date"));
    if (answer.content().get("items") instanceof List<?>) {
      table.metadata(
          m ->
              m.resourceVersion(text(answer, "resourceVersion"))
                  .continue_(text(answer, "continue")));
    }
    for (Object item : items) {
      Unstructured object = Unstructured.of((Map<String, Object>) item);
      table.row(
          r ->
              r.cell(json(object.at("metadata", "name")))
                  .cell(json(object.at("metadata", "creationTimestamp")))
                  .object(json(partial(object))));
    }
    return table.build();
  }

  private static Map<String, Object> partial(Unstructured object) {
    Object metadata = object.content().get("metadata");
    return Map.of(
        "apiVersion",
        "meta.k8s.io/v1",
        "kind",
        "PartialObjectMetadata",
        "metadata",
        metadata == null ? Map.of() : metadata);
  }

  private static @Nullable String text(Unstructured answer, String field) {
    return answer.at("metadata", field) instanceof String text ? text : null;
  }

  private static RawJson json(@Nullable Object tree) {
    return RawJson.ofTree(tree);
  }
}
