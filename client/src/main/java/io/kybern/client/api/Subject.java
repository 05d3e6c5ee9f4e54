package io.kybern.client.api;

import io.kybern.client.Resources;
import io.kybern.model.KubernetesObject;
import org.jspecify.annotations.Nullable;

/** What a request is about, where the object that is sent says so. */
final class Subject {
  private Subject() {}

  /** {@code resources} in the namespace that {@code object} names. */
  static <T extends KubernetesObject> Resources<T> namespace(
      Resources<T> resources, KubernetesObject object) {
    return namespace(resources, resources, object);
  }

  /**
   * {@code target} in the namespace that {@code object} names.
   *
   * @param seen the client on which the method was called; if it is about one namespace, that
   *     counts
   * @throws IllegalArgumentException if both name one and they differ
   */
  static <T extends KubernetesObject> Resources<T> namespace(
      Resources<T> target, Resources<?> seen, KubernetesObject object) {
    String own = object.namespace();
    String namespace = seen.namespace().orElse(own);
    if (!own.isEmpty() && !own.equals(namespace)) {
      throw new IllegalArgumentException(
          "the " + object.kind() + " is of namespace " + own + ", the client of " + namespace);
    }
    return namespace.isEmpty() ? target : target.namespace(namespace);
  }

  /** A name that must be there. */
  static String name(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("the object has no name");
    }
    return name;
  }
}
