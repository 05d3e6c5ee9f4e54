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

  /** The label that every namespace has, with its own name. */
  static final String NAME_LABEL = "kubernetes.io/metadata.name";

  /** The phase of a namespace that is not being deleted. */
  static final String ACTIVE = "Active";

  NamespaceRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    Namespace namespace = (Namespace) object;
    List<String> finalizers = new ArrayList<>(namespace.spec().finalizers());
    if (!finalizers.contains(FINALIZER)) {
      finalizers.add(FINALIZER);
    }
    return labelled(
        namespace.toBuilder()
            .spec(spec -> spec.finalizers(finalizers))
            .status(status -> status.phase(ACTIVE))
            .build());
  }

  @Override
  KubernetesObject prepareUpdate(KubernetesObject object, KubernetesObject old, Context context) {
    return labelled(((Namespace) object).toBuilder().spec(((Namespace) old).spec()).build());
  }

  private static Namespace labelled(Namespace namespace) {
    return namespace.withMetadata(
        namespace.metadata().toBuilder().label(NAME_LABEL, namespace.name()).build());
  }
}
