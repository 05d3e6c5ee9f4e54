package io.kybern.apiserver.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.api.apps.v1.DaemonSet;
import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.apps.v1.StatefulSet;
import io.kybern.api.autoscaling.v2.HorizontalPodAutoscaler;
import io.kybern.api.batch.v1.Job;
import io.kybern.api.core.v1.Service;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What objects of some kinds are refused for; kube-apiserver 1.37.1 said each of these lines. */
class KindChecksTest {
  private static final String TEMPLATE =
      "selector: {matchLabels: {a: b}}\n"
          + "template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: b}]}}\n";

  private static <T extends Message> void refused(
      MessageType<T> type, BiConsumer<T, Checks> check, String spec, String... problems) {
    String yaml = "spec:\n" + spec.indent(2);
    T object = Codec.fromTree(type, Codec.yamlToTree(yaml.getBytes(StandardCharsets.UTF_8)));
    List<FieldError> errors = new ArrayList<>();
    check.accept(object, new Checks(errors));
    assertEquals(List.of(problems), errors.stream().map(FieldError::toString).toList());
  }

  @Test
  void deployments() {
    refused(Deployment.TYPE, WorkloadChecks::deployment, TEMPLATE);
    refused(
        Deployment.TYPE,
        WorkloadChecks::deployment,
        TEMPLATE + "replicas: -1\nstrategy: {rollingUpdate: {maxSurge: x, maxUnavailable: 101%}}",
        "spec.replicas: Invalid value: -1: must be greater than or equal to 0",
        "spec.strategy.rollingUpdate.maxSurge: Invalid value: \"x\": a valid percent string must be a"
            + " numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for"
            + " validation is '[0-9]+%')",
        "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"101%\": must not be greater"
            + " than 100%");
  }

  @Test
  void daemonSets() {
    refused(
        DaemonSet.TYPE,
        WorkloadChecks::daemonSet,
        TEMPLATE + "updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 0}}",
        "spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when"
            + " maxSurge is 0");
  }

  @Test
  void statefulSetsMountTheirClaims() {
    refused(
        StatefulSet.TYPE,
        WorkloadChecks::statefulSet,
        """
        selector: {matchLabels: {a: b}}
        template:
          metadata: {labels: {a: b}}
          spec: {containers: [{name: c, image: b, volumeMounts: [{name: data, mountPath: /d}]}]}
        volumeClaimTemplates:
        - metadata: {name: data}
          spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 0}}}
        """,
        "spec.volumeClaimTemplates[0].spec.resources[storage]: Invalid value: \"0\": must be greater"
            + " than zero");
  }

  @Test
  void jobs() {
    refused(
        Job.TYPE,
        (job, checks) -> JobChecks.job(job.spec(), checks),
        """
        completionMode: Indexed
        completions: 5
        successPolicy: {rules: [{succeededIndexes: 0-9}, {succeededIndexes: '1,3', succeededCount: 3}]}
        selector: {matchLabels: {a: b}}
        template:
          metadata: {labels: {a: b}}
          spec: {restartPolicy: Always, containers: [{name: c, image: b}]}
        """,
        "spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"0-9\": error parsing"
            + " succeededIndexes: too large index: \"9\"",
        "spec.successPolicy.rules[1].succeededCount: Invalid value: 3: must be less than or equal to"
            + " 2 (the number of indexes in the specified succeededIndexes field)",
        "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"");
  }

  @Test
  void schedules() {
    for (String[] one :
        new String[][] {
          {"60 * * * *", "end of range (60) above maximum (59): 60"},
          {"@never", "unrecognized descriptor: @never"},
          {"*/0 * * * *", "step of range should be a positive number: */0"},
          {"5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"},
          {"* * * *", "expected exactly 5 fields, found 4: [* * * *]"},
          {"a * * * *", "failed to parse int from a: strconv.Atoi: parsing \"a\": invalid syntax"},
        }) {
      List<FieldError> errors = new ArrayList<>();
      ScheduleChecks.schedule("s", one[0], new Checks(errors));
      assertEquals(List.of(FieldError.invalid("s", one[0], one[1])), errors);
    }
    for (String good : List.of("*/5 0-6,12 ? JAN-mar sun", "@daily", "@every 1h30m")) {
      List<FieldError> errors = new ArrayList<>();
      ScheduleChecks.schedule("s", good, new Checks(errors));
      assertEquals(List.of(), errors);
    }
  }

  @Test
  void autoscalers() {
    refused(
        HorizontalPodAutoscaler.TYPE,
        ScalerChecks::scaler,
        """
        maxReplicas: 3
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}
        metrics: [{type: Resource}]
        behavior: {scaleUp: {policies: []}}
        """,
        "spec.metrics[0].resource: Required value: must populate information for the given metric"
            + " source",
        "spec.behavior.scaleUp.policies: Required value: must specify at least one Policy");
  }

  @Test
  void services() {
    refused(Service.TYPE, ServiceChecks::service, "ports: [{port: 80, targetPort: web}]");
    refused(
        Service.TYPE,
        ServiceChecks::service,
        """
        ports: [{port: 80, name: a, protocol: TCP}, {port: 80, name: a, protocol: TCP, nodePort: 30000}]
        externalTrafficPolicy: Local
        healthCheckNodePort: 30500
        loadBalancerSourceRanges: [x]
        """,
        "spec.ports[1].name: Duplicate value: \"a\"",
        "spec.ports[1].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
        "spec.ports[1]: Duplicate value: {\"Name\":\"\",\"Protocol\":\"TCP\",\"AppProtocol\":null,"
            + "\"Port\":80,\"TargetPort\":0,\"NodePort\":0}",
        "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
        "spec.LoadBalancerSourceRanges[0]: Invalid value: \"x\": must be a valid CIDR value, (e.g."
            + " 10.9.8.0/24 or 2001:db8::/64)",
        "spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for"
            + " externally-accessible services",
        "spec.healthCheckNodePort: Invalid value: 30500: may only be set when `type` is"
            + " 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    refused(
        Service.TYPE,
        ServiceChecks::service,
        "type: ExternalName\nclusterIP: None",
        "spec.clusterIPs: Forbidden: may not be set for ExternalName services",
        "spec.externalName: Required value");
  }
}
