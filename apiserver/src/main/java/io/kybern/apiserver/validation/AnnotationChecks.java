package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.PodSpec;
import io.kybern.apiserver.facts.Parts;
import java.util.Map;

/** Annotations of pods that Kubernetes gives a meaning. */
final class AnnotationChecks {
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";
  private static final String ARMOR = "container.apparmor.security.beta.kubernetes.io/";

  private AnnotationChecks() {}

  static void pod(Map<String, String> annotations, PodSpec spec, String at, Checks checks) {
    String mirror = annotations.get(MIRROR);
    if (mirror != null && Parts.text(spec.nodeName()).isEmpty()) {
      checks.invalid(
          at + "[" + MIRROR + "]",
          mirror,
          "must set spec.nodeName if mirror pod annotation is set");
    }
    String cost = annotations.get(COST);
    if (cost != null && !isCost(cost)) {
      checks.invalid(at + "[" + COST + "]", cost, "must be a 32bit integer");
    }
    annotations.forEach(
        (key, value) -> {
          if (key.startsWith(ARMOR)) {
            armor(key, value, spec, at + "[" + key + "]", checks);
          }
        });
  }

  private static boolean isCost(String text) {
    if (!text.matches("0|-?[1-9]\\d{0,9}")) {
      return false;
    }
    long cost = Long.parseLong(text);
    return cost == (int) cost;
  }

  private static void armor(String key, String value, PodSpec spec, String at, Checks checks) {
    String name = key.substring(ARMOR.length());
    boolean known =
        spec.containers().stream().anyMatch(container -> container.name().equals(name))
            || spec.initContainers().stream().anyMatch(container -> container.name().equals(name))
            || spec.ephemeralContainers().stream()
                .anyMatch(container -> container.name().equals(name));
    if (!known) {
      checks.invalid(at, name, "container not found");
    }
    if (!value.isEmpty()
        && !value.equals("runtime/default")
        && !value.equals("unconfined")
        && !value.startsWith("localhost/")) {
      checks.invalid(at, value, "invalid AppArmor profile name: " + FieldError.quoted(value));
    }
  }
}
