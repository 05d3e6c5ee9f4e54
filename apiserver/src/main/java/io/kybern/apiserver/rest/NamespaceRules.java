package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Namespace;
import io.kybern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Namespaces: hold a finalizer of their own, which only the {@code finalize} subresource changes.
 */
final class NamespaceRules extends KindRules {
  /** The finalizer that keeps a namespace until it is empty. */
  static final String FINALIZER = "kubernetes";

  NamespaceRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    return complete((Namespace) object);
  }

  /** A new namespace with what every one of them has. */
  static Namespace complete(Namespace namespace) {
    List<String> finalizers = new ArrayList<>(namespace.spec().finalizers());
    if (!finalizers.contains(FINALIZER)) {
      finalizers.add(FINALIZER);
    }
    return labelled(
        namespace.toBuilder()
            .spec(namespace.spec().toBuilder().finalizers(finalizers).build())
            .status(namespace.status().toBuilder().phase("Active").build())
            .build());
  }

  @Override
  KubernetesObject prepareUpdate(KubernetesObject object, KubernetesObject old, Context context) {
    return labelled(((Namespace) object).toBuilder().spec(((Namespace) old).spec()).build());
  }

  private static Namespace labelled(Namespace namespace) {
    return namespace.withMetadata(
        namespace.metadata().toBuilder()
            .label("kubernetes.io/metadata.name", namespace.name())
            .build());
  }
}
