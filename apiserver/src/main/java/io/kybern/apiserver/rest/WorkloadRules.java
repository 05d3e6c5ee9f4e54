package io.kybern.apiserver.rest;

import io.kybern.api.apps.v1.DaemonSet;
import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.apps.v1.ReplicaSet;
import io.kybern.api.apps.v1.StatefulSet;
import io.kybern.api.core.v1.ReplicationController;
import io.kybern.api.meta.v1.LabelSelector;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.WorkloadChecks;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.selector.LabelQuery;
import io.kybern.model.wire.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Kinds that make pods from a template: the selector must be there, match the template and stay as
 * it is.
 */
class WorkloadRules extends KindRules {
  WorkloadRules(Flags flags) {
    super(flags);
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    Checks checks = new Checks(errors);
    if (object instanceof Deployment deployment) {
      WorkloadChecks.deployment(deployment, checks);
    } else if (object instanceof ReplicaSet set) {
      WorkloadChecks.replicaSet(set, checks);
    } else if (object instanceof StatefulSet set) {
      WorkloadChecks.statefulSet(set, checks);
    } else if (object instanceof DaemonSet set) {
      WorkloadChecks.daemonSet(set, checks);
    } else if (object instanceof ReplicationController controller) {
      WorkloadChecks.controller(controller, checks);
    }
  }

  @Override
  void validateStatus(KubernetesObject object, List<FieldError> errors) {
    Checks checks = new Checks(errors);
    Object all = Parts.get(object, "status", "replicas");
    long replicas = all instanceof Number number ? number.longValue() : 0;
    List<String> counts =
        List.of("updatedReplicas", "readyReplicas", "availableReplicas", "currentReplicas");
    checks.notNegative("status.replicas", all);
    for (String count : counts) {
      checks.notNegative("status." + count, Parts.get(object, "status", count));
    }
    MessageType<?> status =
        Objects.requireNonNull(((Message) object).messageType().field("status")).messageType();
    for (String count : counts) {
      if (object instanceof DaemonSet || status.field(count) == null) {
        continue;
      }
      long value =
          Parts.get(object, "status", count) instanceof Number number ? number.longValue() : 0;
      if (value > replicas) {
        checks.invalid("status." + count, value, "cannot be greater than status.replicas");
      }
    }
    long ready = number(Parts.get(object, "status", "readyReplicas"));
    long available = number(Parts.get(object, "status", "availableReplicas"));
    if (available > ready && (object instanceof Deployment || object instanceof ReplicaSet)) {
      checks.invalid("status.availableReplicas", available, "cannot be greater than readyReplicas");
    }
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  /** What a selector in a spec asks for: {@code null} if it makes no sense. */
  @SuppressWarnings("unchecked")
  static @Nullable LabelQuery query(@Nullable Object selector) {
    try {
      if (selector instanceof LabelSelector labels) {
        List<LabelQuery.Requirement> expressions = new ArrayList<>();
        for (var expression : labels.matchExpressions()) {
          expressions.add(
              LabelQuery.Requirement.ofExpression(
                  expression.key(), expression.operator(), expression.values()));
        }
        return LabelQuery.of(labels.matchLabels(), expressions);
      }
      return selector instanceof Map<?, ?> map
          ? LabelQuery.of((Map<String, String>) map)
          : LabelQuery.everything();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable Object shown(@Nullable Object selector) {
    return selector instanceof Message message ? Codec.toTree(message) : selector;
  }

  @Override
  void validateUpdate(KubernetesObject object, KubernetesObject old, List<FieldError> errors) {
    Object before = Parts.get(old, "spec", "selector");
    Object after = Parts.get(object, "spec", "selector");
    // A replication controller, whose selector is a map, may change it.
    if (!(before instanceof Map) && !Parts.same(before, after)) {
      errors.add(FieldError.invalid("spec.selector", shown(after), "field is immutable"));
    }
    if (object instanceof StatefulSet) {
      Checks checks = new Checks(errors);
      checks.unchanged(object, old, "spec", "volumeClaimTemplates");
      checks.unchanged(object, old, "spec", "serviceName");
      checks.unchanged(object, old, "spec", "podManagementPolicy");
    }
  }
}
