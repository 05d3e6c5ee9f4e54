package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Binding;
import io.kybern.api.core.v1.EphemeralContainer;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodCondition;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.policy.v1.Eviction;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.rest.Registry.Part;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.PodChecks;
import io.kybern.model.KubernetesObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What can be done to pods beyond the common verbs. */
final class Pods {
  private static final Target BINDING = new Target("", "pods/binding");

  private final Registry registry;
  private final Removal removal;
  private final Disruptions disruptions;

  Pods(Registry registry, Removal removal) {
    this.registry = registry;
    this.removal = removal;
    this.disruptions = new Disruptions(registry);
  }

  /** Assigns a pod to a node. */
  ApiResponse bind(Call call) {
    Output output = call.output();
    WriteOptions options = WriteOptions.of(call.query(), "CreateOptions");
    Binding binding = call.input().message(Binding.TYPE, options.validation());
    String name = call.name().isEmpty() ? binding.name() : call.name();
    String node = Parts.text(binding.target().name());
    String kind = Parts.text(binding.target().kind());
    List<FieldError> errors = new ArrayList<>();
    if (!kind.isEmpty() && !kind.equals("Node")) {
      errors.add(FieldError.notSupported("target.kind", kind, List.of("Node", "<empty>")));
    }
    if (node.isEmpty()) {
      errors.add(FieldError.required("target.name", ""));
    }
    if (!errors.isEmpty()) {
      // Kubernetes makes no Status of its own out of these.
      throw ApiErrors.unknown(500, ApiErrors.joined(errors));
    }
    Resource pods = registry.resources().get("", "v1", "pods");
    Instant now = call.context().now().truncatedTo(ChronoUnit.SECONDS);
    registry.update(
        pods,
        call.namespace(),
        name,
        Part.PLACEMENT,
        false,
        old -> bound((Pod) old, binding, node, now),
        call.context(),
        options.dryRun());
    return call.answers().done(output);
  }

  private static Pod bound(Pod pod, Binding binding, String node, Instant now) {
    if (pod.metadata().deletionTimestamp() != null) {
      throw ApiErrors.conflict(
          BINDING,
          pod.name(),
          "pod " + pod.name() + " is being deleted, cannot be assigned to a host");
    }
    String present = Parts.text(pod.spec().nodeName());
    if (!present.isEmpty()) {
      throw ApiErrors.conflict(
          BINDING,
          pod.name(),
          "pod " + pod.name() + " is already assigned to node " + FieldError.quoted(present));
    }
    Map<String, String> annotations = new LinkedHashMap<>(pod.annotations());
    annotations.putAll(binding.annotations());
    List<PodCondition> conditions = new ArrayList<>();
    for (PodCondition condition : pod.status().conditions()) {
      if (!"PodScheduled".equals(condition.type())) {
        conditions.add(condition);
      }
    }
    conditions.add(
        PodCondition.builder().type("PodScheduled").status("True").lastTransitionTime(now).build());
    return pod.toBuilder()
        .metadata(
            pod.metadata().toBuilder()
                .uid(binding.uid() == null ? pod.uid() : binding.uid())
                .annotations(annotations)
                .build())
        .spec(pod.spec().toBuilder().nodeName(node).build())
        .status(pod.status().toBuilder().conditions(conditions).build())
        .build();
  }

  /** Deletes a pod if the disruption budgets allow it. */
  ApiResponse evict(Call call) {
    Output output = call.output();
    WriteOptions options = WriteOptions.of(call.query(), "CreateOptions");
    Eviction eviction = call.input().message(Eviction.TYPE, options.validation());
    if (!eviction.name().isEmpty() && !eviction.name().equals(call.name())) {
      throw ApiErrors.badRequest("name in URL does not match name in Eviction object");
    }
    Resource pods = call.resource();
    Pod pod = (Pod) Registry.get(pods, call.namespace(), call.name());
    Deletion asked = Deletion.of(eviction.deleteOptions());
    boolean dryRun = asked.dryRun() || options.dryRun();
    // What was decided by the state of the pod holds for that state only.
    String seen =
        !mayBeDeletedAnyway(pod) && !disruptions.take(pod, call.context(), dryRun)
            ? pod.resourceVersion()
            : null;
    Deletion deletion =
        new Deletion(
            asked.graceSeconds(),
            asked.uid(),
            asked.resourceVersion() == null ? seen : asked.resourceVersion(),
            asked.policy(),
            asked.orphanSaid(),
            dryRun);
    removal.delete(pods, call.namespace(), call.name(), deletion, call.context());
    return call.answers().done(output);
  }

  private static boolean mayBeDeletedAnyway(Pod pod) {
    String phase = Parts.text(pod.status().phase());
    return pod.metadata().deletionTimestamp() != null
        || phase.equals("Succeeded")
        || phase.equals("Failed")
        || phase.equals("Pending");
  }

  /** What a write to {@code ephemeralcontainers} changes: those, and nothing else. */
  static KubernetesObject withEphemeralContainers(KubernetesObject asked, KubernetesObject old) {
    Pod pod = kept(asked, old);
    PodSpec spec =
        pod.spec().toBuilder()
            .ephemeralContainers(((Pod) asked).spec().ephemeralContainers())
            .build();
    List<FieldError> errors = new ArrayList<>();
    PodChecks.pod(spec, pod.annotations(), new Checks(errors));
    for (EphemeralContainer present : pod.spec().ephemeralContainers()) {
      EphemeralContainer next =
          spec.ephemeralContainers().stream()
              .filter(container -> Objects.equals(container.name(), present.name()))
              .findFirst()
              .orElse(null);
      if (!present.equals(next)) {
        errors.add(
            FieldError.forbidden(
                "spec.ephemeralContainers",
                "existing ephemeral containers "
                    + FieldError.quoted(Parts.text(present.name()))
                    + (next == null ? " may not be removed\n" : " may not be changed\n")));
      }
    }
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(new Target("", "Pod"), pod.name(), errors);
    }
    return pod.toBuilder().spec(spec).build();
  }

  /** The old object, at the version that the request says it has seen. */
  static Pod kept(KubernetesObject asked, KubernetesObject old) {
    Pod pod = (Pod) old;
    return pod.withMetadata(
        pod.metadata().toBuilder().resourceVersion(asked.resourceVersion()).build());
  }
}
