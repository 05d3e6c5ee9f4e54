package io.kybern.benchmarks.jmh;

import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A custom resource, of which no Java type exists. */
@State(Scope.Benchmark)
public class UnstructuredBenchmark {
  /** Wire format, named as in {@link WireFormat}. */
  @Param({"JSON", "CBOR"})
  public WireFormat format = WireFormat.JSON;

  private final Codec codec = Codec.eager();
  private byte[] bytes = {};
  private Unstructured object = Unstructured.of(Map.of());

  /** Writes and reads what is used. */
  @Setup
  public void prepare() {
    bytes = Samples.campaign(format);
    object = read();
  }

  /** Bytes to a tree. */
  @Benchmark
  public Unstructured read() {
    return codec.read(Samples.CAMPAIGN, format, bytes);
  }

  /** A tree to bytes. */
  @Benchmark
  public byte[] write() {
    return Codec.write(object, format);
  }
}
