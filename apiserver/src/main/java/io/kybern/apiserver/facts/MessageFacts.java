package io.kybern.apiserver.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of the schema.
 *
 * @param name name in the schema, such as {@code core.v1.PodSpec}
 * @param openApiName name in OpenAPI, such as {@code io.k8s.api.core.v1.PodSpec}
 * @param typeMeta whether it has {@code apiVersion} and {@code kind}
 * @param structType whether it is {@code atomic} or {@code granular} under server-side apply; empty
 *     if nothing is said
 * @param fields its fields in the schema's order
 */
public record MessageFacts(
    String name, String openApiName, boolean typeMeta, String structType, List<FieldFacts> fields) {
  /** The field called {@code jsonName}, {@code null} if there is none. */
  public @Nullable FieldFacts field(String jsonName) {
    for (FieldFacts field : fields) {
      if (field.name().equals(jsonName)) {
        return field;
      }
    }
    return null;
  }
}
