package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.api.Kinds;
import io.kybern.api.core.v1.Pod;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Objects are shared by threads without any lock, while their parts are still being decoded. */
class ConcurrencyTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 150;

  @Test
  void allThreadsReadTheSameFromSharedObjects() throws Exception {
    Random seeds = Seed.of("allThreadsReadTheSameFromSharedObjects");
    List<Golden> goldens =
        Golden.random().stream().filter(g -> g.in(WireFormat.PROTOBUF).length < 8000).toList();
    Codec lazy = Codec.lazy();
    Codec eager = Codec.eager();
    for (int round = 0; round < ROUNDS; round++) {
      Golden golden = goldens.get(seeds.nextInt(goldens.size()));
      WireFormat format = seeds.nextBoolean() ? WireFormat.PROTOBUF : WireFormat.JSON;
      Message expected = (Message) eager.readAny(format, golden.in(format));
      int hash = expected.hashCode();
      // Not published in any safe way: the threads find it in a plain field.
      Shared shared = new Shared();
      long seed = seeds.nextLong();
      together(
          thread -> {
            if (thread == 0) {
              shared.object = (Message) lazy.readAny(format, golden.in(format));
            }
            Message object = shared.object;
            while (object == null) {
              Thread.onSpinWait();
              object = shared.read();
            }
            switch (new Random(seed + thread).nextInt(5)) {
              case 0 -> assertEquals(expected, object, golden.name());
              case 1 -> assertEquals(hash, object.hashCode(), golden.name());
              case 2 ->
                  assertEquals(
                      Bytes.of(golden.in(WireFormat.PROTOBUF)),
                      Bytes.of(Codec.write(object, WireFormat.PROTOBUF)),
                      golden.name());
              case 3 -> assertEquals(Codec.toTree(expected), Codec.toTree(object), golden.name());
              default -> assertEquals(expected.toString(), object.toString(), golden.name());
            }
          });
      assertEquals(expected, shared.object);
    }
  }

  private static final class Shared {
    private Message object;

    /** Keeps the compiler from reading the field only once. */
    private Message read() {
      Thread.yield();
      return object;
    }
  }

  @Test
  void oneCodecGivesEachThreadItsOwnStrings() throws Exception {
    Random seeds = Seed.of("oneCodecGivesEachThreadItsOwnStrings");
    Codec codec = Codec.lazy();
    long seed = seeds.nextLong();
    together(
        thread -> {
          // The same names in all threads, so that they share slots of the cache and replace each
          // other.
          Random random = new Random(seed + thread);
          for (int i = 0; i < 400; i++) {
            String text = "t" + random.nextInt(1 << random.nextInt(24));
            Pod pod =
                Pod.builder()
                    .metadata(m -> m.name(text).label(text, text).namespace("n" + text))
                    .spec(s -> s.nodeName(text).container(c -> c.image(text).arg(text + "x")))
                    .build();
            WireFormat format = i % 2 == 0 ? WireFormat.JSON : WireFormat.PROTOBUF;
            Pod read = codec.read(Pod.TYPE, format, Codec.write(pod, format));
            assertEquals(pod, read);
            assertEquals(text, read.name());
            assertEquals(text, read.spec().containers().get(0).image());
          }
        });
  }

  /**
   * All threads meet the classes, the layouts and the names of types for the first time at once.
   */
  @Test
  void typesMayBeMetByManyThreadsAtOnce() throws Exception {
    List<Golden> goldens = Golden.random();
    together(
        thread -> {
          for (int i = 0; i < goldens.size(); i += 7) {
            Golden golden = goldens.get(i);
            Message object =
                (Message)
                    Codec.eager().readAny(WireFormat.PROTOBUF, golden.in(WireFormat.PROTOBUF));
            assertEquals(
                Bytes.of(golden.in(WireFormat.PROTOBUF)),
                Bytes.of(Codec.write(object, WireFormat.PROTOBUF)),
                golden.name());
            assertEquals(
                object.messageType(),
                Kinds.find(object.messageType().apiVersion(), object.messageType().kind()));
          }
        });
  }

  private interface Work {
    void run(int thread) throws Exception;
  }

  private static void together(Work work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch ready = new CountDownLatch(THREADS);
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        results.add(
            executor.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  work.run(thread);
                  return null;
                }));
      }
      for (Future<?> result : results) {
        try {
          result.get();
        } catch (ExecutionException failed) {
          throw new AssertionError(failed.getCause());
        }
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
