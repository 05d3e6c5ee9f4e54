package io.kybern.benchmarks.jmh;

import io.kybern.api.core.v1.Pod;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Objects to bytes. */
@State(Scope.Benchmark)
public class WriteBenchmark {
  /** Wire format, named as in {@link WireFormat}. */
  @Param({"PROTOBUF", "JSON", "CBOR", "YAML"})
  public WireFormat format = WireFormat.PROTOBUF;

  private Pod pod = Pod.builder().build();

  /** Makes the pod that is written. */
  @Setup
  public void prepare() {
    pod = Samples.pod();
  }

  /** A pod of which every field was read. */
  @Benchmark
  public byte[] pod() {
    return Codec.write(pod, format);
  }

  /** The same with one label more: what an update sends. */
  @Benchmark
  public byte[] changedPod() {
    Pod changed =
        pod.toBuilder().metadata(pod.metadata().toBuilder().label("seen", "yes").build()).build();
    return Codec.write(changed, format);
  }
}
