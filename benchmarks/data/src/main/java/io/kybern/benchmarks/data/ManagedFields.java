package io.kybern.benchmarks.data;

import static io.kybern.benchmarks.data.Tree.map;
import static io.kybern.benchmarks.data.Tree.mapsAt;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code fieldsV1} as kube-apiserver writes it for what a controller and a kubelet set. */
final class ManagedFields {
  private ManagedFields() {}

  static Map<String, Object> ofController(
      Workload workload,
      Map<String, Object> labels,
      Map<String, Object> annotations,
      Map<String, Object> spec) {
    Map<String, Object> containers = map();
    for (Map<String, Object> container : mapsAt(spec, "containers")) {
      containers.put(key("name", container), ofContainer(container));
    }
    Map<String, Object> fields =
        all(
            Set.of(
                "dnsPolicy",
                "enableServiceLinks",
                "restartPolicy",
                "schedulerName",
                "serviceAccount",
                "serviceAccountName",
                "terminationGracePeriodSeconds"));
    fields.put("f:containers", containers);
    fields.put(
        "f:affinity",
        part(
            "f:podAntiAffinity", part("f:preferredDuringSchedulingIgnoredDuringExecution", map())));
    fields.put(
        "f:securityContext", part("f:fsGroup", map(), "f:runAsGroup", map(), "f:runAsUser", map()));
    fields.put(
        "f:volumes",
        part(
            "k:{\"name\":\"config\"}",
            part("f:configMap", part("f:defaultMode", map(), "f:name", map()), "f:name", map())));
    return map(
        "f:metadata",
        map(
            "f:annotations",
            withSelf(all(annotations.keySet())),
            "f:generateName",
            map(),
            "f:labels",
            withSelf(all(labels.keySet())),
            "f:ownerReferences",
            part("k:{\"uid\":\"" + workload.uid() + "\"}", map())),
        "f:spec",
        fields);
  }

  static Map<String, Object> ofKubelet(String podIp, List<Object> conditions) {
    Map<String, Object> byType = map();
    for (Object condition : conditions) {
      byType.put(
          key("type", (Map<?, ?>) condition),
          part(
              "f:lastProbeTime",
              map(),
              "f:lastTransitionTime",
              map(),
              "f:status",
              map(),
              "f:type",
              map()));
    }
    Map<String, Object> status =
        map(
            "f:conditions",
            byType,
            "f:containerStatuses",
            map(),
            "f:hostIP",
            map(),
            "f:hostIPs",
            map(),
            "f:phase",
            map(),
            "f:podIP",
            map(),
            "f:podIPs",
            part("k:{\"ip\":\"" + podIp + "\"}", part("f:ip", map())),
            "f:startTime",
            map());
    return map("f:status", status);
  }

  private static Map<String, Object> ofContainer(Map<String, Object> container) {
    Map<String, Object> fields = withSelf(all(container.keySet()));
    Map<String, Object> environment = part();
    for (Map<String, Object> variable : mapsAt(container, "env")) {
      environment.put(key("name", variable), part("f:name", map(), "f:value", map()));
    }
    fields.put("f:env", environment);
    if (container.containsKey("readinessProbe")) {
      Map<String, Object> mounts = part();
      for (Map<String, Object> mount : mapsAt(container, "volumeMounts")) {
        if (!mount.get("mountPath").toString().contains("serviceaccount")) {
          mounts.put(key("mountPath", mount), part("f:mountPath", map(), "f:name", map()));
        }
      }
      fields.put("f:volumeMounts", mounts);
    }
    return fields;
  }

  private static String key(String name, Map<?, ?> item) {
    return "k:{\"" + name + "\":\"" + item.get(name) + "\"}";
  }

  private static Map<String, Object> all(Set<String> names) {
    Map<String, Object> fields = map();
    names.stream().sorted().forEach(name -> fields.put("f:" + name, map()));
    return fields;
  }

  /** A field that is owned itself and has parts that are. */
  private static Map<String, Object> part(Object... namesAndValues) {
    return withSelf(map(namesAndValues));
  }

  private static Map<String, Object> withSelf(Map<String, Object> parts) {
    Map<String, Object> fields = map(".", map());
    fields.putAll(parts);
    return fields;
  }
}
