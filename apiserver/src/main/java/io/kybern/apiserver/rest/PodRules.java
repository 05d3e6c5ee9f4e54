package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodCondition;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.PodStatus;
import io.kybern.api.core.v1.ResourceRequirements;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.PodChecks;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Quantity;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pods: phase and quality of service at the start, an almost immutable spec, graceful deletion. */
final class PodRules extends KindRules {
  private static final String IMMUTABLE =
      "pod updates may not change fields other than `spec.containers[*].image`,"
          + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
          + "`spec.tolerations` (only additions to existing tolerations),"
          + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously"
          + " negative)";

  PodRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    Pod pod = PodAdmission.admitted((Pod) object, context);
    PodStatus.Builder status =
        PodStatus.builder().phase("Pending").qosClass(qualityOfService(pod.spec()));
    if (!pod.spec().schedulingGates().isEmpty()) {
      status.condition(
          PodCondition.builder()
              .type("PodScheduled")
              .status("False")
              .reason("SchedulingGated")
              .message("Scheduling is blocked due to non-empty scheduling gates")
              .lastTransitionTime(context.now().truncatedTo(ChronoUnit.SECONDS))
              .build());
    }
    return pod.toBuilder().status(status.build()).build();
  }

  @Override
  KubernetesObject prepareStatusUpdate(
      KubernetesObject object, KubernetesObject old, Context context) {
    Pod pod = (Pod) object;
    Pod was = (Pod) old;
    Pod.Builder result =
        pod.toBuilder()
            .metadata(
                pod.metadata().toBuilder()
                    .ownerReferences(was.metadata().ownerReferences())
                    .build());
    if (Parts.text(pod.status().qosClass()).isEmpty()) {
      result.status(pod.status().toBuilder().qosClass(was.status().qosClass()).build());
    }
    return result.build();
  }

  /** {@code Guaranteed}, {@code Burstable} or {@code BestEffort}. */
  static String qualityOfService(PodSpec spec) {
    if (spec.hasResources()
        && !(spec.resources().limits().isEmpty() && spec.resources().requests().isEmpty())) {
      return qualityOfService(List.of(spec.resources()));
    }
    List<ResourceRequirements> all = new ArrayList<>();
    spec.initContainers().forEach(container -> all.add(container.resources()));
    spec.containers().forEach(container -> all.add(container.resources()));
    return qualityOfService(all);
  }

  static String qualityOfService(List<ResourceRequirements> all) {
    boolean any = false;
    boolean guaranteed = true;
    for (ResourceRequirements resources : all) {
      for (String name : List.of("cpu", "memory")) {
        Quantity limit = positive(resources.limits(), name);
        Quantity request = positive(resources.requests(), name);
        any |= limit != null || request != null;
        guaranteed &= limit != null && (request == null || limit.compareTo(request) == 0);
      }
    }
    return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
  }

  private static @Nullable Quantity positive(Map<String, Quantity> quantities, String name) {
    Quantity quantity = quantities.get(name);
    return quantity == null || quantity.compareTo(Quantity.ZERO) <= 0 ? null : quantity;
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    PodChecks.pod(((Pod) object).spec(), object.annotations(), new Checks(errors));
  }

  @Override
  void validateCreate(KubernetesObject object, List<FieldError> errors) {
    if (!((Pod) object).spec().ephemeralContainers().isEmpty()) {
      errors.add(FieldError.forbidden("spec.ephemeralContainers", "cannot be set on create"));
    }
  }

  @Override
  void validateUpdate(KubernetesObject object, KubernetesObject old, List<FieldError> errors) {
    PodSpec before = ((Pod) old).spec();
    PodSpec after = ((Pod) object).spec();
    if (before.containers().size() != after.containers().size()
        || before.initContainers().size() != after.initContainers().size()) {
      errors.add(
          FieldError.forbidden("spec.containers", "pod updates may not add or remove containers"));
      return;
    }
    if (!after.tolerations().containsAll(before.tolerations())) {
      errors.add(
          FieldError.forbidden("spec.tolerations", "existing toleration can not be modified"));
      return;
    }
    PodSpec changed =
        after.toBuilder()
            .containers(withImagesOf(after.containers(), before.containers()))
            .initContainers(withImagesOf(after.initContainers(), before.initContainers()))
            .activeDeadlineSeconds(before.activeDeadlineSeconds())
            .terminationGracePeriodSeconds(before.terminationGracePeriodSeconds())
            .tolerations(before.tolerations())
            .schedulingGates(before.schedulingGates())
            .nodeSelector(
                before.schedulingGates().isEmpty() ? after.nodeSelector() : before.nodeSelector())
            .build();
    if (!changed.equals(before)) {
      errors.add(FieldError.forbidden("spec", IMMUTABLE));
    }
  }

  private static List<Container> withImagesOf(List<Container> containers, List<Container> old) {
    List<Container> result = new ArrayList<>();
    for (int i = 0; i < containers.size(); i++) {
      result.add(containers.get(i).toBuilder().image(old.get(i).image()).build());
    }
    return result;
  }

  @Override
  @Nullable Long graceSeconds(KubernetesObject object, @Nullable Long asked) {
    Pod pod = (Pod) object;
    String phase = Parts.text(pod.status().phase());
    if (Parts.text(pod.spec().nodeName()).isEmpty()
        || phase.equals("Failed")
        || phase.equals("Succeeded")) {
      return 0L;
    }
    Long own = asked != null ? asked : pod.spec().terminationGracePeriodSeconds();
    return own == null ? 0L : own < 0 ? 1L : own;
  }
}
