package io.kybern.apiserver.rest;

import io.kybern.api.apps.v1.DaemonSet;
import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.apps.v1.StatefulSet;
import io.kybern.api.core.v1.PodTemplateSpec;
import io.kybern.api.core.v1.ReplicationController;
import io.kybern.api.meta.v1.LabelSelector;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.PodChecks;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.selector.LabelQuery;
import io.kybern.model.wire.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kinds that make pods from a template: the selector must be there, match the template and stay as
 * it is.
 */
class WorkloadRules extends KindRules {
  private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

  WorkloadRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    if (object instanceof DaemonSet set) {
      return counted(set, 1);
    }
    return object;
  }

  @Override
  KubernetesObject prepareUpdate(KubernetesObject object, KubernetesObject old, Context context) {
    if (object instanceof DaemonSet set && old instanceof DaemonSet was) {
      long count = templateGeneration(was);
      return counted(set, set.spec().template().equals(was.spec().template()) ? count : count + 1);
    }
    return object;
  }

  private static long templateGeneration(DaemonSet set) {
    String text = set.annotations().getOrDefault(TEMPLATE_GENERATION, "");
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  private static DaemonSet counted(DaemonSet set, long generation) {
    return set.withMetadata(
        set.metadata().toBuilder()
            .annotation(TEMPLATE_GENERATION, String.valueOf(generation))
            .build());
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    Object selector = Parts.get(object, "spec", "selector");
    PodTemplateSpec given = (PodTemplateSpec) Parts.get(object, "spec", "template");
    PodTemplateSpec template = given == null ? PodTemplateSpec.TYPE.empty() : given;
    Map<String, String> labels = template.metadata().labels();
    LabelQuery query = query(selector);
    new Checks(errors).notNegative("spec.replicas", Parts.get(object, "spec", "replicas"));
    if (query == null) {
      checkOperators(selector, errors);
      errors.add(FieldError.invalid("spec.selector", shown(selector), "invalid label selector"));
    } else if (selector == null) {
      if (!(object instanceof DaemonSet)) {
        errors.add(FieldError.required("spec.selector", ""));
      }
      if (!(object instanceof ReplicationController)) {
        errors.add(mismatch(labels));
      }
    } else if (query.isEverything()) {
      errors.add(
          FieldError.invalid(
              "spec.selector",
              shown(selector),
              "empty selector is invalid for " + object.kind().toLowerCase(Locale.ROOT)));
    } else if (!query.matches(labels)) {
      errors.add(mismatch(labels));
    }
    if (given == null && object instanceof ReplicationController) {
      errors.add(FieldError.required("spec.template", ""));
    } else {
      PodChecks.template(template, "spec.template", new Checks(errors));
    }
    validateRest(object, template, errors);
  }

  /** What has to do with neither the number of pods nor what they are like. */
  void validateRest(KubernetesObject object, PodTemplateSpec template, List<FieldError> errors) {
    Checks checks = new Checks(errors);
    checks.oneOf("spec.template.spec.restartPolicy", template.spec().restartPolicy(), "Always");
    if (object instanceof Deployment deployment) {
      Deployments.validate(deployment.spec(), checks);
    } else {
      checks.notNegative("spec.minReadySeconds", Parts.get(object, "spec", "minReadySeconds"));
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
    for (String count : counts) {
      if (object instanceof DaemonSet
          || ((Message) object).messageType().field("status").messageType().field(count) == null) {
        continue;
      }
      long value =
          Parts.get(object, "status", count) instanceof Number number ? number.longValue() : 0;
      if (value > replicas) {
        checks.invalid("status." + count, value, "cannot be greater than status.replicas");
      }
    }
  }

  private static FieldError mismatch(Map<String, String> labels) {
    return FieldError.invalid(
        "spec.template.metadata.labels",
        labels.isEmpty() ? null : labels,
        "`selector` does not match template `labels`");
  }

  private static void checkOperators(@Nullable Object selector, List<FieldError> errors) {
    if (!(selector instanceof LabelSelector labels)) {
      return;
    }
    for (int i = 0; i < labels.matchExpressions().size(); i++) {
      String operator = labels.matchExpressions().get(i).operator();
      if (!List.of("In", "NotIn", "Exists", "DoesNotExist").contains(operator)) {
        errors.add(
            FieldError.invalid(
                "spec.selector.matchExpressions[" + i + "].operator",
                operator,
                "not a valid selector operator"));
      }
    }
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
