package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.ContainerPort;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.ResourceRequirements;
import io.kybern.model.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Defaults of pods that pod templates do not get. */
final class PodDefaults {
  private PodDefaults() {}

  /**
   * The spec with requests where only limits are given, and host ports where the pod is on the
   * host's network; {@code null} if that changes nothing.
   */
  static @Nullable PodSpec spec(Pod pod) {
    PodSpec spec = pod.spec();
    boolean host = Boolean.TRUE.equals(spec.hostNetwork());
    List<Container> containers = containers(spec.containers(), host);
    List<Container> init = containers(spec.initContainers(), host);
    ResourceRequirements own =
        spec.hasResources() ? requested(spec.resources(), PodDefaults::isOfPods) : null;
    if (containers == null && init == null && own == null) {
      return null;
    }
    PodSpec.Builder result = spec.toBuilder();
    if (containers != null) {
      result.containers(containers);
    }
    if (init != null) {
      result.initContainers(init);
    }
    if (own != null) {
      result.resources(own);
    }
    return result.build();
  }

  @SuppressWarnings("ReferenceEquality") // whether something was made
  private static @Nullable List<Container> containers(List<Container> containers, boolean host) {
    List<Container> result = new ArrayList<>();
    boolean changed = false;
    for (Container container : containers) {
      Container made = container;
      ResourceRequirements requested =
          container.hasResources() ? requested(container.resources(), name -> true) : null;
      if (requested != null) {
        made = made.toBuilder().resources(requested).build();
      }
      if (host && !container.ports().stream().allMatch(PodDefaults::hasHostPort)) {
        List<ContainerPort> ports = new ArrayList<>();
        for (ContainerPort port : container.ports()) {
          ports.add(
              hasHostPort(port) ? port : port.toBuilder().hostPort(port.containerPort()).build());
        }
        made = made.toBuilder().ports(ports).build();
      }
      changed |= made != container;
      result.add(made);
    }
    return changed ? result : null;
  }

  private static boolean hasHostPort(ContainerPort port) {
    Integer number = port.hostPort();
    return number != null && number != 0;
  }

  /** Whether a pod as a whole can ask for a resource. */
  private static boolean isOfPods(String name) {
    return name.equals("cpu") || name.equals("memory") || name.startsWith("hugepages-");
  }

  /** With a request for every limit that counts; {@code null} if there is one already. */
  private static @Nullable ResourceRequirements requested(
      ResourceRequirements resources, Predicate<String> counts) {
    Map<String, Quantity> requests = new LinkedHashMap<>(resources.requests());
    resources
        .limits()
        .forEach(
            (name, limit) -> {
              if (counts.test(name)) {
                requests.putIfAbsent(name, limit);
              }
            });
    return requests.size() == resources.requests().size()
        ? null
        : resources.toBuilder().requests(requests).build();
  }
}
