package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.PodSchedulingGate;
import io.kybern.api.core.v1.Toleration;
import io.kybern.api.core.v1.TopologySpreadConstraint;
import io.kybern.apiserver.facts.Parts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** When and where a pod may be scheduled. */
final class SchedulingChecks {
  private SchedulingChecks() {}

  static void gates(List<PodSchedulingGate> gates, String path, Checks checks) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < gates.size(); i++) {
      String name = gates.get(i).name();
      String at = path + "[" + i + "]";
      checks.name(at, name, Names.qualified(name));
      if (!seen.add(name)) {
        checks.duplicate(at, name);
      }
    }
  }

  static void tolerations(List<Toleration> tolerations, String path, Checks checks) {
    for (int i = 0; i < tolerations.size(); i++) {
      toleration(tolerations.get(i), path + "[" + i + "]", checks);
    }
  }

  private static void toleration(Toleration toleration, String at, Checks checks) {
    String key = Parts.text(toleration.key());
    String operator = Parts.text(toleration.operator());
    String effect = Parts.text(toleration.effect());
    String value = Parts.text(toleration.value());
    if (!key.isEmpty()) {
      checks.name(at + ".key", key, Names.qualified(key));
    } else if (!operator.equals("Exists")) {
      checks.invalid(
          at + ".operator",
          operator,
          "operator must be Exists when `key` is empty, which means \"match all values and all"
              + " keys\"");
    }
    if (toleration.tolerationSeconds() != null && !effect.equals("NoExecute")) {
      checks.invalid(
          at + ".effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    switch (operator) {
      case "Equal", "" -> checks.name(at + ".operator", value, Names.labelValue(value));
      case "Exists" -> {
        if (!value.isEmpty()) {
          checks.invalid(
              at + ".operator", value, "value must be empty when `operator` is 'Exists'");
        }
      }
      // They are known, but switched off unless an alpha feature is on.
      case "Lt", "Gt" ->
          checks.add(
              FieldError.notSupported(
                  at + ".operator", operator, List.of("Equal", "Exists", "Lt", "Gt")));
      default -> checks.memberOf(at + ".operator", operator, "Equal", "Exists");
    }
    checks.oneOf(at + ".effect", effect, "NoSchedule", "PreferNoSchedule", "NoExecute");
  }

  static void spread(List<TopologySpreadConstraint> constraints, String path, Checks checks) {
    for (int i = 0; i < constraints.size(); i++) {
      String at = path + "[" + i + "]";
      TopologySpreadConstraint constraint = constraints.get(i);
      String key = constraint.topologyKey();
      String unsatisfied = constraint.whenUnsatisfiable();
      if (constraint.maxSkew() <= 0) {
        checks.invalid(at + ".maxSkew", constraint.maxSkew(), "must be greater than zero");
      }
      checks.required(at + ".topologyKey", key, "can not be empty");
      checks.memberOf(at + ".whenUnsatisfiable", unsatisfied, "DoNotSchedule", "ScheduleAnyway");
      boolean again =
          constraints.subList(i + 1, constraints.size()).stream()
              .anyMatch(
                  other ->
                      other.topologyKey().equals(key)
                          && other.whenUnsatisfiable().equals(unsatisfied));
      if (again) {
        checks.duplicate(
            at + ".{topologyKey, whenUnsatisfiable}", "{" + key + ", " + unsatisfied + "}");
      }
      spreadRest(constraint, at, checks);
    }
  }

  private static void spreadRest(TopologySpreadConstraint constraint, String at, Checks checks) {
    Integer domains = constraint.minDomains();
    if (domains != null) {
      if (domains <= 0) {
        checks.invalid(at + ".minDomains", domains, "must be greater than zero");
      }
      if (!constraint.whenUnsatisfiable().equals("DoNotSchedule")) {
        checks.invalid(
            at + ".minDomains",
            domains,
            "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not "
                + constraint.whenUnsatisfiable());
      }
    }
    checks.oneOf(at + ".nodeAffinityPolicy", constraint.nodeAffinityPolicy(), "Honor", "Ignore");
    checks.oneOf(at + ".nodeTaintsPolicy", constraint.nodeTaintsPolicy(), "Honor", "Ignore");
    AffinityChecks.keys(
        constraint.matchLabelKeys(), constraint.hasLabelSelector(), at + ".matchLabelKeys", checks);
    SelectorChecks.labels(constraint.labelSelector(), at + ".labelSelector", checks);
  }
}
