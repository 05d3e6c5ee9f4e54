package io.kybern.apiserver.table;

import io.kybern.api.autoscaling.v2.HorizontalPodAutoscaler;
import io.kybern.api.autoscaling.v2.MetricSpec;
import io.kybern.api.autoscaling.v2.MetricStatus;
import io.kybern.api.autoscaling.v2.MetricTarget;
import io.kybern.api.autoscaling.v2.MetricValueStatus;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of autoscalers. */
final class AutoscalingRows {
  private static final int MOST = 2;

  private AutoscalingRows() {}

  /** Version 2, or version 1, which has no metric but the share of the processors used. */
  static void print(KubernetesObject object, Cells cells) {
    if (object instanceof HorizontalPodAutoscaler autoscaler) {
      List<MetricStatus> current = autoscaler.status().currentMetrics();
      row(
          object,
          autoscaler.spec().scaleTargetRef().kind(),
          autoscaler.spec().scaleTargetRef().name(),
          metrics(autoscaler.spec().metrics(), current),
          autoscaler.spec().minReplicas(),
          autoscaler.spec().maxReplicas(),
          autoscaler.status().currentReplicas(),
          cells);
    } else {
      var autoscaler = (io.kybern.api.autoscaling.v1.HorizontalPodAutoscaler) object;
      Integer target = autoscaler.spec().targetCPUUtilizationPercentage();
      Integer current = autoscaler.status().currentCPUUtilizationPercentage();
      row(
          object,
          autoscaler.spec().scaleTargetRef().kind(),
          autoscaler.spec().scaleTargetRef().name(),
          target == null ? Cells.NONE : "cpu: " + percent(current) + "/" + percent(target),
          autoscaler.spec().minReplicas(),
          autoscaler.spec().maxReplicas(),
          autoscaler.status().currentReplicas(),
          cells);
    }
  }

  private static void row(
      KubernetesObject object,
      String kind,
      String name,
      String metrics,
      @Nullable Integer min,
      int max,
      @Nullable Integer current,
      Cells cells) {
    cells
        .add(object.name())
        .add(kind + "/" + name)
        .add(metrics)
        .add(min == null ? Cells.UNSET : min.toString())
        .add(max)
        .number(current)
        .age(object);
  }

  private static String metrics(List<MetricSpec> specs, List<MetricStatus> statuses) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < specs.size() && i < MOST; i++) {
      MetricStatus status = i < statuses.size() ? statuses.get(i) : MetricStatus.TYPE.empty();
      texts.add(metric(specs.get(i), status));
    }
    String shown = Cells.or(String.join(", ", texts), Cells.NONE);
    return specs.size() > MOST ? shown + " + " + (specs.size() - MOST) + " more..." : shown;
  }

  private static String metric(MetricSpec spec, MetricStatus status) {
    return switch (spec.type()) {
      case "External" -> value(spec.external().target(), status.external().current());
      case "Object" -> value(spec.object().target(), status.object().current());
      case "Pods" ->
          or(status.pods().current().averageValue(), Cells.UNKNOWN)
              + "/"
              + or(spec.pods().target().averageValue(), "0");
      case "Resource" ->
          spec.resource().name()
              + ": "
              + usage(spec.resource().target(), status.resource().current());
      case "ContainerResource" ->
          spec.containerResource().name()
              + ": "
              + usage(spec.containerResource().target(), status.containerResource().current());
      default -> "<unknown type>";
    };
  }

  private static String value(MetricTarget target, MetricValueStatus current) {
    return target.averageValue() != null
        ? or(current.averageValue(), Cells.UNKNOWN) + "/" + target.averageValue() + " (avg)"
        : or(current.value(), Cells.UNKNOWN) + "/" + or(target.value(), "0");
  }

  private static String usage(MetricTarget target, MetricValueStatus current) {
    if (target.averageValue() != null) {
      return or(current.averageValue(), Cells.UNKNOWN) + "/" + target.averageValue();
    }
    Integer wanted = target.averageUtilization();
    return percent(current.averageUtilization())
        + "/"
        + (wanted == null ? "<auto>" : percent(wanted));
  }

  private static String percent(@Nullable Integer number) {
    return number == null ? Cells.UNKNOWN : number + "%";
  }

  private static String or(@Nullable Quantity quantity, String other) {
    return quantity == null ? other : quantity.toString();
  }
}
