package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.LimitRange;
import io.kybern.api.core.v1.LimitRangeItem;
import io.kybern.api.core.v1.ResourceQuota;
import io.kybern.api.policy.v1.PodDisruptionBudget;
import io.kybern.api.policy.v1.PodDisruptionBudgetSpec;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.IntOrString;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Quantity;
import io.kybern.model.wire.Codec;
import java.util.LinkedHashMap;
import java.util.List;
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
      shown.put("MinAvailable", shown(spec.minAvailable()));
      shown.put("Selector", spec.hasSelector() ? Codec.toTree(spec.selector()) : null);
      shown.put("MaxUnavailable", shown(spec.maxUnavailable()));
      shown.put("UnhealthyPodEvictionPolicy", spec.unhealthyPodEvictionPolicy());
      checks.invalid("spec", shown, "minAvailable and maxUnavailable cannot be both set");
    }
    share("spec.minAvailable", spec.minAvailable(), checks);
    share("spec.maxUnavailable", spec.maxUnavailable(), checks);
  }

  private static @Nullable Object shown(@Nullable IntOrString value) {
    return value == null
        ? null
        : value.isString() ? value.stringValue() : (Object) value.intValue();
  }

  private static void share(String path, @Nullable IntOrString value, Checks checks) {
    if (value == null) {
      return;
    }
    if (!value.isString()) {
      checks.notNegative(path, value.intValue());
    } else if (!value.stringValue().matches("[0-9]+%")) {
      checks.invalid(
          path,
          value.stringValue(),
          "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%', "
              + " or '93%', regex used for validation is '[0-9]+%')");
    }
  }

  public static void autoscaler(KubernetesObject scaler, Checks checks) {
    long max = number(Parts.get(scaler, "spec", "maxReplicas"));
    Object min = Parts.get(scaler, "spec", "minReplicas");
    if (min instanceof Number least && least.longValue() < 1) {
      checks.invalid("spec.minReplicas", least, "must be greater than or equal to 1");
    }
    if (max < (min == null ? 1 : number(min))) {
      checks.invalid("spec.maxReplicas", max, "must be greater than or equal to `minReplicas`");
    }
    String target = "spec.scaleTargetRef.";
    checks.required(target + "kind", Parts.get(scaler, "spec", "scaleTargetRef", "kind"));
    checks.required(target + "name", Parts.get(scaler, "spec", "scaleTargetRef", "name"));
    String kind = Parts.text(Parts.get(scaler, "spec", "scaleTargetRef", "kind"));
    String version = Parts.text(Parts.get(scaler, "spec", "scaleTargetRef", "apiVersion"));
    if (version.isEmpty() && !kind.equals("ReplicationController")) {
      checks.invalid(target + "apiVersion", "", "apiVersion must specify API group");
    }
    if (max == 0) {
      checks.required("spec.maxReplicas", null);
    }
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

  public static void quota(ResourceQuota quota, Checks checks) {
    quota
        .spec()
        .hard()
        .forEach(
            (name, amount) -> {
              String at = "spec.hard[" + name + "]";
              List<String> problems = Names.qualified(name);
              checks.name(at, name, problems);
              if (!problems.isEmpty()) {
                checks.invalid(at, name, "must be a standard resource for quota");
              } else if (name.equals("pods") && !isWhole(amount)) {
                checks.invalid(at, amount.toString(), "must be an integer");
              }
            });
    for (String scope : quota.spec().scopes()) {
      if (!List.of(
              "Terminating",
              "NotTerminating",
              "BestEffort",
              "NotBestEffort",
              "PriorityClass",
              "CrossNamespacePodAffinity",
              "VolumeAttributesClass")
          .contains(scope)) {
        checks.invalid("spec.scopes", quota.spec().scopes(), "unsupported scope");
      }
    }
  }

  private static boolean isWhole(Quantity amount) {
    return !amount.toString().endsWith("m");
  }

  public static void limits(LimitRange limits, Checks checks) {
    for (int i = 0; i < limits.spec().limits().size(); i++) {
      LimitRangeItem item = limits.spec().limits().get(i);
      String at = "spec.limits[" + i + "]";
      item.min()
          .forEach(
              (name, least) -> {
                above(at + ".min", name, least, item.max().get(name), "max value", least, checks);
                Quantity request = item.defaultRequest().get(name);
                if (request != null) {
                  above(
                      at + ".defaultRequest",
                      name,
                      least,
                      request,
                      "default request value",
                      request,
                      checks);
                }
                Quantity limit = item.default_().get(name);
                if (limit != null) {
                  above(at + ".default", name, least, limit, "default value", least, checks);
                }
              });
    }
  }

  private static void above(
      String path,
      String name,
      Quantity least,
      @Nullable Quantity other,
      String what,
      Quantity shown,
      Checks checks) {
    if (other != null && least.compareTo(other) > 0) {
      checks.invalid(
          path + "[" + name + "]",
          shown.toString(),
          "min value " + least + " is greater than " + what + " " + other);
    }
  }
}
