package io.kybern.conformance.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.Namespace;
import io.kybern.client.ApiResource;
import io.kybern.conformance.TestServer;
import io.kybern.conformance.Wire;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * Whatever a text of an object is checked for, a very long one is answered: with the object or with
 * what is wrong, and not by a server that ran out of stack or time. Nothing is kept of it.
 */
class LongTextsTest {
  private static final int REPEATS = 10_000;
  private static final List<String> PATTERNS = List.of("a.", "a/", "1h");

  private final TestServer server = TestServer.shared();

  @Test
  void everyTextMayBeLong() {
    String namespace = TestServer.newName("long");
    server
        .client()
        .coreV1()
        .namespaces()
        .create(Namespace.builder().metadata(m -> m.name(namespace)).build());
    Set<String> failed = new TreeSet<>();
    int[] sent = {0};
    for (ApiResource resource : server.client().discovery().resources()) {
      // kube-apiserver itself answers 500 where a binding names what is no node.
      if (!Fixture.exists(resource) || resource.plural().equals("bindings")) {
        continue;
      }
      String path = path(resource, namespace) + "?dryRun=All";
      Map<String, Object> tree = Fixture.of(resource).object(namespace, 1).content();
      variants(
          tree,
          "",
          (where, changed) -> {
            Wire.Reply reply = server.wire().send("POST", path, json(changed));
            sent[0]++;
            if (reply.code() >= 500) {
              failed.add(Fixture.path(resource) + where + ": " + reply.code());
            }
          });
    }
    server.client().coreV1().namespaces().delete(namespace);
    assertEquals(Set.of(), failed);
    assertTrue(sent[0] > 1000, "only " + sent[0] + " requests");
  }

  private static String path(ApiResource resource, String namespace) {
    return (resource.group().isEmpty() ? "/api/" : "/apis/" + resource.group() + "/")
        + resource.version()
        + (resource.namespaced() ? "/namespaces/" + namespace : "")
        + "/"
        + resource.plural();
  }

  private static String json(Object tree) {
    return new String(Codec.treeToJson(tree), StandardCharsets.UTF_8);
  }

  /** Gives copies of a tree in each of which one text, or key of a map, is long. */
  private static void variants(Object tree, String where, BiConsumer<String, Object> use) {
    if (tree instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String key = (String) entry.getKey();
        if (where.isEmpty() && (key.equals("apiVersion") || key.equals("kind"))) {
          continue;
        }
        variants(
            entry.getValue(),
            where + "." + key,
            (path, changed) -> use.accept(path, replaced(map, key, key, changed)));
        if (key.contains("/") || key.contains(".")) {
          PATTERNS.forEach(
              pattern ->
                  use.accept(
                      where + "[key]",
                      replaced(map, key, pattern.repeat(REPEATS), entry.getValue())));
        }
      }
    } else if (tree instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        int at = i;
        variants(
            list.get(i),
            where + "[]",
            (path, changed) -> {
              List<Object> copy = new ArrayList<>(list);
              copy.set(at, changed);
              use.accept(path, copy);
            });
      }
    } else if (tree instanceof String text) {
      for (String pattern : PATTERNS) {
        use.accept(where, pattern.repeat(REPEATS));
        use.accept(where, text + pattern.repeat(REPEATS));
      }
    }
  }

  private static Map<Object, Object> replaced(
      Map<?, ?> map, String key, String newKey, Object newValue) {
    Map<Object, Object> copy = new LinkedHashMap<>(map);
    copy.remove(key);
    copy.put(newKey, newValue);
    return copy;
  }
}
