package io.kybern.benchmarks.jmh;

import io.kybern.api.core.v1.Pod;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.ListStream;
import io.kybern.model.wire.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Bytes to objects. */
@State(Scope.Benchmark)
public class ReadBenchmark {
  private static final int LISTED = 20;

  /** Wire format, named as in {@link WireFormat}. */
  @Param({"PROTOBUF", "JSON", "CBOR"})
  public WireFormat format = WireFormat.PROTOBUF;

  private final Codec eager = Codec.eager();
  private final Codec lazy = Codec.lazy();
  private byte[] pod = {};
  private byte[] pods = {};

  /** Writes what is to be read. */
  @Setup
  public void prepare() {
    pod = Samples.pod(format);
    pods = Samples.pods(LISTED, format);
  }

  /** One pod with everything in it. */
  @Benchmark
  public Pod podEager() {
    return eager.read(Pod.TYPE, format, pod);
  }

  /** One pod: its metadata; spec and status stay bytes. */
  @Benchmark
  public Pod podLazy() {
    return lazy.read(Pod.TYPE, format, pod);
  }

  /** One pod, then the first look at its spec. */
  @Benchmark
  public Object podLazyThenSpec() {
    return lazy.read(Pod.TYPE, format, pod).spec().containers();
  }

  /** A list of twenty, one after another; nearly all strings repeat. */
  @Benchmark
  public void list(Blackhole hole) throws IOException {
    try (ListStream<Pod> items = lazy.readList(Pod.TYPE, format, new ByteArrayInputStream(pods))) {
      for (Pod item = items.next(); item != null; item = items.next()) {
        hole.consume(item);
      }
    }
  }
}
