package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.Secret;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objects that say the same are equal, wherever they come from. */
class EqualityTest {
  private final Codec lazy = Codec.lazy();
  private final Codec eager = Codec.eager();

  @Test
  void zeroEmptyAndAbsentAreTheSameWhereGoHasNoPointer() {
    Pod expected = Pod.builder().spec(s -> s.restartPolicy("Always")).build();
    for (String spec :
        List.of(
            "{\"restartPolicy\":\"Always\"}",
            "{\"restartPolicy\":\"Always\",\"nodeName\":\"\",\"hostNetwork\":false,\"containers\":null}",
            "{\"restartPolicy\":\"Always\",\"containers\":[],\"nodeSelector\":{},\"volumes\":[]}",
            "{\"nodeName\":null,\"restartPolicy\":\"Always\",\"overhead\":{},\"affinity\":null}")) {
      same(
          expected,
          "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":{},\"spec\":"
              + spec
              + "}");
      same(expected, "{\"metadata\":null,\"status\":{\"phase\":\"\"},\"spec\":" + spec + "}");
    }
  }

  private void same(Pod expected, String json) {
    List<Pod> pods = new ArrayList<>();
    for (Codec codec : List.of(lazy, eager)) {
      Pod pod = codec.read(Pod.TYPE, WireFormat.JSON, utf8(json));
      pods.add(pod);
      pods.add(codec.read(Pod.TYPE, WireFormat.YAML, utf8(json)));
      for (WireFormat format : WireFormat.values()) {
        pods.add(codec.read(Pod.TYPE, format, Codec.write(pod, format)));
      }
    }
    pods.add(Codec.fromTree(Pod.TYPE, Codec.jsonToTree(utf8(json))));
    for (Pod pod : pods) {
      assertEquals(expected, pod);
      assertEquals(pod, expected);
      assertEquals(expected.hashCode(), pod.hashCode());
    }
    assertEquals(1, new HashSet<>(pods).size());
  }

  @Test
  void aPointerToZeroIsNotTheSameAsNone() {
    Deployment none = Deployment.builder().spec(s -> s.paused(false)).build();
    Deployment zero = Deployment.builder().spec(s -> s.replicas(0)).build();
    assertNotEquals(none, zero);
    assertEquals(none, Deployment.builder().build());
    for (WireFormat format : WireFormat.values()) {
      for (Codec codec : List.of(lazy, eager)) {
        Deployment read = codec.read(Deployment.TYPE, format, Codec.write(zero, format));
        assertEquals(zero, read);
        assertEquals(0, read.spec().replicas());
        assertNull(
            codec.read(Deployment.TYPE, format, Codec.write(none, format)).spec().replicas());
      }
    }
  }

  @Test
  void orderOfMembersAndFormOfQuantitiesDoNotMatter() {
    Pod a = pod("{\"spec\":{\"overhead\":{\"cpu\":\"1\",\"memory\":\"1Gi\"},\"nodeName\":\"n\"}}");
    Pod b =
        pod("{\"spec\":{\"nodeName\":\"n\",\"overhead\":{\"memory\":\"1024Mi\",\"cpu\":1000e-3}}}");
    assertEquals(a, b);
    assertEquals(a.hashCode(), b.hashCode());
    assertNotEquals(a, pod("{\"spec\":{\"nodeName\":\"n\",\"overhead\":{\"cpu\":\"1\"}}}"));
  }

  private Pod pod(String json) {
    return lazy.read(Pod.TYPE, WireFormat.JSON, utf8(json));
  }

  @Test
  void otherTypesAndOtherFieldsAreNotEqual() {
    assertNotEquals(Pod.TYPE.empty(), ConfigMap.TYPE.empty());
    assertNotEquals(Pod.TYPE.empty(), null);
    assertNotEquals(Pod.TYPE.empty(), "Pod{}");
    assertNotEquals(pod("{\"new\":1}"), pod("{}"));
    assertNotEquals(pod("{\"new\":1}"), pod("{\"new\":2}"));
    assertEquals(pod("{\"new\": 1}"), pod("{\"new\":1}"));
    assertNotEquals(pod("{\"spec\":{\"nodeName\":\"a\"}}"), pod("{\"spec\":{\"nodeName\":\"b\"}}"));
    assertNotEquals(pod("{\"spec\":{\"nodeName\":\"a\"}}"), pod("{\"spec\":{\"hostname\":\"a\"}}"));
  }

  @Test
  void oneWhoseKindIsEmptyIsAsOneWithoutKind() {
    for (String head :
        List.of(
            "",
            "\"kind\":\"\",",
            "\"kind\":null,\"apiVersion\":null,",
            "\"kind\":\"Pod\",\"apiVersion\":\"v1\",")) {
      Pod pod = pod("{" + head + "\"spec\":{}}");
      assertEquals(Pod.TYPE.empty(), pod);
      assertEquals("Pod", pod.kind());
      assertEquals("v1", pod.apiVersion());
    }
    var list =
        eager.read(
            io.kybern.api.core.v1.PodList.TYPE,
            WireFormat.JSON,
            utf8(
                "{\"items\":[{\"kind\":\"\"},{},{\"kind\":null},{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}]}"));
    assertEquals(list.items().get(0), list.items().get(1));
    assertEquals(list.items().get(1), list.items().get(2));
    assertEquals("Pod", list.items().get(3).kind());
  }

  @Test
  void nullsStandForZeroValues() {
    Secret secret =
        eager.read(
            Secret.TYPE,
            WireFormat.JSON,
            utf8("{\"data\":{\"a\":null},\"stringData\":{\"b\":null},\"immutable\":null}"));
    assertEquals(Map.of("a", Bytes.EMPTY), secret.data());
    assertEquals(Map.of("b", ""), secret.stringData());
    assertNull(secret.immutable());
    PodSpec spec =
        eager
            .read(
                Pod.TYPE,
                WireFormat.JSON,
                utf8(
                    "{\"spec\":{\"containers\":[null,{\"name\":null,\"args\":[null,\"a\"],\"ports\":[null]}],"
                        + "\"overhead\":{\"cpu\":null},\"terminationGracePeriodSeconds\":null}}"))
            .spec();
    assertEquals(2, spec.containers().size());
    assertEquals(List.of("", "a"), spec.containers().get(1).args());
    assertEquals(0, spec.containers().get(1).ports().get(0).containerPort());
    assertEquals(Quantity.ZERO, spec.overhead().get("cpu"));
    assertNull(spec.terminationGracePeriodSeconds());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
