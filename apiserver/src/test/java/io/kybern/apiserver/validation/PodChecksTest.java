package io.kybern.apiserver.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.PodTemplateSpec;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What pods are refused for; kube-apiserver 1.37.1 said each of these lines. */
class PodChecksTest {
  private static PodSpec spec(String yaml) {
    String pod = "spec:\n" + yaml.indent(2);
    return Codec.fromTree(Pod.TYPE, Codec.yamlToTree(pod.getBytes(StandardCharsets.UTF_8))).spec();
  }

  private static void refused(String yaml, String... problems) {
    List<FieldError> errors = new ArrayList<>();
    PodChecks.pod(spec(yaml), Map.of(), new Checks(errors));
    assertEquals(List.of(problems), errors.stream().map(FieldError::toString).toList());
  }

  private static String container(String more) {
    return "containers:\n- name: c\n  image: b\n" + more.indent(2);
  }

  @Test
  void nothingIsWrong() {
    refused(container(""));
    refused(
        container(
                """
            ports: [{containerPort: 80, hostPort: 8080}]
            env: [{name: A, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}]
            volumeMounts: [{name: v, mountPath: /v, subPath: a/b}]
            livenessProbe: {tcpSocket: {port: web}}
            resources: {limits: {cpu: 1, a.b/c: 2}, requests: {cpu: 500m, a.b/c: 2}}
            """)
            + "volumes: [{name: v, emptyDir: {}}]\n");
  }

  @Test
  void containersNeedNameAndImage() {
    refused(
        "containers: [{name: C}]",
        "spec.containers[0].name: Invalid value: \"C\": " + Names.label("C").get(0),
        "spec.containers[0].image: Required value");
    refused("containers: []", "spec.containers: Required value");
  }

  @Test
  void portsOfTheHostAreTakenOnce() {
    refused(
        """
        containers:
        - {name: c, image: b, ports: [{containerPort: 1, hostPort: 80, protocol: TCP}]}
        - {name: d, image: b, ports: [{containerPort: 2, hostPort: 80, protocol: TCP}]}
        """,
        "spec.containers[1].ports[0].hostPort: Duplicate value: \"TCP//80\"");
  }

  @Test
  void variablesComeFromOnePlace() {
    refused(
        container(
            "env: [{name: a, valueFrom: {}}, {name: b, value: x, valueFrom: {secretKeyRef: {}}}]"),
        "spec.containers[0].env[0].valueFrom: Invalid value: \"\": must specify one of: `fieldRef`,"
            + " `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`",
        "spec.containers[0].env[1].valueFrom.secretKeyRef.name: Invalid value: \"\": "
            + Names.subdomain("").get(0),
        "spec.containers[0].env[1].valueFrom.secretKeyRef.key: Required value",
        "spec.containers[0].env[1].valueFrom: Invalid value: \"\": may not be specified when"
            + " `value` is not empty");
    refused(
        container("env: [{name: a, valueFrom: {fieldRef: {fieldPath: spec.bad}}}]"),
        "spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: \"spec.bad\": error"
            + " converting fieldPath: field label not supported: spec.bad");
    refused(
        container("envFrom: [{}]"),
        "spec.containers[0].envFrom: Invalid value: \"\": must specify one of: `configMapRef` or"
            + " `secretRef`");
  }

  @Test
  void mountsNeedVolumes() {
    refused(
        container("volumeMounts: [{name: v, mountPath: /a}]")
            + "volumes: [{name: v, hostPath: {path: a/../b}}]\n",
        "spec.volumes[0].hostPath.path: Invalid value: \"a/../b\": must not contain '..'",
        "spec.containers[0].volumeMounts[0].name: Not found: \"v\"");
  }

  @Test
  void probesHaveOneHandler() {
    refused(
        container(
                "livenessProbe: {successThreshold: 2}\nlifecycle: {preStop: {sleep: {seconds: 9}}}")
            + "terminationGracePeriodSeconds: 5\n",
        "spec.containers[0].lifecycle.preStop.sleep: Invalid value: 9: must be non-negative and less"
            + " than terminationGracePeriodSeconds (5)",
        "spec.containers[0].livenessProbe: Required value: must specify a handler type",
        "spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1");
  }

  @Test
  void resourcesHaveNamesAndLimits() {
    refused(
        container("resources: {limits: {cpu: 1}, requests: {cpu: 2}}"),
        "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to"
            + " cpu limit of 1");
    refused(
        container("resources: {limits: {hugepages-2Mi: 3Mi}}"),
        "spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: \"3Mi\": 3Mi is not"
            + " positive integer multiple of hugepages-2Mi",
        "spec.containers[0].resources: Forbidden: HugePages require cpu or memory");
    refused(
        container("resources: {claims: [{name: x}]}"),
        "spec.containers[0].resources.claims[0]: Not found: \"x\": must be one of the names in"
            + " pod.spec.resourceClaims which is empty");
  }

  @Test
  void initContainersHaveNoProbesUnlessTheyStay() {
    String two =
        """
        containers: [{name: c, image: b}]
        initContainers:
        - {name: i, image: b, livenessProbe: {exec: {command: [a]}}}
        - {name: j, image: b, restartPolicy: Always, livenessProbe: {exec: {command: [a]}, successThreshold: 1}}
        - {name: c, image: b, restartPolicy: Often}
        """;
    refused(
        two,
        "spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers"
            + " without restartPolicy=Always",
        "spec.initContainers[2].restartPolicy: Unsupported value: \"Often\": supported values:"
            + " \"Always\", \"Never\", \"OnFailure\"",
        "spec.initContainers[2].name: Duplicate value: \"c\"");
  }

  @Test
  void rightsFitTogether() {
    refused(
        container("securityContext: {runAsUser: -1}")
            + "hostUsers: false\nhostNetwork: true\nos: {name: linux}\n"
            + "securityContext: {windowsOptions: {runAsUserName: ''}}\n",
        "spec.containers[0].securityContext.runAsUser: Invalid value: -1: must be between 0 and"
            + " 2147483647, inclusive",
        "spec.securityContext.windowsOptions.runAsUserName: Invalid value: \"\": runAsUserName"
            + " cannot be an empty string",
        "spec.hostNetwork: Forbidden: when `hostUsers` is false",
        "spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux"
            + " pod");
  }

  @Test
  void affinitySpreadAndTolerations() {
    refused(
        container("")
            + """
            affinity:
              nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}
              podAntiAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                - {topologyKey: host, labelSelector: {matchExpressions: [{key: a, operator: In}]}}
            topologySpreadConstraints: [{maxSkew: 0, topologyKey: a, whenUnsatisfiable: DoNotSchedule}]
            tolerations: [{operator: Equal}]
            """,
        "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"
            + ".nodeSelectorTerms: Required value: must have at least one node selector term",
        "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]"
            + ".labelSelector.matchExpressions[0].values: Required value: must be specified when"
            + " `operator` is 'In' or 'NotIn'",
        "spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero",
        "spec.tolerations[0].operator: Invalid value: \"Equal\": operator must be Exists when `key`"
            + " is empty, which means \"match all values and all keys\"");
  }

  @Test
  void namesAndAddresses() {
    refused(
        container("") + "dnsPolicy: None\nhostAliases: [{ip: 01.2.3.4}]\nhostname: H\n",
        "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None",
        "spec.hostname: Invalid value: \"H\": " + Names.label("H").get(0),
        "spec.hostAliases[0].ip: Invalid value: \"01.2.3.4\": must not have leading 0s");
  }

  @Test
  void templatesHaveNoEphemeralContainersButAnyImage() {
    PodSpec spec =
        spec("containers: [{name: c, image: ' b'}]\nephemeralContainers: [{name: e, image: b}]\n");
    List<FieldError> errors = new ArrayList<>();
    PodChecks.template(
        PodTemplateSpec.builder().spec(spec).build(), "spec.template", new Checks(errors));
    assertEquals(
        List.of(
            "spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in"
                + " pod template"),
        errors.stream().map(FieldError::toString).toList());
  }
}
