package io.kybern.apiserver.validation;

import io.kybern.api.autoscaling.v2.CrossVersionObjectReference;
import io.kybern.api.autoscaling.v2.HPAScalingRules;
import io.kybern.api.autoscaling.v2.HorizontalPodAutoscaler;
import io.kybern.api.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.kybern.api.autoscaling.v2.MetricIdentifier;
import io.kybern.api.autoscaling.v2.MetricSpec;
import io.kybern.api.autoscaling.v2.MetricTarget;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What horizontal autoscalers must be like. */
public final class ScalerChecks {
  private static final int HOUR = 3600;
  private static final int HALF_HOUR = 1800;

  private ScalerChecks() {}

  /** Adds what is wrong with an autoscaler of any version. */
  public static void scaler(KubernetesObject object, Checks checks) {
    if (object instanceof HorizontalPodAutoscaler scaler) {
      scaler(scaler.spec(), checks);
    } else if (object instanceof io.kybern.api.autoscaling.v1.HorizontalPodAutoscaler scaler) {
      var spec = scaler.spec();
      range(spec.minReplicas(), spec.maxReplicas(), true, checks);
      var target = spec.scaleTargetRef();
      target(target.kind(), target.name(), target.apiVersion(), "spec.scaleTargetRef", checks);
      // The old version has one metric without saying so.
      checks.positive(
          "spec.metrics[0].resource.target.averageUtilization",
          spec.targetCPUUtilizationPercentage());
      most(spec.maxReplicas(), checks);
    }
  }

  private static void scaler(HorizontalPodAutoscalerSpec spec, Checks checks) {
    boolean fromOutside =
        spec.metrics().stream().anyMatch(metric -> metric.hasObject() || metric.hasExternal());
    range(spec.minReplicas(), spec.maxReplicas(), !fromOutside, checks);
    CrossVersionObjectReference target = spec.scaleTargetRef();
    target(target.kind(), target.name(), target.apiVersion(), "spec.scaleTargetRef", checks);
    for (int i = 0; i < spec.metrics().size(); i++) {
      metric(spec.metrics().get(i), "spec.metrics[" + i + "]", checks);
    }
    if (spec.behavior().hasScaleUp()) {
      scaling(spec.behavior().scaleUp(), "spec.behavior.scaleUp", checks);
    }
    if (spec.behavior().hasScaleDown()) {
      scaling(spec.behavior().scaleDown(), "spec.behavior.scaleDown", checks);
    }
    most(spec.maxReplicas(), checks);
  }

  private static void range(@Nullable Integer least, int most, boolean some, Checks checks) {
    if (least != null && least < (some ? 1 : 0)) {
      checks.invalid(
          "spec.minReplicas", least, "must be greater than or equal to " + (some ? 1 : 0));
    }
    if (most < (least == null ? 1 : least)) {
      checks.invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`");
    }
  }

  /** This is said at the end, by another part of kube-apiserver. */
  private static void most(int most, Checks checks) {
    if (most == 0) {
      checks.required("spec.maxReplicas", null);
    } else if (most < 0) {
      checks.invalid("spec.maxReplicas", most, "must be greater than or equal to 1");
    }
  }

  private static void target(
      String kind, String name, @Nullable String apiVersion, String at, Checks checks) {
    reference(kind, name, at, checks);
    String version = Parts.text(apiVersion);
    if (version.indexOf('/') != version.lastIndexOf('/')) {
      checks.invalid(at + ".apiVersion", version, "unexpected GroupVersion string: " + version);
    } else if (version.isEmpty() && !kind.equals("ReplicationController")) {
      checks.invalid(at + ".apiVersion", version, "apiVersion must specify API group");
    }
  }

  private static void reference(String kind, String name, String at, Checks checks) {
    if (checks.required(at + ".kind", kind)) {
      checks.name(at + ".kind", kind, Names.pathSegment(kind));
    }
    if (checks.required(at + ".name", name)) {
      checks.name(at + ".name", name, Names.pathSegment(name));
    }
  }

  private static void metric(MetricSpec metric, String at, Checks checks) {
    String type = metric.type();
    List<String> types = List.of("ContainerResource", "External", "Object", "Pods", "Resource");
    if (!checks.required(at + ".type", type, "must specify a metric source type")) {
      return;
    }
    if (!types.contains(type)) {
      checks.memberOf(at + ".type", type, types.toArray(String[]::new));
      return;
    }
    String field = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    if (Parts.value(metric, field) == null) {
      checks.required(
          at + "." + field, null, "must populate information for the given metric source");
      return;
    }
    content(metric, field, at + "." + field, checks);
  }

  private static void content(MetricSpec metric, String field, String at, Checks checks) {
    switch (field) {
      case "resource" -> {
        checks.required(at + ".name", metric.resource().name(), "must specify a resource name");
        resourceTarget(metric.resource().target(), at + ".target", checks);
      }
      case "containerResource" -> {
        var source = metric.containerResource();
        checks.required(at + ".name", source.name(), "must specify a resource name");
        if (checks.required(at + ".container", source.container(), "must specify a container")) {
          checks.name(at + ".container", source.container(), Names.label(source.container()));
        }
        resourceTarget(source.target(), at + ".target", checks);
      }
      case "pods" -> {
        identifier(metric.pods().metric(), at + ".metric", checks);
        target(metric.pods().target(), at + ".target", checks);
        Quantity average = metric.pods().target().averageValue();
        if (average == null || average.signum() <= 0) {
          checks.required(
              at + ".target.averageValue", null, "must specify a positive target averageValue");
        }
      }
      case "object" -> {
        CrossVersionObjectReference described = metric.object().describedObject();
        reference(described.kind(), described.name(), at + ".describedObject", checks);
        identifier(metric.object().metric(), at + ".metric", checks);
        target(metric.object().target(), at + ".target", checks);
        anyValue(
            metric.object().target(),
            at + ".target",
            "must set either a target value or averageValue",
            checks);
      }
      default -> {
        identifier(metric.external().metric(), at + ".metric", checks);
        target(metric.external().target(), at + ".target", checks);
        anyValue(
            metric.external().target(),
            at + ".target",
            "must set either a target value for metric or a per-pod target",
            checks);
      }
    }
  }

  private static void identifier(MetricIdentifier metric, String at, Checks checks) {
    if (checks.required(at + ".name", metric.name(), "must specify a metric name")) {
      checks.name(at + ".name", metric.name(), Names.pathSegment(metric.name()));
    }
  }

  private static void target(MetricTarget target, String at, Checks checks) {
    checks.required(at + ".type", target.type(), "must specify a metric target type");
    if (!List.of("Utilization", "Value", "AverageValue").contains(target.type())) {
      checks.invalid(
          at + ".type", target.type(), "must be either Utilization, Value, or AverageValue");
    }
    Quantity value = target.value();
    Quantity average = target.averageValue();
    if (value != null && value.signum() <= 0) {
      checks.invalid(at + ".value", value.toString(), "must be positive");
    }
    if (average != null && average.signum() <= 0) {
      checks.invalid(at + ".averageValue", average.toString(), "must be positive");
    }
    checks.positive(at + ".averageUtilization", target.averageUtilization());
  }

  private static void anyValue(MetricTarget target, String at, String why, Checks checks) {
    if (target.value() == null && target.averageValue() == null) {
      checks.required(at + ".averageValue", null, why);
    }
  }

  private static void resourceTarget(MetricTarget target, String at, Checks checks) {
    target(target, at, checks);
    if (target.averageUtilization() == null && target.averageValue() == null) {
      checks.required(
          at + ".averageUtilization",
          null,
          "must set either a target raw value or a target utilization");
    }
    if (target.averageUtilization() != null && target.averageValue() != null) {
      checks.forbidden(
          at + ".averageValue", "may not set both a target raw value and a target utilization");
    }
  }

  private static void scaling(HPAScalingRules rules, String at, Checks checks) {
    Integer window = rules.stabilizationWindowSeconds();
    if (window != null && window < 0) {
      checks.invalid(
          at + ".stabilizationWindowSeconds", window, "must be greater than or equal to zero");
    } else if (window != null && window > HOUR) {
      checks.invalid(
          at + ".stabilizationWindowSeconds", window, "must be less than or equal to " + HOUR);
    }
    checks.oneOf(at + ".selectPolicy", rules.selectPolicy(), "Disabled", "Max", "Min");
    checks.required(at + ".policies", rules.policies(), "must specify at least one Policy");
    for (int i = 0; i < rules.policies().size(); i++) {
      var policy = rules.policies().get(i);
      String here = at + ".policies[" + i + "]";
      checks.memberOf(here + ".type", policy.type(), "Percent", "Pods");
      aboveZero(here + ".value", policy.value(), checks);
      aboveZero(here + ".periodSeconds", policy.periodSeconds(), checks);
      if (policy.periodSeconds() > HALF_HOUR) {
        checks.invalid(
            here + ".periodSeconds",
            policy.periodSeconds(),
            "must be less than or equal to " + HALF_HOUR);
      }
    }
  }

  private static void aboveZero(String at, int value, Checks checks) {
    if (value <= 0) {
      checks.invalid(at, value, "must be greater than zero");
    }
  }
}
