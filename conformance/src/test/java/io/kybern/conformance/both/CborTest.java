package io.kybern.conformance.both;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Namespace;
import io.kybern.api.core.v1.Secret;
import io.kybern.apiserver.ApiServer;
import io.kybern.client.Apply;
import io.kybern.client.Kubernetes;
import io.kybern.client.ListQuery;
import io.kybern.client.Resources;
import io.kybern.client.Watch;
import io.kybern.client.WatchEvent;
import io.kybern.conformance.Wire;
import io.kybern.error.NotFoundException;
import io.kybern.model.Bytes;
import io.kybern.model.ResourceType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import io.kybern.testing.RealCluster;
import io.kybern.testing.TestCluster;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** CBOR with kube-apiserver's gate on and off, and with the embedded server's option. */
class CborTest {
  private static final String CBOR = "application/cbor";
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  @Test
  void bothServersAnswerAlike() {
    try (TestCluster real = RealCluster.builder().cbor().start();
        TestCluster embedded = TestCluster.embedded(ApiServer.builder().cbor(true))) {
      assertEquals(answers(real), answers(embedded));
      for (TestCluster cluster : List.of(real, embedded)) {
        theClientSpeaksIt(cluster);
      }
    }
    try (TestCluster real = RealCluster.start();
        TestCluster embedded = TestCluster.embedded()) {
      assertEquals(answers(real), answers(embedded));
      for (TestCluster cluster : List.of(real, embedded)) {
        theClientGetsAlongWithout(cluster);
      }
    }
  }

  /** Code and content type of what is asked for in CBOR, and reasons of refusals. */
  private static Map<String, String> answers(TestCluster cluster) {
    Map<String, String> answers = new TreeMap<>();
    try (Wire wire = Wire.as(cluster.config())) {
      for (String accept :
          List.of(
              CBOR,
              "application/cbor-seq",
              CBOR + ",application/json",
              "application/json;q=0.9,application/cbor;q=1",
              CBOR + ";as=Table;v=v1;g=meta.k8s.io",
              CBOR + ";as=Table;v=v1;g=meta.k8s.io,application/json",
              CBOR + ";as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")) {
        for (String path : List.of(MAPS, MAPS + "?watch=1&timeoutSeconds=1")) {
          put(answers, accept + " " + path, wire.get(path, accept));
        }
      }
      for (String path :
          List.of(
              "/api",
              "/apis",
              "/apis/apps",
              "/apis/apps/v1",
              "/api/v1",
              MAPS + "/none",
              "/api/v1/nothing",
              "/healthz")) {
        put(answers, path, wire.get(path, CBOR));
      }
      byte[] map =
          Codec.write(ConfigMap.builder().metadata(m -> m.name("a")).build(), WireFormat.CBOR);
      for (String type : List.of(CBOR, "application/cbor-seq", CBOR + "; charset=utf-8")) {
        put(
            answers,
            "POST " + type,
            wire.send("POST", MAPS + "?dryRun=All", map, Map.of("Content-Type", type)));
      }
      for (String wrong : List.of("", "x", new String(new char[] {0xA1}))) {
        put(
            answers,
            "POST of " + wrong.length(),
            wire.send(
                "POST",
                MAPS,
                wrong.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                Map.of("Content-Type", CBOR, "Accept", "application/json")));
      }
    }
    return answers;
  }

  private static void put(Map<String, String> answers, String asked, Wire.Reply reply) {
    String type = String.valueOf(reply.headers().get("Content-Type"));
    answers.put(asked, reply.code() + " " + type.replace("; charset=utf-8", ""));
  }

  private static void theClientSpeaksIt(TestCluster cluster) {
    try (Kubernetes k8s =
        Kubernetes.connect(cluster.config().toBuilder().format(WireFormat.CBOR).build())) {
      k8s.coreV1().namespaces().create(Namespace.builder().metadata(m -> m.name("c")).build());
      byte[] bytes = {0, 1, (byte) 0xFE, (byte) 0xFF};
      Secret secret =
          Secret.builder()
              .metadata(m -> m.name("s").annotation("a", "ü\uD83D\uDE00"))
              .data(Map.of("k", Bytes.of(bytes)))
              .build();
      Secret created = k8s.coreV1().secrets("c").create(secret);
      assertEquals(secret.data(), created.data());
      Resources<Unstructured> dynamic =
          k8s.resources(ResourceType.dynamic("v1", "Secret")).namespace("c");
      Unstructured tree = dynamic.get("s");
      assertEquals("AAH+/w==", tree.at("data", "k"));
      Unstructured changed = dynamic.update(tree.with("Ag==", "data", "l"));
      assertEquals(Bytes.of(new byte[] {2}), k8s.coreV1().secrets("c").get("s").data().get("l"));
      assertEquals(List.of(changed), dynamic.list().toList());
      // The same object, whatever format it is read in.
      Secret inCbor = k8s.coreV1().secrets("c").get("s");
      for (WireFormat format : List.of(WireFormat.JSON, WireFormat.PROTOBUF)) {
        Secret other = k8s.coreV1().secrets("c").generic().format(format).get("s");
        assertEquals(Codec.toTree(other), Codec.toTree(inCbor));
      }
      try (Watch<Unstructured> watch = dynamic.watch()) {
        Iterator<WatchEvent<Unstructured>> events = watch.iterator();
        assertEquals("s", events.next().object().name());
        dynamic.delete("s");
        assertEquals(WatchEvent.Type.DELETED, events.next().type());
      }
      NotFoundException missing =
          assertThrows(NotFoundException.class, () -> k8s.coreV1().secrets("c").get("s"));
      assertEquals("s", missing.status().details().name());
      if (cluster.isReal()) {
        ConfigMap applied =
            ConfigMap.builder().metadata(m -> m.name("m")).data(Map.of("k", "v")).build();
        ConfigMap stored = k8s.coreV1().configMaps("c").apply(applied, Apply.as("me"));
        assertEquals("v", stored.data().get("k"));
        assertTrue(stored.metadata().managedFields().get(0).fieldsV1().text().contains("f:k"));
      }
    }
  }

  private static void theClientGetsAlongWithout(TestCluster cluster) {
    try (Kubernetes k8s =
        Kubernetes.connect(cluster.config().toBuilder().format(WireFormat.CBOR).build())) {
      ConfigMap map = ConfigMap.builder().metadata(m -> m.name("plain")).build();
      assertEquals("plain", k8s.coreV1().configMaps("default").create(map).name());
      assertEquals("plain", k8s.coreV1().configMaps("default").get("plain").name());
      assertTrue(
          k8s.coreV1().configMaps("default").list(ListQuery.all()).toList().stream()
              .anyMatch(found -> found.name().equals("plain")));
    }
  }
}
