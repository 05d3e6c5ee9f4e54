package io.kybern.model.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Wire bytes to strings: some that repeat, and ones that never come again. */
@State(Scope.Benchmark)
public class StringCacheBenchmark {
  private static final int TEXTS = 1000;

  private final StringCache cache = new StringCache();
  private final byte[][] texts = new byte[TEXTS][];
  private int round;

  /** Texts as images and node names are. */
  @Setup
  public void prepare() {
    for (int i = 0; i < TEXTS; i++) {
      texts[i] = ("registry.example.com/team/app-" + i).getBytes(StandardCharsets.US_ASCII);
      of(texts[i]);
    }
  }

  private @Nullable String of(byte[] text) {
    return cache.of(text, 0, text.length);
  }

  /** The cache has all of them, but for those that share a place. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public void known(Blackhole hole) {
    for (byte[] text : texts) {
      hole.consume(of(text));
    }
  }

  /** Each text is another one in each round. */
  @Benchmark
  @OperationsPerInvocation(TEXTS)
  public void fresh(Blackhole hole) {
    round++;
    for (byte[] text : texts) {
      for (int i = 0; i < 4; i++) {
        text[i] = (byte) ('a' + (round >>> i * 4 & 15));
      }
      hole.consume(of(text));
    }
  }
}
