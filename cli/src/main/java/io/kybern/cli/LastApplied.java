package io.kybern.cli;

import io.kybern.model.Unstructured;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The annotation in which {@code apply} keeps what it applied, so that the next one knows what was
 * taken out since. The same as kubectl's, so that both can be used on one object.
 */
final class LastApplied {
  static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

  private LastApplied() {}

  /** {@code object} with itself in the annotation. */
  static Unstructured annotated(Unstructured object) {
    Map<String, @Nullable Object> annotations = annotations(object);
    annotations.remove(ANNOTATION);
    Unstructured bare = object.with(annotations, "metadata", "annotations");
    String text = new String(JsonText.compact(bare.content()), StandardCharsets.UTF_8) + "\n";
    annotations.put(ANNOTATION, text);
    return bare.with(annotations, "metadata", "annotations");
  }

  /** What was applied to {@code object} last, as JSON. */
  static Optional<byte[]> of(Unstructured object) {
    return annotations(object).get(ANNOTATION) instanceof String text && !text.isEmpty()
        ? Optional.of(text.getBytes(StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private static Map<String, @Nullable Object> annotations(Unstructured object) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    if (object.at("metadata", "annotations") instanceof Map<?, ?> annotations) {
      annotations.forEach((name, value) -> copy.put((String) name, value));
    }
    return copy;
  }
}
