package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** However creations and deletions of a namespace meet, nothing is left in one that is gone. */
class NamespaceRaceTest {
  private static final Set<String> INITIAL =
      Set.of("default", "kube-node-lease", "kube-public", "kube-system");

  @Test
  void nothingOutlivesItsNamespace() throws InterruptedException {
    long seed = new Random().nextLong();
    ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();
    try (Api api = new Api()) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        Random random = new Random(seed + t);
        threads.add(
            new Thread(
                () -> {
                  for (int i = 0; i < 400; i++) {
                    int code = step(api, random);
                    if (!Set.of(200, 201, 403, 404, 409).contains(code)) {
                      surprises.add("code " + code);
                    }
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(List.of(), List.copyOf(surprises), "seed " + seed);
      Set<Object> namespaces = new HashSet<>(api.get("/api/v1/namespaces").names());
      for (Object item : api.get("/api/v1/configmaps").items()) {
        Object namespace = Api.castMap(Api.castMap(item).get("metadata")).get("namespace");
        assertTrue(namespaces.contains(namespace), "seed " + seed + ": " + namespace);
      }
      for (Object namespace : namespaces) {
        if (!INITIAL.contains(namespace)) {
          assertEquals(
              "Active",
              api.get("/api/v1/namespaces/" + namespace).at("status", "phase"),
              "seed " + seed);
        }
      }
    }
  }

  private static int step(Api api, Random random) {
    String namespace = "n" + random.nextInt(3);
    String path = "/api/v1/namespaces/" + namespace;
    return switch (random.nextInt(6)) {
      case 0 -> api.delete(path).code();
      case 1 -> api.post("/api/v1/namespaces", "{'metadata':{'name':'" + namespace + "'}}").code();
      case 2 -> api.delete(path + "/configmaps/c" + random.nextInt(5)).code();
      default ->
          api.post(path + "/configmaps", "{'metadata':{'name':'c" + random.nextInt(5) + "'}}")
              .code();
    };
  }
}
