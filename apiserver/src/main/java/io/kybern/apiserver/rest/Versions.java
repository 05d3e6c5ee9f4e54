package io.kybern.apiserver.rest;

import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects in other versions than the one they were written in. Fields go from one version to the
 * other by their JSON names; fields that only one of the two versions has stay with the object as
 * unknown ones. Events, autoscalers and the requests and devices of dynamic resource allocation are
 * translated beyond that. What is lost all the same is said in {@code docs/embedded-server.md}.
 */
final class Versions {
  /** Fields of core events and what they are called in {@code events.k8s.io}. */
  private static final Map<String, String> EVENT_FIELDS =
      Map.of(
          "involvedObject", "regarding",
          "message", "note",
          "source", "deprecatedSource",
          "firstTimestamp", "deprecatedFirstTimestamp",
          "lastTimestamp", "deprecatedLastTimestamp",
          "count", "deprecatedCount",
          "reportingComponent", "reportingController");

  private Versions() {}

  static KubernetesObject convert(KubernetesObject stored, Resource wanted) {
    return stored.apiVersion().equals(wanted.apiVersion())
        ? stored
        : convert(stored, wanted.apiVersion(), wanted);
  }

  private static KubernetesObject convert(
      KubernetesObject stored, String apiVersion, Resource wanted) {
    Map<String, Object> tree =
        new LinkedHashMap<>(
            stored instanceof Unstructured unstructured
                ? unstructured.content()
                : Codec.toTree((Message) stored));
    String from = stored.apiVersion();
    tree.put("apiVersion", apiVersion);
    switch (wanted.served().plural()) {
      case "events" -> tree = renameEvent(tree, apiVersion.equals("v1"));
      case "horizontalpodautoscalers" -> convertAutoscaler(tree, from, apiVersion);
      case "resourceclaims", "resourceclaimtemplates", "resourceslices" ->
          tree = DeviceVersions.convert(tree, from, apiVersion, wanted.served().plural());
      default -> {
        // the names are the same
      }
    }
    MessageType<?> type = wanted.messageType();
    return type == null
        ? Unstructured.of(tree)
        : (KubernetesObject) Pruner.prune(Codec.fromTree(type, tree));
  }

  private static Map<String, Object> renameEvent(Map<String, Object> tree, boolean toCore) {
    Map<String, String> names = EVENT_FIELDS;
    Map<String, Object> renamed = new LinkedHashMap<>();
    tree.forEach(
        (name, value) -> {
          String other = name;
          for (Map.Entry<String, String> pair : names.entrySet()) {
            if (name.equals(toCore ? pair.getValue() : pair.getKey())) {
              other = toCore ? pair.getKey() : pair.getValue();
            }
          }
          renamed.put(other, value);
        });
    return renamed;
  }

  private static void convertAutoscaler(Map<String, Object> tree, String from, String to) {
    if (from.equals("autoscaling/v1") && to.equals("autoscaling/v2")) {
      Map<String, Object> spec = copy(tree.get("spec"));
      Object target = spec.remove("targetCPUUtilizationPercentage");
      if (target != null) {
        spec.put(
            "metrics",
            List.of(
                Map.of(
                    "type",
                    "Resource",
                    "resource",
                    Map.of(
                        "name",
                        "cpu",
                        "target",
                        Map.of("type", "Utilization", "averageUtilization", target)))));
      }
      tree.put("spec", spec);
      Map<String, Object> status = copy(tree.get("status"));
      Object current = status.remove("currentCPUUtilizationPercentage");
      if (current != null) {
        status.put(
            "currentMetrics",
            List.of(
                Map.of(
                    "type",
                    "Resource",
                    "resource",
                    Map.of("name", "cpu", "current", Map.of("averageUtilization", current)))));
      }
      tree.put("status", status);
    } else if (from.equals("autoscaling/v2") && to.equals("autoscaling/v1")) {
      moveCpu(tree, "spec", "metrics", "target", "targetCPUUtilizationPercentage");
      moveCpu(tree, "status", "currentMetrics", "current", "currentCPUUtilizationPercentage");
    }
  }

  /** Takes the cpu metric out of a list and puts its utilization beside it, as v1 has it. */
  private static void moveCpu(
      Map<String, Object> tree, String part, String list, String value, String field) {
    Map<String, Object> content = copy(tree.get(part));
    if (content.get(list) instanceof List<?> metrics) {
      List<Object> others = new ArrayList<>();
      for (Object metric : metrics) {
        Object utilization = cpuUtilization(metric, value);
        if (utilization != null && !content.containsKey(field)) {
          content.put(field, utilization);
        } else {
          others.add(metric);
        }
      }
      if (others.isEmpty()) {
        content.remove(list);
      } else {
        content.put(list, others);
      }
      tree.put(part, content);
    }
  }

  private static @Nullable Object cpuUtilization(Object metric, String value) {
    return metric instanceof Map<?, ?> map
            && map.get("resource") instanceof Map<?, ?> resource
            && "cpu".equals(resource.get("name"))
            && resource.get(value) instanceof Map<?, ?> amount
        ? amount.get("averageUtilization")
        : null;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> copy(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map
        ? new LinkedHashMap<>((Map<String, Object>) map)
        : new LinkedHashMap<>();
  }
}
