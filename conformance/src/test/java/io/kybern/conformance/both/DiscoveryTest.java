package io.kybern.conformance.both;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.conformance.TestServer;
import io.kybern.conformance.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is served: groups and versions in their order, resources with verbs, short names,
 * categories, scope and subresources, in every form there is.
 */
class DiscoveryTest {
  private static final String JSON = "application/json";
  private static final String AGGREGATED =
      JSON + ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private final Wire embedded = TestServer.embedded().wire();
  private final Wire real = TestServer.real().wire();

  @Test
  void aggregatedDocumentsAreTheSame() {
    for (String path : List.of("/api", "/apis")) {
      Wire.Reply expected = real.get(path, AGGREGATED);
      Wire.Reply actual = embedded.get(path, AGGREGATED);
      assertEquals(expected.headers().get("Content-Type"), actual.headers().get("Content-Type"));
      assertEquals(expected.headers().get("Vary"), actual.headers().get("Vary"));
      assertSame(path, expected.json(), actual.json());
    }
  }

  @Test
  void plainDocumentsAreTheSameAsJson() {
    int resources = 0;
    for (String path : documents()) {
      Map<String, Object> expected = new TreeMap<>(real.get(path, JSON).json());
      Map<String, Object> actual = new TreeMap<>(embedded.get(path, JSON).json());
      if (path.equals("/api")) {
        // Where each server believes to be.
        expected.remove("serverAddressByClientCIDRs");
        actual.remove("serverAddressByClientCIDRs");
      }
      assertSame(path, expected, actual);
      resources += list(expected.getOrDefault("resources", List.of())).size();
    }
    assertTrue(resources > 150, "resources and subresources: " + resources);
  }

  @Test
  void plainDocumentsAreTheSameAsProtobuf() {
    for (String path : documents()) {
      if (!path.equals("/api")) {
        byte[] expected = real.get(path, "application/vnd.kubernetes.protobuf").body();
        byte[] actual = embedded.get(path, "application/vnd.kubernetes.protobuf").body();
        assertArrayEquals(expected, actual, path);
      }
    }
  }

  /** Every path that lists versions, groups or resources, as the real server's lists name them. */
  private List<String> documents() {
    List<String> paths = new ArrayList<>(List.of("/api", "/apis", "/api/v1"));
    for (Object group : list(real.get("/apis", JSON).json().get("groups"))) {
      paths.add("/apis/" + map(group).get("name"));
      for (Object version : list(map(group).get("versions"))) {
        paths.add("/apis/" + map(version).get("groupVersion"));
      }
    }
    return paths;
  }

  /** Says where the first difference is. */
  private static void assertSame(String where, Object expected, Object actual) {
    if (expected instanceof Map<?, ?> && actual instanceof Map<?, ?>) {
      assertEquals(map(expected).keySet(), map(actual).keySet(), where);
      map(expected)
          .forEach(
              (name, value) ->
                  assertSame(where + " > " + name, orNull(value), orNull(map(actual).get(name))));
    } else if (expected instanceof List<?> left
        && actual instanceof List<?> right
        && left.size() == right.size()) {
      for (int i = 0; i < left.size(); i++) {
        assertSame(where + " > " + i, left.get(i), right.get(i));
      }
    } else {
      assertEquals(expected, actual, where);
    }
  }

  private static Object orNull(@Nullable Object value) {
    return value == null ? "null" : value;
  }

  private static List<?> list(@Nullable Object tree) {
    return tree == null ? List.of() : (List<?>) tree;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object tree) {
    return new LinkedHashMap<>((Map<String, Object>) tree);
  }
}
