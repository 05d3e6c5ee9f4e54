package io.kybern.model.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.kybern.model.Seed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StringCacheTest {
  private static String get(StringCache cache, String text) {
    byte[] source = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    return cache.of(source, 1, source.length - 1);
  }

  @Test
  void whatRepeatsIsTheSameInstance() {
    StringCache cache = new StringCache();
    assertSame(get(cache, "kubernetes.io/hostname"), get(cache, "kubernetes.io/hostname"));
    assertNotSame(get(StringCache.NONE, "abc"), get(StringCache.NONE, "abc"));
    assertEquals("", get(cache, ""));
  }

  @Test
  void longTextsAndTextsBeyondAsciiAreRead() {
    StringCache cache = new StringCache();
    for (String text :
        List.of("a".repeat(500), "é", "日本", "\uD83D\uDE00", "a\uFFFDb", "\u0000", "\u007F")) {
      assertEquals(text, get(cache, text));
      assertEquals(text, get(cache, text));
    }
    assertNull(cache.of(new byte[] {'a', (byte) 0x80}, 0, 2));
    assertNull(cache.of(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, 0, 3));
  }

  @Test
  void textsInTheSamePlaceAreToldApart() {
    StringCache cache = new StringCache();
    // More words than the cache has places.
    List<String> words = new ArrayList<>(List.of(""));
    for (int i = 0; i < 16; i++) {
      List<String> longer = new ArrayList<>();
      for (String word : words) {
        longer.add(word + "Aa");
        longer.add(word + "BB");
      }
      words = longer;
    }
    for (int round = 0; round < 3; round++) {
      for (String word : words) {
        assertEquals(word, get(cache, word));
      }
    }
  }

  @Test
  void threadsNeverGetAnothersText() throws Exception {
    long seed = Seed.of("threadsNeverGetAnothersText").nextLong();
    StringCache cache = new StringCache();
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      CountDownLatch ready = new CountDownLatch(8);
      List<Future<?>> results = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        Random random = new Random(seed + thread);
        results.add(
            executor.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  for (int i = 0; i < 100_000; i++) {
                    String text = colliding(random);
                    assertEquals(text, get(cache, text));
                  }
                  return null;
                }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  /** One of few texts, of which many have the same hash. */
  private static String colliding(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(random.nextBoolean() ? "Aa" : "BB");
    }
    return text.toString();
  }
}
