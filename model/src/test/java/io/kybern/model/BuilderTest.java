package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.coordination.v1.Lease;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.Secret;
import io.kybern.api.core.v1.ServicePort;
import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuilderTest {
  private static final Deployment WEB =
      Deployment.builder()
          .metadata(m -> m.name("web").label("app", "web").label("tier", "front"))
          .spec(
              s ->
                  s.replicas(3)
                      .selector(l -> l.matchLabel("app", "web"))
                      .template(
                          t ->
                              t.metadata(m -> m.label("app", "web"))
                                  .spec(
                                      p ->
                                          p.container(
                                                  c ->
                                                      c.name("web")
                                                          .image("nginx:1.29")
                                                          .arg("-v")
                                                          .arg("-x")
                                                          .port(o -> o.containerPort(80))
                                                          .env(e -> e.name("A").value("1"))
                                                          .resources(r -> r.limit("cpu", "100m")))
                                              .container(c -> c.name("side")))))
          .build();

  @Test
  void nestedLambdasBuildTheWholeObject() {
    assertEquals(
        "{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\",\"metadata\":{\"name\":\"web\",\"labels\":"
            + "{\"app\":\"web\",\"tier\":\"front\"}},\"spec\":{\"replicas\":3,\"selector\":{\"matchLabels\":"
            + "{\"app\":\"web\"}},\"template\":{\"metadata\":{\"labels\":{\"app\":\"web\"}},\"spec\":{\"containers\":"
            + "[{\"name\":\"web\",\"image\":\"nginx:1.29\",\"args\":[\"-v\",\"-x\"],\"ports\":[{\"containerPort\":80}],"
            + "\"env\":[{\"name\":\"A\",\"value\":\"1\"}],\"resources\":{\"limits\":{\"cpu\":\"100m\"}}},"
            + "{\"name\":\"side\"}]}}}}",
        new String(Codec.writeSetFields(WEB), java.nio.charset.StandardCharsets.UTF_8));
    assertEquals("apps/v1", WEB.apiVersion());
    assertEquals("Deployment", WEB.kind());
    assertEquals("web", WEB.name());
    assertEquals("", WEB.namespace());
    assertNull(WEB.uid());
    assertEquals(Map.of("app", "web", "tier", "front"), WEB.labels());
    assertEquals(
        "100m",
        WEB.spec()
            .template()
            .spec()
            .containers()
            .get(0)
            .resources()
            .limits()
            .get("cpu")
            .toString());
  }

  @Test
  void toBuilderKeepsTheRest() {
    Deployment scaled = WEB.toBuilder().spec(s -> s.replicas(5)).build();
    assertEquals(5, scaled.spec().replicas());
    assertEquals(3, WEB.spec().replicas());
    assertEquals(WEB.metadata(), scaled.metadata());
    assertEquals(WEB.spec().template(), scaled.spec().template());
    assertEquals(WEB, scaled.toBuilder().spec(s -> s.replicas(3)).build());
    Deployment more =
        WEB.toBuilder()
            .metadata(m -> m.label("app", "other").label("new", "x"))
            .spec(s -> s.template(t -> t.spec(p -> p.container(c -> c.name("third")))))
            .build();
    assertEquals(Map.of("app", "other", "tier", "front", "new", "x"), more.labels());
    assertEquals(3, more.spec().template().spec().containers().size());
    assertEquals(2, WEB.spec().template().spec().containers().size());
  }

  @Test
  void partsThatAreStillBytesCanBeChangedToo() {
    for (WireFormat format : List.of(WireFormat.JSON, WireFormat.PROTOBUF)) {
      Deployment read = Codec.lazy().read(Deployment.TYPE, format, Codec.write(WEB, format));
      assertEquals(
          WEB.toBuilder().spec(s -> s.replicas(5)).build(),
          read.toBuilder().spec(s -> s.replicas(5)).build());
      ConfigMap map = ConfigMap.builder().data("a", "1").data("b", "2").build();
      ConfigMap lazy = Codec.lazy().read(ConfigMap.TYPE, format, Codec.write(map, format));
      assertEquals(
          Map.of("a", "1", "b", "3", "c", "4"),
          lazy.toBuilder().data("b", "3").data("c", "4").build().data());
      assertEquals(map, lazy.toBuilder().build());
      assertEquals(map.toBuilder().data(null).build(), lazy.toBuilder().data(null).build());
    }
  }

  @Test
  void chainsNeverThrow() {
    Pod pod = Pod.builder().build();
    assertNull(pod.spec().nodeName());
    assertNull(pod.status().phase());
    assertNull(
        pod
            .spec()
            .affinity()
            .nodeAffinity()
            .requiredDuringSchedulingIgnoredDuringExecution()
            .nodeSelectorTerms()
            .stream()
            .findAny()
            .orElse(null));
    assertEquals(List.of(), pod.spec().containers());
    assertEquals(Map.of(), pod.spec().nodeSelector());
    assertEquals(Map.of(), pod.labels());
    assertEquals(List.of(), pod.metadata().ownerReferences());
    assertNull(Deployment.TYPE.empty().spec().strategy().rollingUpdate().maxSurge());
    assertEquals(0, ServicePort.TYPE.empty().port());
    assertEquals("", Container.TYPE.empty().name());
    assertSame(pod.spec(), Pod.builder().build().spec());
  }

  @Test
  void hasTellsWhetherAPartIsThere() {
    Pod pod = Pod.builder().build();
    assertFalse(pod.hasSpec());
    assertFalse(pod.spec().hasAffinity());
    // A pointer in Go: there, even with nothing in it.
    Pod affinity = Pod.builder().spec(s -> s.affinity(a -> {})).build();
    assertTrue(affinity.spec().hasAffinity());
    assertTrue(affinity.hasSpec());
    assertFalse(affinity.spec().affinity().hasNodeAffinity());
    // A value in Go: nothing in it is as good as not there.
    Pod empty = Pod.builder().spec(s -> {}).status(s -> {}).metadata(m -> {}).build();
    assertFalse(empty.hasSpec());
    assertFalse(empty.hasMetadata());
    assertEquals(pod, empty);
    assertEquals(pod.hashCode(), empty.hashCode());
    for (WireFormat format : WireFormat.values()) {
      for (Codec codec : List.of(Codec.lazy(), Codec.eager())) {
        Pod read = codec.read(Pod.TYPE, format, Codec.write(affinity, format));
        assertTrue(read.hasSpec() && read.spec().hasAffinity(), format.toString());
        assertFalse(
            codec.read(Pod.TYPE, format, Codec.write(empty, format)).hasSpec(), format.toString());
      }
    }
  }

  @Test
  void nullUnsets() {
    PodSpec spec =
        PodSpec.builder()
            .nodeName("n")
            .container(c -> {})
            .affinity(a -> {})
            .nodeSelector("a", "b")
            .build();
    PodSpec unset =
        spec.toBuilder()
            .nodeName(null)
            .containers((List<Container>) null)
            .affinity((io.kybern.api.core.v1.Affinity) null)
            .nodeSelector(null)
            .build();
    assertSame(PodSpec.TYPE.empty(), unset);
    assertEquals(
        PodSpec.TYPE.empty(),
        spec.toBuilder()
            .set("nodeName", null)
            .set("containers", null)
            .set("affinity", null)
            .set("nodeSelector", null)
            .build());
  }

  @Test
  void nullInListsAndMapsIsRefusedAtOnce() {
    Container.Builder builder = Container.builder();
    assertThrows(NullPointerException.class, () -> builder.arg(null));
    assertThrows(NullPointerException.class, () -> builder.args("a", null));
    assertThrows(NullPointerException.class, () -> builder.args(Arrays.asList("a", null)));
    assertThrows(
        NullPointerException.class, () -> builder.env((io.kybern.api.core.v1.EnvVar) null));
    assertThrows(NullPointerException.class, () -> ObjectMeta.builder().label("a", null));
    assertThrows(NullPointerException.class, () -> ObjectMeta.builder().label(null, "a"));
    Map<String, String> nulls = new HashMap<>();
    nulls.put("a", null);
    assertThrows(NullPointerException.class, () -> ObjectMeta.builder().labels(nulls));
    assertThrows(IllegalArgumentException.class, () -> ObjectMeta.builder().set("labels", nulls));
    assertEquals(Container.TYPE.empty(), builder.build());
  }

  @Test
  void builtObjectsDoNotChangeAnyMore() {
    List<String> args = new ArrayList<>(List.of("a"));
    Map<String, String> labels = new HashMap<>(Map.of("a", "b"));
    Container.Builder container = Container.builder().args(args).command("c");
    ObjectMeta.Builder metadata =
        ObjectMeta.builder().labels(labels).set("annotations", labels).set("finalizers", args);
    Container first = container.build();
    ObjectMeta firstMetadata = metadata.build();
    args.add("x");
    labels.put("x", "y");
    container.arg("b").name("later");
    metadata.label("c", "d").finalizer("f");
    assertEquals(List.of("a"), first.args());
    assertEquals("", first.name());
    assertEquals(Map.of("a", "b"), firstMetadata.labels());
    assertEquals(Map.of("a", "b"), firstMetadata.annotations());
    assertEquals(List.of("a"), firstMetadata.finalizers());
    Container second = container.build();
    container.arg("z");
    assertEquals(List.of("a", "b"), second.args());
    assertEquals(List.of("a", "b", "z"), container.build().args());
    assertEquals(List.of("a", "f"), metadata.build().finalizers());
    assertThrows(UnsupportedOperationException.class, () -> first.args().add("y"));
    assertThrows(UnsupportedOperationException.class, () -> first.command().set(0, "y"));
    assertThrows(UnsupportedOperationException.class, () -> firstMetadata.labels().put("y", "y"));
    assertThrows(UnsupportedOperationException.class, () -> first.ports().add(null));
    assertThrows(
        UnsupportedOperationException.class, () -> ObjectMeta.TYPE.empty().labels().put("a", "b"));
  }

  @Test
  void settingByNameChecksNameAndType() {
    Pod.Builder pod = Pod.builder();
    assertThrows(IllegalArgumentException.class, () -> pod.set("sepc", null));
    for (Object wrong :
        List.of("text", 1, List.of(), Map.of(), ObjectMeta.TYPE.empty(), WEB.spec())) {
      assertThrows(IllegalArgumentException.class, () -> pod.set("spec", wrong), wrong.toString());
      assertThrows(IllegalArgumentException.class, () -> Pod.TYPE.with(Pod.TYPE.empty(), 1, wrong));
    }
    PodSpec.Builder spec = PodSpec.builder();
    for (Object wrong : List.of("a", List.of("a"), List.of(1), Map.of())) {
      assertThrows(
          IllegalArgumentException.class, () -> spec.set("containers", wrong), wrong.toString());
    }
    for (Object wrong : List.of("a", Map.of(1, "a"), Map.of("a", 1), List.of())) {
      assertThrows(
          IllegalArgumentException.class, () -> spec.set("nodeSelector", wrong), wrong.toString());
    }
    assertThrows(IllegalArgumentException.class, () -> spec.set("activeDeadlineSeconds", 1));
    assertEquals(1L, spec.set("activeDeadlineSeconds", 1L).build().activeDeadlineSeconds());
    Message byIndex =
        with(PodSpec.TYPE, PodSpec.TYPE.empty(), "nodeSelector", new HashMap<>(Map.of("a", "b")));
    for (WireFormat format : WireFormat.values()) {
      assertEquals(byIndex, Codec.eager().read(PodSpec.TYPE, format, Codec.write(byIndex, format)));
    }
  }

  private static <T extends Message> T with(
      MessageType<T> type, T message, String field, Object value) {
    return type.with(message, type.field(field).index(), value);
  }

  @Test
  void timesHaveThePrecisionOfTheWire() {
    Instant time = Instant.parse("2026-11-21T01:02:03.123456789Z");
    Pod pod = Pod.builder().metadata(m -> m.creationTimestamp(time)).build();
    assertEquals(Instant.parse("2026-11-21T01:02:03Z"), pod.metadata().creationTimestamp());
    Lease lease = Lease.builder().spec(s -> s.renewTime(time)).build();
    assertEquals(Instant.parse("2026-11-21T01:02:03.123456Z"), lease.spec().renewTime());
    for (WireFormat format : WireFormat.values()) {
      assertEquals(pod, Codec.eager().read(Pod.TYPE, format, Codec.write(pod, format)));
      assertEquals(lease, Codec.eager().read(Lease.TYPE, format, Codec.write(lease, format)));
    }
    Pod finer =
        Codec.eager()
            .read(
                Pod.TYPE,
                WireFormat.JSON,
                "{\"metadata\":{\"creationTimestamp\":\"2026-11-21T01:02:03.9Z\"}}".getBytes());
    assertEquals(pod, finer);
  }

  @Test
  void secretsTakeBytes() {
    byte[] password = {1, 2, 3};
    Secret secret = Secret.builder().data("p", password).build();
    password[0] = 9;
    assertEquals(Bytes.of(new byte[] {1, 2, 3}), secret.data().get("p"));
  }
}
