package io.kybern.model;

import io.kybern.api.meta.v1.ObjectMeta;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An API object that has a name: what generated kinds and {@link Unstructured} have in common. */
public interface KubernetesObject {
  /** Group and version such as {@code apps/v1}. */
  String apiVersion();

  /** Name of the kind. */
  String kind();

  /** Metadata, empty but never {@code null}. */
  ObjectMeta metadata();

  /** A copy with other metadata. */
  KubernetesObject withMetadata(ObjectMeta metadata);

  /** {@code metadata.name}, empty if there is none yet. */
  default String name() {
    String name = metadata().name();
    return name == null ? "" : name;
  }

  /** {@code metadata.namespace}, empty for a cluster-scoped object. */
  default String namespace() {
    String namespace = metadata().namespace();
    return namespace == null ? "" : namespace;
  }

  /** {@code metadata.labels}. */
  default Map<String, String> labels() {
    return metadata().labels();
  }

  /** {@code metadata.annotations}. */
  default Map<String, String> annotations() {
    return metadata().annotations();
  }

  /** {@code metadata.uid}, {@code null} until a server gave one. */
  default @Nullable String uid() {
    return metadata().uid();
  }

  /** {@code metadata.resourceVersion}, {@code null} until a server gave one. */
  default @Nullable String resourceVersion() {
    return metadata().resourceVersion();
  }
}
