package io.kybern.apiserver.validation;

import io.kybern.api.policy.v1.PodDisruptionBudget;
import io.kybern.api.policy.v1.PodDisruptionBudgetSpec;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.KubernetesObject;
import io.kybern.model.wire.Codec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must hold for what limits, scales and orders other objects. */
public final class PolicyChecks {
  private static final int MAX_PRIORITY = 1_000_000_000;
  private static final Map<String, Integer> SYSTEM_PRIORITIES =
      Map.of("system-node-critical", 2_000_001_000, "system-cluster-critical", 2_000_000_000);

  private PolicyChecks() {}

  public static void budget(PodDisruptionBudget budget, Checks checks) {
    PodDisruptionBudgetSpec spec = budget.spec();
    if (spec.minAvailable() != null && spec.maxUnavailable() != null) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("MinAvailable", Shares.shown(spec.minAvailable()));
      shown.put("Selector", spec.hasSelector() ? Codec.toTree(spec.selector()) : null);
      shown.put("MaxUnavailable", Shares.shown(spec.maxUnavailable()));
      shown.put("UnhealthyPodEvictionPolicy", spec.unhealthyPodEvictionPolicy());
      checks.invalid("spec", shown, "minAvailable and maxUnavailable cannot be both set");
    }
    Shares.check("spec.minAvailable", spec.minAvailable(), checks);
    Shares.notMoreThanAll("spec.minAvailable", spec.minAvailable(), checks);
    Shares.check("spec.maxUnavailable", spec.maxUnavailable(), checks);
    Shares.notMoreThanAll("spec.maxUnavailable", spec.maxUnavailable(), checks);
    SelectorChecks.labels(spec.selector(), "spec.selector", checks);
    checks.oneOf(
        "spec.unhealthyPodEvictionPolicy",
        spec.unhealthyPodEvictionPolicy(),
        "AlwaysAllow",
        "IfHealthyBudget");
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  public static void priorityClass(KubernetesObject object, Checks checks) {
    long value = number(Parts.get(object, "value"));
    String name = object.name();
    if (name.startsWith("system-")) {
      if (!SYSTEM_PRIORITIES.containsKey(name)) {
        checks.add(
            FieldError.forbidden(
                "metadata.name",
                "priority class names with 'system-' prefix are reserved for system use only."
                    + " error: "
                    + name
                    + " is not a known system priority class"));
      }
    } else if (value > MAX_PRIORITY) {
      checks.add(
          FieldError.forbidden(
              "value", "maximum allowed value of a user defined priority is " + MAX_PRIORITY));
    }
    checks.oneOf(
        "preemptionPolicy", Parts.get(object, "preemptionPolicy"), "Never", "PreemptLowerPriority");
  }

  public static void priorityClassUpdate(
      KubernetesObject object, KubernetesObject old, Checks checks) {
    if (number(Parts.get(object, "value")) != number(Parts.get(old, "value"))) {
      checks.add(FieldError.forbidden("value", "may not be changed in an update."));
    }
  }

  public static void lease(KubernetesObject lease, Checks checks) {
    Object seconds = Parts.get(lease, "spec", "leaseDurationSeconds");
    if (seconds instanceof Number number && number.longValue() <= 0) {
      checks.invalid("spec.leaseDurationSeconds", number, "must be greater than 0");
    }
    checks.notNegative("spec.leaseTransitions", Parts.get(lease, "spec", "leaseTransitions"));
  }
}
