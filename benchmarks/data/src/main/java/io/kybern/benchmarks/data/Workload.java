package io.kybern.benchmarks.data;

import static io.kybern.benchmarks.data.Tree.map;

import java.util.List;
import java.util.Map;

/**
 * What the pods of one replica set have in common. Strings repeat within a workload as they do in a
 * cluster; that is what a client's memory depends on.
 */
record Workload(
    String namespace,
    String app,
    String team,
    String version,
    String replicaSet,
    String uid,
    String hash,
    String image,
    String sidecarImage,
    List<String> containers,
    int labelCount,
    int annotationCount,
    List<String> environment,
    long created) {

  private static final List<String> ENVIRONMENT =
      List.of("LOG_LEVEL", "DB_HOST", "DB_PORT", "CACHE_URL");

  static Workload roll(Dice dice, int namespaces) {
    String team =
        dice.of(
            "payments",
            "search",
            "identity",
            "platform",
            "checkout",
            "catalog",
            "ml-infra",
            "observability");
    String app =
        team
            + "-"
            + dice.of("api", "worker", "gateway", "indexer", "cron", "frontend", "adapter", "sync")
            + "-"
            + dice.suffix(3);
    String hash = dice.hex(10);
    String version = "v1." + dice.below(40) + "." + dice.below(10);
    return new Workload(
        String.format("ns-%03d", dice.below(namespaces)),
        app,
        team,
        version,
        app + "-" + hash,
        dice.uid(),
        hash,
        "registry.example.com/" + team + "/" + app + ":" + version,
        "registry.example.com/mesh/proxyv2:1.2" + dice.below(4) + ".1",
        dice.below(10) == 0 ? List.of(app, "proxy", "log-shipper") : List.of(app, "proxy"),
        8 + dice.below(5),
        5 + dice.below(4),
        ENVIRONMENT.subList(0, 2 + dice.below(3)),
        dice.second(30));
  }

  /** 8 to 12 labels. */
  Map<String, Object> labels() {
    Map<String, Object> labels =
        map(
            "app", app,
            "app.kubernetes.io/instance", app + "-prod",
            "app.kubernetes.io/managed-by", "Helm",
            "app.kubernetes.io/name", app,
            "app.kubernetes.io/part-of", team,
            "app.kubernetes.io/version", version,
            "pod-template-hash", hash,
            "team", team);
    String[] more = {
      "topology.kubernetes.io/region", "eu-west-1",
      "tier", "backend",
      "cost-center", "cc-" + team.length() * 111,
      "security.istio.io/tlsMode", "istio"
    };
    addSome(labels, more, labelCount - 8);
    return labels;
  }

  /** 5 to 8 annotations. */
  Map<String, Object> annotations(String podIp) {
    Map<String, Object> annotations =
        map(
            "kubectl.kubernetes.io/restartedAt", Dice.time(created),
            "prometheus.io/path", "/metrics",
            "prometheus.io/port", "9090",
            "prometheus.io/scrape", "true",
            "checksum/config", digest());
    String[] more = {
      "kubectl.kubernetes.io/default-container",
      app,
      "cni.projectcalico.org/podIP",
      podIp + "/32",
      "sidecar.istio.io/status",
      "{\"containers\":[\"istio-proxy\"],\"volumes\":[\"istio-envoy\",\"istio-data\",\"istio-token\"],"
          + "\"revision\":\"default\"}"
    };
    addSome(annotations, more, annotationCount - 5);
    return annotations;
  }

  /** 64 hexadecimal digits. */
  String digest() {
    String half = uid.replace("-", "");
    return half + half;
  }

  private static void addSome(Map<String, Object> map, String[] namesAndValues, int count) {
    for (int i = 0; i < count && 2 * i + 1 < namesAndValues.length; i++) {
      map.put(namesAndValues[2 * i], namesAndValues[2 * i + 1]);
    }
  }
}
