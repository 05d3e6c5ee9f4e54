package io.kybern.apiserver.rest;

import io.kybern.api.autoscaling.v2.HPAScalingPolicy;
import io.kybern.api.autoscaling.v2.HPAScalingRules;
import io.kybern.api.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.kybern.apiserver.facts.Parts;
import java.util.List;

/** How fast an autoscaler scales if its behavior says only a part of it. */
final class ScalingDefaults {
  private static final int PERIOD_SECONDS = 15;
  private static final HPAScalingPolicy DOUBLE = policy("Percent", 100);
  private static final HPAScalingPolicy FOUR_PODS = policy("Pods", 4);

  private ScalingDefaults() {}

  private static HPAScalingPolicy policy(String type, int value) {
    return HPAScalingPolicy.builder().type(type).value(value).periodSeconds(PERIOD_SECONDS).build();
  }

  static HPAScalingRules up(HorizontalPodAutoscalerBehavior behavior) {
    HPAScalingRules rules = completed(behavior.scaleUp(), List.of(FOUR_PODS, DOUBLE));
    return rules.stabilizationWindowSeconds() != null
        ? rules
        : rules.toBuilder().stabilizationWindowSeconds(0).build();
  }

  static HPAScalingRules down(HorizontalPodAutoscalerBehavior behavior) {
    return completed(behavior.scaleDown(), List.of(DOUBLE));
  }

  private static HPAScalingRules completed(HPAScalingRules rules, List<HPAScalingPolicy> policies) {
    HPAScalingRules.Builder result = rules.toBuilder();
    if (Parts.text(rules.selectPolicy()).isEmpty()) {
      result.selectPolicy("Max");
    }
    if (rules.policies().isEmpty()) {
      result.policies(policies);
    }
    return result.build();
  }
}
