package io.kybern.benchmarks.data;

import static io.kybern.benchmarks.data.Tree.list;
import static io.kybern.benchmarks.data.Tree.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A second built-in kind and a custom resource. */
final class OtherKinds {
  private final Dice dice;
  private final List<Workload> workloads = new ArrayList<>();

  OtherKinds(Dice dice, int count) {
    this.dice = dice;
    for (int i = 0; i < Math.max(10, count / 20); i++) {
      workloads.add(Workload.roll(dice, Math.max(5, count / 250)));
    }
  }

  /** An Event of about 1 KB. */
  Map<String, Object> event() {
    Workload workload = workloads.get(dice.below(workloads.size()));
    String pod = workload.replicaSet() + "-" + dice.suffix(5);
    String time = Dice.time(workload.created() + dice.below(86_400));
    String reason = dice.of("Pulled", "Created", "Started", "Scheduled", "Unhealthy", "BackOff");
    return map(
        "metadata",
        metadata(workload, pod + "." + dice.hex(16)),
        "involvedObject",
        map(
            "kind",
            "Pod",
            "namespace",
            workload.namespace(),
            "name",
            pod,
            "uid",
            dice.uid(),
            "apiVersion",
            "v1",
            "resourceVersion",
            dice.resourceVersion(),
            "fieldPath",
            "spec.containers{" + workload.app() + "}"),
        "reason",
        reason,
        "message",
        reason + " container " + workload.app() + " with image \"" + workload.image() + "\"",
        "source",
        map("component", "kubelet", "host", String.format("node-%04d", dice.below(100))),
        "firstTimestamp",
        time,
        "lastTimestamp",
        time,
        "count",
        1 + dice.below(9),
        "type",
        reason.startsWith("Un") || reason.startsWith("Back") ? "Warning" : "Normal",
        "reportingComponent",
        "kubelet",
        "reportingInstance",
        "");
  }

  /** A custom resource of about 3 KB: nested objects, lists, numbers, booleans and text. */
  Map<String, Object> widget() {
    Workload workload = workloads.get(dice.below(workloads.size()));
    List<Object> backends = list();
    for (int i = 0; i < 8; i++) {
      backends.add(
          map(
              "name",
              workload.app() + "-" + i,
              "weight",
              dice.below(100),
              "enabled",
              dice.coin(),
              "ratio",
              dice.below(1000) / 8.0,
              "endpoint",
              map(
                  "host",
                  workload.app() + "." + workload.namespace() + ".svc",
                  "port",
                  8000 + dice.below(900)),
              "tags",
              list(workload.team(), workload.version(), "zone-" + dice.below(3))));
    }
    return map(
        "apiVersion",
        "example.com/v1",
        "kind",
        "Widget",
        "metadata",
        metadata(workload, workload.app() + "-" + dice.suffix(5)),
        "spec",
        map(
            "owner",
            workload.team(),
            "replicas",
            1 + dice.below(9),
            "paused",
            false,
            "template",
            map("image", workload.image(), "labels", workload.labels()),
            "backends",
            backends),
        "status",
        map(
            "observedGeneration",
            dice.below(50),
            "phase",
            "Ready",
            "conditions",
            list(
                map(
                    "type",
                    "Ready",
                    "status",
                    "True",
                    "reason",
                    "AllBackendsUp",
                    "message",
                    "8 of 8 backends answer",
                    "lastTransitionTime",
                    Dice.time(workload.created())))));
  }

  private Map<String, Object> metadata(Workload workload, String name) {
    return map(
        "name",
        name,
        "namespace",
        workload.namespace(),
        "uid",
        dice.uid(),
        "resourceVersion",
        dice.resourceVersion(),
        "creationTimestamp",
        Dice.time(workload.created()),
        "labels",
        workload.labels());
  }
}
