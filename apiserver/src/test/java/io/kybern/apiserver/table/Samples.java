package io.kybern.apiserver.table;

import io.kybern.api.Kinds;
import io.kybern.api.meta.v1.ListMeta;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.ServedResource;
import io.kybern.model.KubernetesObject;
import io.kybern.model.MessageType;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Objects for tests, and the cells of their rows. */
final class Samples {
  /** The time at which rows are made. */
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private Samples() {}

  /** The object in a YAML document that names its kind; created an hour ago. */
  @SuppressWarnings("unchecked")
  static KubernetesObject object(String yaml) {
    Map<String, Object> tree =
        (Map<String, Object>) Codec.yamlToTree(yaml.getBytes(StandardCharsets.UTF_8));
    MessageType<?> type = Kinds.find((String) tree.get("apiVersion"), (String) tree.get("kind"));
    KubernetesObject object = (KubernetesObject) Codec.fromTree(type, tree);
    if (object.metadata().creationTimestamp() != null) {
      return object;
    }
    return object.withMetadata(
        object.metadata().toBuilder().creationTimestamp(NOW.minusSeconds(3600)).build());
  }

  static ServedResource resource(KubernetesObject object) {
    return ApiFacts.load().resources().stream()
        .filter(
            resource ->
                resource.apiVersion().equals(object.apiVersion())
                    && resource.kind().equals(object.kind()))
        .findFirst()
        .orElseThrow();
  }

  static Map<String, Object> row(KubernetesObject object) {
    return rows(Tables.table(
            resource(object), List.of(object), ListMeta.builder().build(), "None", NOW))
        .get(0);
  }

  /** The cells of the object's row, parted by bars. */
  static String cells(String yaml) {
    List<?> cells = (List<?>) row(object(yaml)).get("cells");
    return String.join("|", cells.stream().map(String::valueOf).toList());
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> rows(Map<String, Object> table) {
    return (List<Map<String, Object>>) table.get("rows");
  }
}
