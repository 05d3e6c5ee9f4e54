package io.kybern.conformance.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.ListQuery;
import io.kybern.client.Watch;
import io.kybern.client.WatchEvent;
import io.kybern.conformance.TestServer;
import io.kybern.error.ConflictException;
import io.kybern.error.NotFoundException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Many who write and many who watch: all see the same, in the same order. */
class WatchOrderTest {
  private static final int WRITERS = 4;
  private static final int WATCHERS = 6;
  private static final int WRITES = 60;
  private static final String LAST = "z-last";

  private final TestServer server = TestServer.shared();

  @Test
  void everyoneSeesOneOrder() {
    long seed = new Random().nextLong();
    System.out.println("seed of the writes: " + seed);
    Scene scene = new Scene(server);
    var maps = server.client().coreV1().configMaps(scene.namespace);
    String start = Scene.version(scene.list(""));
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS + WATCHERS);
    try {
      List<CompletableFuture<List<String>>> watchers = new ArrayList<>();
      for (int i = 0; i < WATCHERS; i++) {
        // Half of them are there from the first write on, half come from a list.
        String from = i % 2 == 0 ? start : "";
        watchers.add(CompletableFuture.supplyAsync(() -> follow(scene, from), pool));
      }
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        Random random = new Random(seed + i);
        writers.add(CompletableFuture.runAsync(() -> write(scene, random), pool));
      }
      writers.forEach(CompletableFuture::join);
      maps.create(ConfigMap.builder().metadata(m -> m.name(LAST)).build());
      List<String> first = watchers.get(0).join();
      Map<String, String> stored = new TreeMap<>();
      for (ConfigMap map : maps.list(ListQuery.all())) {
        stored.put(map.name(), map.resourceVersion());
      }
      for (int i = 0; i < WATCHERS; i++) {
        List<String> seen = watchers.get(i).join();
        assertEquals(stored, state(seen), "seed " + seed);
        if (i % 2 == 0) {
          assertEquals(first, seen, "seed " + seed);
        }
      }
    } finally {
      pool.shutdown();
    }
  }

  private List<String> follow(Scene scene, String from) {
    List<String> seen = new ArrayList<>();
    long last = 0;
    try (Watch<ConfigMap> watch =
        server
            .client()
            .coreV1()
            .configMaps(scene.namespace)
            .watch(from.isEmpty() ? ListQuery.all() : ListQuery.all().resourceVersion(from))) {
      for (WatchEvent<ConfigMap> event : watch) {
        ConfigMap map = event.object();
        seen.add(event.type() + " " + map.name() + " " + map.resourceVersion());
        if (!from.isEmpty()) {
          long version = Long.parseLong(map.resourceVersion());
          assertTrue(version > last, seen.toString());
          last = version;
        }
        if (map.name().equals(LAST)) {
          break;
        }
      }
    }
    return seen;
  }

  private static Map<String, String> state(List<String> events) {
    Map<String, String> state = new HashMap<>();
    for (String event : events) {
      String[] parts = event.split(" ");
      String before =
          parts[0].equals("DELETED") ? state.remove(parts[1]) : state.put(parts[1], parts[2]);
      assertEquals(parts[0].equals("ADDED"), before == null, event);
    }
    return new TreeMap<>(state);
  }

  private void write(Scene scene, Random random) {
    var maps = server.client().coreV1().configMaps(scene.namespace);
    for (int i = 0; i < WRITES; i++) {
      String name = "m" + random.nextInt(6);
      ConfigMap map =
          ConfigMap.builder().metadata(m -> m.name(name)).data("v", "" + random.nextInt()).build();
      try {
        switch (random.nextInt(3)) {
          case 0 -> maps.create(map);
          case 1 -> maps.update(map);
          default -> maps.delete(name);
        }
      } catch (NotFoundException | ConflictException e) {
        // Somebody else was first: that is what this is about.
      } catch (io.kybern.error.ApiException e) {
        assertEquals("AlreadyExists", e.status().reason());
      }
    }
  }
}
