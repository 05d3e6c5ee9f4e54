package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Namespace;
import io.kybern.api.core.v1.NamespaceSpec;
import io.kybern.api.core.v1.NamespaceStatus;
import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.model.KubernetesObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The namespaces that every server has before the first request. They come from before the first
 * revision and are what {@link NamespaceRules} would make of them, whose checks of names would cost
 * a fresh JVM a quarter of the time until a server is there. Stateless.
 */
final class InitialNamespaces {
  private static final List<String> NAMES =
      List.of("default", "kube-node-lease", "kube-public", "kube-system");

  private InitialNamespaces() {}

  /**
   * All of them.
   *
   * @param start when the server was started, in whole seconds
   */
  static List<KubernetesObject> of(Instant start) {
    NamespaceSpec spec = NamespaceSpec.builder().finalizer(NamespaceRules.FINALIZER).build();
    NamespaceStatus status = NamespaceStatus.builder().phase(NamespaceRules.ACTIVE).build();
    List<KubernetesObject> namespaces = new ArrayList<>();
    for (String name : NAMES) {
      ObjectMeta metadata =
          ObjectMeta.builder()
              .name(name)
              .uid(Registry.uid())
              .creationTimestamp(start)
              .label(NamespaceRules.NAME_LABEL, name)
              .build();
      namespaces.add(Namespace.builder().metadata(metadata).spec(spec).status(status).build());
    }
    return namespaces;
  }
}
