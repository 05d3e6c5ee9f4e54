package io.kybern.benchmarks.jmh;

import io.kybern.api.core.v1.Pod;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a controller does with an object that it holds. */
@State(Scope.Benchmark)
public class AccessBenchmark {
  private Pod pod = Pod.builder().build();

  /** A pod whose lazy parts were looked at once. */
  @Setup
  public void prepare() {
    pod = Codec.lazy().read(Pod.TYPE, WireFormat.PROTOBUF, Samples.pod(WireFormat.PROTOBUF));
    pod.spec().containers();
    pod.status().phase();
  }

  /** A label. */
  @Benchmark
  public @Nullable Object label() {
    return pod.metadata().labels().get("team");
  }

  /** A field of a part that was bytes. */
  @Benchmark
  public @Nullable Object image() {
    return pod.spec().containers().get(1).image();
  }

  /** A copy with another annotation. */
  @Benchmark
  public Pod copy() {
    return pod.toBuilder()
        .metadata(pod.metadata().toBuilder().annotation("seen", "yes").build())
        .build();
  }
}
