package io.kybern.model;

import org.jspecify.annotations.Nullable;

/**
 * What a codec decodes into: a generated message, or {@link Unstructured} for a kind that is not
 * known at compile time.
 *
 * @param <T> the Java type of the objects
 */
public sealed interface ObjectType<T> permits MessageType, Unstructured.Type {
  /** Group and version such as {@code apps/v1}; {@code null} if the type is no kind. */
  @Nullable String apiVersion();

  /** Name of the kind; {@code null} if the type is no kind. */
  @Nullable String kind();
}
