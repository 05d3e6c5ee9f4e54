package io.kybern.apiserver.rest;

import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.model.KubernetesObject;
import java.util.List;

/** A kind for which there is nothing to do but to check it. */
final class CheckedRules extends KindRules {
  /** Looks at an object. */
  interface Check {
    void check(KubernetesObject object, Checks checks);
  }

  /** Looks at what became of an object. */
  interface UpdateCheck {
    void check(KubernetesObject object, KubernetesObject old, Checks checks);
  }

  private final Check check;
  private final UpdateCheck update;

  CheckedRules(Flags flags, Check check) {
    this(flags, check, (object, old, checks) -> {});
  }

  CheckedRules(Flags flags, Check check, UpdateCheck update) {
    super(flags);
    this.check = check;
    this.update = update;
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    check.check(object, new Checks(errors));
  }

  @Override
  void validateUpdate(KubernetesObject object, KubernetesObject old, List<FieldError> errors) {
    update.check(object, old, new Checks(errors));
  }
}
