package io.kybern.apiserver.rest;

import io.kybern.api.apps.v1.DeploymentSpec;
import io.kybern.api.apps.v1.DeploymentStrategy;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.model.IntOrString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How deployments replace their pods. */
final class Deployments {
  private Deployments() {}

  static void validate(DeploymentSpec spec, Checks checks) {
    DeploymentStrategy strategy = spec.strategy();
    String type = Parts.text(strategy.type());
    if (type.equals("Recreate")) {
      if (strategy.hasRollingUpdate()) {
        checks.add(
            FieldError.forbidden(
                "spec.strategy.rollingUpdate",
                "may not be specified when strategy `type` is 'Recreate'"));
      }
    } else if (!type.isEmpty() && !type.equals("RollingUpdate")) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("Type", type);
      shown.put("RollingUpdate", null);
      checks.add(
          FieldError.notSupported("spec.strategy", shown, List.of("Recreate", "RollingUpdate")));
    } else if (isNothing(strategy.rollingUpdate().maxUnavailable())
        && isNothing(strategy.rollingUpdate().maxSurge())) {
      checks.invalid(
          "spec.strategy.rollingUpdate.maxUnavailable", 0, "may not be 0 when `maxSurge` is 0");
    }
    checks.notNegative("spec.minReadySeconds", spec.minReadySeconds());
    checks.notNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit());
    Integer deadline = spec.progressDeadlineSeconds();
    Integer ready = spec.minReadySeconds();
    checks.notNegative("spec.progressDeadlineSeconds", deadline);
    if (deadline != null && deadline <= (ready == null ? 0 : ready)) {
      checks.invalid(
          "spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
    }
  }

  private static boolean isNothing(@Nullable IntOrString value) {
    return value != null
        && (value.isString() ? value.toString().equals("0%") : value.intValue() == 0);
  }
}
