package io.kybern.benchmarks.jmh;

import io.kybern.api.core.v1.Pod;
import io.kybern.api.meta.v1.ListMeta;
import io.kybern.model.ObjectType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is read and written: a pod as clusters have it, many of its like, and a custom resource. */
final class Samples {
  static final ObjectType<Unstructured> CAMPAIGN =
      Unstructured.type("shop.example.com/v1", "Campaign");

  private Samples() {}

  static Pod pod() {
    return Codec.eager().read(Pod.TYPE, WireFormat.JSON, resource("pod.json"));
  }

  static byte[] pod(WireFormat format) {
    return Codec.write(pod(), format);
  }

  static byte[] campaign(WireFormat format) {
    return Codec.write(
        Codec.eager().read(CAMPAIGN, WireFormat.JSON, resource("campaign.json")), format);
  }

  /** A list of pods of five workloads: names differ, nearly all else repeats. */
  static byte[] pods(int count, WireFormat format) {
    Pod one = pod();
    List<Pod> pods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String workload = "checkout-" + i % 5;
      String name = workload + "-7c9d8b6f5-" + Integer.toString(i + 50_000, 36);
      pods.add(
          one.toBuilder()
              .metadata(
                  one.metadata().toBuilder()
                      .name(name)
                      .generateName(workload + "-7c9d8b6f5-")
                      .label("app.kubernetes.io/name", workload)
                      .build())
              .build());
    }
    return Codec.writeList(
        "v1", "PodList", ListMeta.builder().resourceVersion("48213500").build(), pods, format);
  }

  private static byte[] resource(String name) {
    try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
