package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Namespace;
import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.model.KubernetesObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The namespaces that every server has before the first request. They come from before the first
 * revision; creating them by request would cost a fresh JVM a quarter of the time until a server is
 * there, for checks of names above all. Stateless.
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
    List<KubernetesObject> namespaces = new ArrayList<>();
    for (String name : NAMES) {
      ObjectMeta metadata =
          ObjectMeta.builder().name(name).uid(Registry.uid()).creationTimestamp(start).build();
      namespaces.add(NamespaceRules.complete(Namespace.builder().metadata(metadata).build()));
    }
    return namespaces;
  }
}
