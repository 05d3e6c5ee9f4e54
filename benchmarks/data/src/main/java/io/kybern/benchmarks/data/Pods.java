package io.kybern.benchmarks.data;

import static io.kybern.benchmarks.data.Tree.list;
import static io.kybern.benchmarks.data.Tree.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Pods as a cluster of services with sidecars has them: about 10 KB of JSON and 7 KB of protobuf
 * each, a third of the JSON in {@code managedFields}; 20 pods per workload, 50 per node.
 */
final class Pods {
  private final Dice dice;
  private final int nodes;
  private final List<Workload> workloads = new ArrayList<>();
  private int index;

  Pods(Dice dice, int count) {
    this.dice = dice;
    this.nodes = Math.max(5, count / 50);
    for (int i = 0; i < Math.max(10, count / 20); i++) {
      workloads.add(Workload.roll(dice, Math.max(5, count / 250)));
    }
  }

  Map<String, Object> next() {
    int i = index++;
    Workload workload = workloads.get(dice.below(workloads.size()));
    long created = workload.created() + dice.below(600);
    int node = dice.below(nodes);
    String hostIp = "10.0." + node % 200 + ".7";
    String podIp = "10." + dice.below(64) + "." + dice.below(256) + "." + (1 + dice.below(254));
    String tokenVolume = "kube-api-access-" + dice.suffix(5);
    Map<String, Object> labels = workload.labels();
    Map<String, Object> annotations = workload.annotations(podIp);
    PodParts parts = new PodParts(dice, workload, tokenVolume, created);
    Map<String, Object> spec =
        map(
            "volumes",
            parts.volumes(),
            "containers",
            parts.containers(),
            "restartPolicy",
            "Always",
            "terminationGracePeriodSeconds",
            30,
            "dnsPolicy",
            "ClusterFirst",
            "serviceAccountName",
            workload.app(),
            "serviceAccount",
            workload.app(),
            "nodeName",
            String.format("node-%04d.eu-west-1.compute.internal", node),
            "securityContext",
            map(
                "runAsUser",
                1000,
                "runAsGroup",
                1000,
                "fsGroup",
                1000,
                "seccompProfile",
                map("type", "RuntimeDefault")),
            "affinity",
            parts.affinity(),
            "schedulerName",
            "default-scheduler",
            "tolerations",
            list(toleration("not-ready"), toleration("unreachable")),
            "priority",
            0,
            "enableServiceLinks",
            true,
            "preemptionPolicy",
            "PreemptLowerPriority",
            "topologySpreadConstraints",
            i % 4 == 0 ? parts.spread() : null);
    List<Object> conditions = conditions(i, created);
    Map<String, Object> status =
        map(
            "phase",
            "Running",
            "conditions",
            conditions,
            "hostIP",
            hostIp,
            "hostIPs",
            list(map("ip", hostIp)),
            "podIP",
            podIp,
            "podIPs",
            list(map("ip", podIp)),
            "startTime",
            Dice.time(created),
            "containerStatuses",
            parts.statuses(),
            "qosClass",
            "Burstable");
    List<Object> managedFields =
        list(
            managed(
                "kube-controller-manager",
                created,
                ManagedFields.ofController(workload, labels, annotations, spec),
                null),
            managed("kubelet", created + 20, ManagedFields.ofKubelet(podIp, conditions), "status"));
    Map<String, Object> metadata =
        map(
            "name",
            workload.replicaSet() + "-" + dice.suffix(5),
            "generateName",
            workload.replicaSet() + "-",
            "namespace",
            workload.namespace(),
            "uid",
            dice.uid(),
            "resourceVersion",
            dice.resourceVersion(),
            "creationTimestamp",
            Dice.time(created),
            "labels",
            labels,
            "annotations",
            annotations,
            "ownerReferences",
            list(
                map(
                    "apiVersion",
                    "apps/v1",
                    "kind",
                    "ReplicaSet",
                    "name",
                    workload.replicaSet(),
                    "uid",
                    workload.uid(),
                    "controller",
                    true,
                    "blockOwnerDeletion",
                    true)),
            "managedFields",
            managedFields);
    return map("metadata", metadata, "spec", spec, "status", status);
  }

  private static List<Object> conditions(int i, long created) {
    List<Object> conditions = list();
    for (String type :
        List.of(
            "PodReadyToStartContainers",
            "Initialized",
            "Ready",
            "ContainersReady",
            "PodScheduled")) {
      if (type.startsWith("PodReady") && i % 3 == 0) {
        continue; // older kubelets do not set it
      }
      long second = created + (type.contains("eady") ? 20 : 0);
      conditions.add(map("type", type, "status", "True", "lastTransitionTime", Dice.time(second)));
    }
    return conditions;
  }

  private static Map<String, Object> toleration(String what) {
    return map(
        "key",
        "node.kubernetes.io/" + what,
        "operator",
        "Exists",
        "effect",
        "NoExecute",
        "tolerationSeconds",
        300);
  }

  static Map<String, Object> managed(
      String manager, long second, Map<String, Object> fields, String subresource) {
    return map(
        "manager",
        manager,
        "operation",
        "Update",
        "apiVersion",
        "v1",
        "time",
        Dice.time(second),
        "fieldsType",
        "FieldsV1",
        "fieldsV1",
        fields,
        "subresource",
        subresource);
  }
}
