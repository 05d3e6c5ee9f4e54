package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.ResourceRequirements;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.PodChecks;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Quantity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a write to {@code pods/resize} may change: CPU and memory of the same containers. */
final class Resizing {
  private static final Set<String> MUTABLE = Set.of("cpu", "memory");

  private Resizing() {}

  /**
   * The old pod with the resources of the new one.
   *
   * @throws io.kybern.error.InvalidException if that is not possible
   */
  static KubernetesObject resized(KubernetesObject asked, KubernetesObject old) {
    Pod was = Pods.kept(asked, old);
    PodSpec wanted = ((Pod) asked).spec();
    List<Container> containers = merged(wanted.containers(), was.spec().containers());
    List<Container> initial = merged(wanted.initContainers(), was.spec().initContainers());
    boolean same = containers != null && initial != null;
    PodSpec spec =
        same
            ? was.spec().toBuilder().containers(containers).initContainers(initial).build()
            : wanted;
    Pod pod = was.toBuilder().spec(spec).build();
    List<FieldError> errors = new ArrayList<>();
    Checks checks = new Checks(errors);
    PodChecks.pod(spec, was.annotations(), checks);
    String quality = PodRules.qualityOfService(was.spec());
    if (!quality.equals(PodRules.qualityOfService(spec))) {
      checks.invalid("spec", quality, "Pod QOS Class may not change as a result of resizing");
    }
    if (!isSupported(was)) {
      checks.add(FieldError.forbidden("spec", "Pod running on node without support for resize"));
    }
    if (same) {
      changes(spec, was.spec(), checks);
    } else {
      order(wanted.containers(), was.spec().containers(), "containers", checks);
      order(wanted.initContainers(), was.spec().initContainers(), "initContainers", checks);
    }
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(new Target("", "Pod"), was.name(), errors);
    }
    return pod;
  }

  /** {@code null} if these are other containers. */
  private static @Nullable List<Container> merged(List<Container> asked, List<Container> old) {
    if (asked.size() != old.size()) {
      return null;
    }
    List<Container> merged = new ArrayList<>();
    for (int i = 0; i < old.size(); i++) {
      Container one = asked.get(i);
      if (!Parts.text(one.name()).equals(old.get(i).name())) {
        return null;
      }
      merged.add(
          old.get(i).toBuilder()
              .resources(one.hasResources() ? one.resources() : null)
              .resizePolicy(one.resizePolicy())
              .build());
    }
    return merged;
  }

  /** Who runs a pod says so in its status, and of which resources; others cannot resize. */
  private static boolean isSupported(Pod pod) {
    return pod.status().containerStatuses().stream()
        .filter(status -> status.state().hasRunning())
        .findFirst()
        .map(status -> status.hasResources())
        .orElse(true);
  }

  private static void order(
      List<Container> asked, List<Container> old, String field, Checks checks) {
    String path = "spec." + field;
    if (asked.size() != old.size()) {
      checks.add(FieldError.forbidden(path, field + " may not be added or removed on resize"));
      return;
    }
    for (int i = 0; i < old.size(); i++) {
      if (!Parts.text(asked.get(i).name()).equals(old.get(i).name())) {
        checks.add(
            FieldError.forbidden(
                path + "[" + i + "].name", field + " may not be renamed or reordered on resize"));
      }
    }
  }

  private static void changes(PodSpec spec, PodSpec old, Checks checks) {
    for (int i = 0; i < old.initContainers().size(); i++) {
      removals(
          spec.initContainers().get(i),
          old.initContainers().get(i),
          "spec.initContainers[" + i + "].resources",
          checks);
    }
    for (int i = 0; i < old.containers().size(); i++) {
      removals(
          spec.containers().get(i),
          old.containers().get(i),
          "spec.containers[" + i + "].resources",
          checks);
    }
    for (int i = 0; i < old.containers().size(); i++) {
      if (differsInMore(spec.containers().get(i), old.containers().get(i))) {
        checks.add(FieldError.forbidden("spec", "only cpu and memory resources are mutable"));
      }
    }
    for (int i = 0; i < old.initContainers().size(); i++) {
      Container now = spec.initContainers().get(i);
      Container was = old.initContainers().get(i);
      String at = "spec.initContainers[" + i + "]";
      if (differsInMore(now, was)) {
        checks.add(
            FieldError.forbidden(
                at, "only cpu and memory resources for init or sidecar containers are mutable"));
      }
      boolean restarted =
          now.resizePolicy().stream()
              .anyMatch(policy -> "RestartContainer".equals(policy.restartPolicy()));
      if (restarted && !isSidecar(was) && !now.equals(was)) {
        checks.add(
            FieldError.forbidden(
                at,
                "non-sidecar init containers with a resize policy of RestartContainer cannot be"
                    + " resized"));
      }
    }
  }

  private static boolean isSidecar(Container container) {
    return "Always".equals(container.restartPolicy());
  }

  private static void removals(Container now, Container was, String path, Checks checks) {
    if (isRemoved(now.resources().requests(), was.resources().requests())) {
      checks.add(FieldError.forbidden(path + ".requests", "resource requests cannot be removed"));
    }
    if (isRemoved(now.resources().limits(), was.resources().limits())) {
      checks.add(FieldError.forbidden(path + ".limits", "resource limits cannot be removed"));
    }
  }

  private static boolean isRemoved(Map<String, Quantity> now, Map<String, Quantity> was) {
    return !now.keySet().containsAll(was.keySet());
  }

  /** Whether containers differ in anything but CPU and memory. */
  private static boolean differsInMore(Container now, Container was) {
    ResourceRequirements resources = now.resources();
    ResourceRequirements old = was.resources();
    return !now.resizePolicy().equals(was.resizePolicy())
        || !resources.claims().equals(old.claims())
        || differ(resources.requests(), old.requests())
        || differ(resources.limits(), old.limits());
  }

  private static boolean differ(Map<String, Quantity> now, Map<String, Quantity> was) {
    Set<String> names = new HashSet<>(now.keySet());
    names.addAll(was.keySet());
    names.removeAll(MUTABLE);
    for (String name : names) {
      Quantity one = now.get(name);
      Quantity other = was.get(name);
      if (one == null || other == null || one.compareTo(other) != 0) {
        return true;
      }
    }
    return false;
  }
}
