package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.Toleration;
import io.kybern.api.scheduling.v1.PriorityClass;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.rest.KindRules.Context;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What kube-apiserver's admission adds to new pods: priority and tolerations. */
final class PodAdmission {
  private static final Target PODS = new Target("", "pods");
  private static final List<String> TROUBLES =
      List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
  private static final long TOLERATED_SECONDS = 300;

  private PodAdmission() {}

  /**
   * @throws io.kybern.error.ForbiddenException if the priority class is missing, or the pod says
   *     another priority than its class
   */
  static Pod admitted(Pod pod, Context context) {
    PodSpec spec = pod.spec();
    requireRuntimeClass(pod, context);
    return pod.toBuilder().spec(tolerating(prioritised(pod, spec, context))).build();
  }

  private static void requireRuntimeClass(Pod pod, Context context) {
    String name = Parts.text(pod.spec().runtimeClassName());
    if (name.isEmpty()) {
      return;
    }
    Resource classes = context.resources().get("node.k8s.io", "v1", "runtimeclasses");
    if (classes.keyspace().get(classes.key("", name)) == null) {
      throw ApiErrors.forbidden(
          PODS, pod.name(), "pod rejected: RuntimeClass " + FieldError.quoted(name) + " not found");
    }
  }

  private static PodSpec prioritised(Pod pod, PodSpec spec, Context context) {
    Resource classes = context.resources().get("scheduling.k8s.io", "v1", "priorityclasses");
    String name = Parts.text(spec.priorityClassName());
    PriorityClass found =
        name.isEmpty()
            ? standard(classes)
            : (PriorityClass) classes.keyspace().get(classes.key("", name));
    if (found == null && !name.isEmpty()) {
      throw ApiErrors.forbidden(
          PODS, pod.name(), "no PriorityClass with name " + name + " was found");
    }
    int priority = found == null ? 0 : found.value();
    Integer said = spec.priority();
    if (said != null && said != priority) {
      throw ApiErrors.forbidden(
          PODS,
          pod.name(),
          "the integer value of priority ("
              + said
              + ") must not be provided in pod spec; priority admission controller computed "
              + priority
              + " from the given PriorityClass name");
    }
    String preemption = found == null ? "" : Parts.text(found.preemptionPolicy());
    String wanted = preemption.isEmpty() ? "PreemptLowerPriority" : preemption;
    String saidPolicy = Parts.text(spec.preemptionPolicy());
    if (!saidPolicy.isEmpty() && !saidPolicy.equals(wanted)) {
      throw ApiErrors.forbidden(
          PODS,
          pod.name(),
          "the string value of PreemptionPolicy ("
              + saidPolicy
              + ") must not be provided in pod spec; priority admission controller computed "
              + wanted
              + " from the given PriorityClass name");
    }
    PodSpec.Builder result = spec.toBuilder().priority(priority).preemptionPolicy(wanted);
    if (found != null) {
      result.priorityClassName(found.name());
    }
    return result.build();
  }

  /** The class that pods have which name none: the one marked so with the lowest value. */
  private static @Nullable PriorityClass standard(Resource classes) {
    PriorityClass standard = null;
    Iterator<KubernetesObject> all = classes.keyspace().latest().range("", null);
    while (all.hasNext()) {
      PriorityClass each = (PriorityClass) all.next();
      if (Boolean.TRUE.equals(each.globalDefault())
          && (standard == null || each.value() < standard.value())) {
        standard = each;
      }
    }
    return standard;
  }

  private static PodSpec tolerating(PodSpec spec) {
    List<Toleration> tolerations = new ArrayList<>(spec.tolerations());
    for (String trouble : TROUBLES) {
      if (spec.tolerations().stream().noneMatch(toleration -> covers(toleration, trouble))) {
        tolerations.add(
            Toleration.builder()
                .key(trouble)
                .operator("Exists")
                .effect("NoExecute")
                .tolerationSeconds(TOLERATED_SECONDS)
                .build());
      }
    }
    return tolerations.size() == spec.tolerations().size()
        ? spec
        : spec.toBuilder().tolerations(tolerations).build();
  }

  private static boolean covers(Toleration toleration, String key) {
    String own = Parts.text(toleration.key());
    String effect = Parts.text(toleration.effect());
    return (own.isEmpty() || own.equals(key)) && (effect.isEmpty() || effect.equals("NoExecute"));
  }
}
