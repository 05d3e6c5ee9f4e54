package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.PodTemplateSpec;
import io.kybern.api.core.v1.ReplicationController;
import io.kybern.api.meta.v1.LabelSelector;
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
  WorkloadRules(Flags flags) {
    super(flags);
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    Object selector = Parts.get(object, "spec", "selector");
    PodTemplateSpec given = (PodTemplateSpec) Parts.get(object, "spec", "template");
    PodTemplateSpec template = given == null ? PodTemplateSpec.TYPE.empty() : given;
    Map<String, String> labels = template.metadata().labels();
    LabelQuery query = query(selector);
    if (query == null) {
      errors.add(
          FieldError.invalid(
              "spec.selector", shown(selector), "the selector cannot be" + " understood"));
    } else if (selector == null) {
      errors.add(FieldError.required("spec.selector", ""));
    } else if (query.isEverything()) {
      errors.add(
          FieldError.invalid(
              "spec.selector",
              shown(selector),
              "empty selector is invalid for " + object.kind().toLowerCase(Locale.ROOT)));
    } else if (!query.matches(labels)) {
      errors.add(
          FieldError.invalid(
              "spec.template.metadata.labels",
              labels,
              "`selector` does not match template `labels`"));
    }
    if (given == null && object instanceof ReplicationController) {
      errors.add(FieldError.required("spec.template", ""));
    } else {
      PodRules.validateSpec(template.spec(), "spec.template.spec", errors);
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
  }
}
