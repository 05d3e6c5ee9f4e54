package io.kybern.benchmarks.data;

import static io.kybern.benchmarks.data.Tree.list;
import static io.kybern.benchmarks.data.Tree.map;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The lists inside one pod: volumes, containers and their statuses. */
record PodParts(Dice dice, Workload workload, String tokenVolume, long created) {
  private static final String TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

  List<Object> volumes() {
    Map<String, Object> token =
        map("serviceAccountToken", map("expirationSeconds", 3607, "path", "token"));
    Map<String, Object> authority =
        map(
            "configMap",
            map("name", "kube-root-ca.crt", "items", list(map("key", "ca.crt", "path", "ca.crt"))));
    Map<String, Object> namespace =
        map(
            "downwardAPI",
            map("items", list(map("path", "namespace", "fieldRef", own("metadata.namespace")))));
    return list(
        map(
            "name",
            "config",
            "configMap",
            map("name", workload.app() + "-config", "defaultMode", 420)),
        map("name", "tmp", "emptyDir", map()),
        map("name", "shared", "emptyDir", map("medium", "Memory", "sizeLimit", "64Mi")),
        map(
            "name",
            "secrets",
            "secret",
            map("secretName", workload.app() + "-secrets", "defaultMode", 420)),
        map(
            "name",
            tokenVolume,
            "projected",
            map("sources", list(token, authority, namespace), "defaultMode", 420)));
  }

  List<Object> containers() {
    List<Object> containers = list();
    for (int i = 0; i < workload.containers().size(); i++) {
      containers.add(i == 0 ? main() : sidecar(i));
    }
    return containers;
  }

  private Map<String, Object> main() {
    List<Object> environment = list();
    for (String name : workload.environment()) {
      String value = name.toLowerCase(Locale.ROOT) + "." + workload.namespace();
      environment.add(map("name", name, "value", value + ".svc.cluster.local:8080"));
    }
    environment.add(map("name", "POD_NAME", "valueFrom", map("fieldRef", own("metadata.name"))));
    environment.add(
        map(
            "name",
            "DB_PASSWORD",
            "valueFrom",
            map("secretKeyRef", map("name", workload.app() + "-db", "key", "password"))));
    Map<String, Object> container =
        container(
            0,
            list(port("http", 8080), port("metrics", 9090)),
            environment,
            list(
                mount("config", "/etc/" + workload.app(), true),
                mount("tmp", "/tmp", false),
                mount("secrets", "/etc/secrets", true),
                mount(tokenVolume, TOKEN_PATH, true)));
    container.put(
        "args", list("--config=/etc/" + workload.app() + "/config.yaml", "--port=8080", "--v=2"));
    Map<String, Object> live = probe("/healthz", 3, 10);
    live.put("initialDelaySeconds", 15);
    container.put("livenessProbe", live);
    container.put("readinessProbe", probe("/readyz", 1, 5));
    container.put(
        "securityContext",
        map(
            "capabilities",
            map("drop", list("ALL")),
            "runAsNonRoot",
            true,
            "readOnlyRootFilesystem",
            true,
            "allowPrivilegeEscalation",
            false));
    return container;
  }

  private Map<String, Object> sidecar(int i) {
    List<Object> environment =
        list(
            map("name", "POD_NAMESPACE", "valueFrom", map("fieldRef", own("metadata.namespace"))),
            map("name", "POD_IP", "valueFrom", map("fieldRef", own("status.podIP"))),
            map("name", "MESH_ID", "value", "cluster.local"));
    String port = "http-" + workload.containers().get(i).substring(0, 3);
    return container(
        i,
        list(port(port, 15_000 + i)),
        environment,
        list(mount("shared", "/var/run/shared", false), mount(tokenVolume, TOKEN_PATH, true)));
  }

  private Map<String, Object> container(
      int i, List<Object> ports, List<Object> environment, List<Object> mounts) {
    boolean first = i == 0;
    return map(
        "name",
        workload.containers().get(i),
        "image",
        image(i),
        "ports",
        ports,
        "env",
        environment,
        "resources",
        map(
            "limits",
            map("cpu", first ? "2" : "500m", "memory", first ? "2Gi" : "256Mi"),
            "requests",
            map("cpu", first ? "500m" : "100m", "memory", first ? "1Gi" : "128Mi")),
        "volumeMounts",
        mounts,
        "terminationMessagePath",
        "/dev/termination-log",
        "terminationMessagePolicy",
        "File",
        "imagePullPolicy",
        "IfNotPresent");
  }

  List<Object> statuses() {
    List<Object> statuses = list();
    for (int i = 0; i < workload.containers().size(); i++) {
      String image = image(i);
      statuses.add(
          map(
              "name",
              workload.containers().get(i),
              "state",
              map("running", map("startedAt", Dice.time(created + 4 + i))),
              "lastState",
              map(),
              "ready",
              true,
              "restartCount",
              dice.below(20) == 0 ? 1 : 0,
              "image",
              image,
              "imageID",
              image.substring(0, image.lastIndexOf(':')) + "@sha256:" + workload.digest(),
              "containerID",
              "containerd://" + dice.hex(64),
              "started",
              true));
    }
    return statuses;
  }

  Map<String, Object> affinity() {
    Map<String, Object> term =
        map("labelSelector", selector(), "topologyKey", "kubernetes.io/hostname");
    return map(
        "podAntiAffinity",
        map(
            "preferredDuringSchedulingIgnoredDuringExecution",
            list(map("weight", 100, "podAffinityTerm", term))));
  }

  List<Object> spread() {
    return list(
        map(
            "maxSkew",
            1,
            "topologyKey",
            "topology.kubernetes.io/zone",
            "whenUnsatisfiable",
            "ScheduleAnyway",
            "labelSelector",
            selector()));
  }

  private Map<String, Object> selector() {
    return map("matchLabels", map("app", workload.app()));
  }

  private String image(int i) {
    return i == 0
        ? workload.image()
        : i == 1 ? workload.sidecarImage() : "registry.example.com/observability/fluent-bit:3.1.4";
  }

  private static Map<String, Object> own(String path) {
    return map("apiVersion", "v1", "fieldPath", path);
  }

  private static Map<String, Object> port(String name, int number) {
    return map("name", name, "containerPort", number, "protocol", "TCP");
  }

  private static Map<String, Object> mount(String name, String path, boolean readOnly) {
    return map("name", name, "readOnly", readOnly ? true : null, "mountPath", path);
  }

  private static Map<String, Object> probe(String path, int timeout, int period) {
    return map(
        "httpGet",
        map("path", path, "port", "http", "scheme", "HTTP"),
        "timeoutSeconds",
        timeout,
        "periodSeconds",
        period,
        "successThreshold",
        1,
        "failureThreshold",
        3);
  }
}
