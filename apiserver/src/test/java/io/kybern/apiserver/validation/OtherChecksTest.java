package io.kybern.apiserver.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.api.core.v1.LimitRange;
import io.kybern.api.core.v1.Node;
import io.kybern.api.core.v1.PersistentVolume;
import io.kybern.api.core.v1.ResourceQuota;
import io.kybern.api.discovery.v1.EndpointSlice;
import io.kybern.api.networking.v1.Ingress;
import io.kybern.api.networking.v1.NetworkPolicy;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What objects of rarer kinds are refused for; kube-apiserver 1.37.1 said each of these lines. */
class OtherChecksTest {
  private static <T extends Message> void refused(
      MessageType<T> type, BiConsumer<T, Checks> check, String yaml, String... problems) {
    T object = Codec.fromTree(type, Codec.yamlToTree(yaml.getBytes(StandardCharsets.UTF_8)));
    List<FieldError> errors = new ArrayList<>();
    check.accept(object, new Checks(errors));
    assertEquals(List.of(problems), errors.stream().map(FieldError::toString).toList());
  }

  @Test
  void ingresses() {
    refused(
        Ingress.TYPE,
        NetworkChecks::ingress,
        "spec: {rules: [{host: 1.2.3.4, http: {paths: [{path: /a//b, pathType: Prefix}]}}]}",
        "spec.rules[0].host: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address",
        "spec.rules[0].http.paths[0].path: Invalid value: \"/a//b\": must not contain '//'",
        "spec.rules[0].http.paths[0].backend: Invalid value: \"\": resource or service backend is"
            + " required");
  }

  @Test
  void networkPolicies() {
    refused(
        NetworkPolicy.TYPE,
        NetworkChecks::policy,
        "spec: {ingress: [{ports: [{port: 5, endPort: 1}],"
            + " from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/9, 10.1.0.0/16]}}]}]}",
        "spec.ingress[0].ports[0].endPort: Invalid value: 1: must be greater than or equal to"
            + " `port`",
        "spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: \"11.0.0.0/9\": must be a strict"
            + " subset of `cidr`");
  }

  @Test
  void slices() {
    refused(
        EndpointSlice.TYPE,
        EndpointChecks::slice,
        "{addressType: IPv4, endpoints: [{addresses: ['::1']}, {addresses: []}]}",
        "endpoints[0].addresses: Invalid value: \"::1\": must be an IPv4 address",
        "endpoints[0].addresses[0]: Invalid value: \"::1\": may not be in the loopback range"
            + " (127.0.0.0/8, ::1/128)",
        "endpoints[1].addresses: Required value");
  }

  @Test
  void volumes() {
    refused(
        PersistentVolume.TYPE,
        StorageChecks::volume,
        "spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path: /},"
            + " nfs: {server: a, path: /}, persistentVolumeReclaimPolicy: Recycle}",
        "spec.nfs: Forbidden: may not specify more than 1 volume type",
        "spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of"
            + " '/'");
  }

  @Test
  void limitsAndQuotas() {
    refused(
        LimitRange.TYPE,
        LimitChecks::limits,
        "spec: {limits: [{type: Container, max: {cpu: 1}, min: {cpu: 2}}, {type: x}]}",
        "spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than max value 1",
        "spec.limits[1].type: Invalid value: \"x\": must be a standard limit type or fully"
            + " qualified");
    refused(
        ResourceQuota.TYPE,
        LimitChecks::quota,
        "spec: {hard: {pods: 1500m}, scopes: [BestEffort, NotBestEffort]}",
        "spec.hard[pods]: Invalid value: \"1500m\": must be an integer",
        "spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\"]: conflicting scopes");
  }

  @Test
  void nodes() {
    refused(
        Node.TYPE,
        NodeChecks::node,
        "spec: {taints: [{key: a, effect: NoSchedule}, {key: a, effect: NoSchedule}]}",
        "metadata.taints[1]: Duplicate value: {\"Key\":\"a\",\"Value\":\"\",\"Effect\":"
            + "\"NoSchedule\",\"TimeAdded\":null}: taints must be unique by key and effect pair");
  }
}
