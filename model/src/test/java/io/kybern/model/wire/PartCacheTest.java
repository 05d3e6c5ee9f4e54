package io.kybern.model.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.kybern.api.core.v1.Pod;
import io.kybern.model.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartCacheTest {
  private final Codec codec = Codec.lazy();

  private Pod reread(Pod pod) {
    return codec.read(Pod.TYPE, WireFormat.PROTOBUF, Codec.write(pod, WireFormat.PROTOBUF));
  }

  private static Pod pod(String name, Map<String, String> labels) {
    return Pod.builder()
        .metadata(
            m ->
                m.name(name)
                    .labels(labels)
                    .ownerReference(
                        o -> o.apiVersion("apps/v1").kind("ReplicaSet").name("web").uid("1-2-3")))
        .spec(s -> s.container(c -> c.name("web").image("nginx:1.29")))
        .build();
  }

  @Test
  void objectsShareTheLabelsAndOwnersTheyHaveInCommon() {
    Map<String, String> labels = Map.of("app", "web", "pod-template-hash", "a19764bdfa");
    List<Pod> pods = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      pods.add(reread(pod("web-" + i, labels)));
      assertEquals(labels, pods.get(i).labels());
      assertEquals("1-2-3", pods.get(i).metadata().ownerReferences().get(0).uid());
      assertEquals("web-" + i, pods.get(i).name());
    }
    assertSame(pods.get(2).labels(), pods.get(3).labels());
    assertSame(pods.get(2).metadata().ownerReferences(), pods.get(3).metadata().ownerReferences());
  }

  @Test
  void anotherCodecSharesNothing() {
    Pod pod = pod("web", Map.of("app", "web", "pod-template-hash", "a19764bdfa"));
    for (int i = 0; i < 3; i++) {
      reread(pod);
    }
    byte[] bytes = Codec.write(pod, WireFormat.PROTOBUF);
    Pod other = Codec.lazy().read(Pod.TYPE, WireFormat.PROTOBUF, bytes);
    assertEquals(other.labels(), reread(pod).labels());
    assertNotSame(other.labels(), reread(pod).labels());
  }

  /** The same bytes mean something else in another field: of a map, and of a list of messages. */
  @Test
  void fieldsWithTheSameBytesAreToldApart() {
    String toleration = "a-key-that-is-long-enough-to-be-shared";
    for (int i = 0; i < 4; i++) {
      Pod pod =
          reread(
              Pod.builder()
                  .metadata(m -> m.name("web").label("first-of-many-labels", toleration))
                  .spec(
                      s ->
                          s.nodeSelector("first-of-many-labels", toleration)
                              .container(c -> c.name("c").command(toleration).args(toleration)))
                  .build());
      assertEquals(Map.of("first-of-many-labels", toleration), pod.labels());
      assertEquals(Map.of("first-of-many-labels", toleration), pod.spec().nodeSelector());
      assertEquals(List.of(toleration), pod.spec().containers().get(0).command());
      assertEquals(List.of(toleration), pod.spec().containers().get(0).args());
    }
  }

  /** More parts than there is room for, coming again and again in any order. */
  @Test
  void whatIsReadIsWhatWasWrittenWhateverCameBefore() {
    Random random = Seed.of("whatIsReadIsWhatWasWrittenWhateverCameBefore");
    List<Map<String, String>> all = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      Map<String, String> labels = new HashMap<>();
      for (int k = random.nextInt(5); k >= 0; k--) {
        labels.put(
            "label-" + random.nextInt(12), "v".repeat(random.nextInt(150)) + random.nextInt(3));
      }
      all.add(labels);
    }
    for (int i = 0; i < 30_000; i++) {
      Map<String, String> labels = all.get(random.nextInt(1 + random.nextInt(all.size())));
      assertEquals(labels, reread(pod("p", labels)).labels());
    }
  }
}
