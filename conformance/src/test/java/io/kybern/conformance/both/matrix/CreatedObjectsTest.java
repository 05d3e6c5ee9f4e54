package io.kybern.conformance.both.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.kybern.client.ApiResource;
import io.kybern.conformance.TestServer;
import io.kybern.conformance.Wire;
import io.kybern.conformance.matrix.Differences;
import io.kybern.conformance.matrix.Fixture;
import io.kybern.model.Unstructured;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The smallest object of every kind comes back with the same defaults from both servers, its status
 * too, and its deletion is answered with the same: gone, or held back by the same finalizers.
 */
class CreatedObjectsTest {
  /** Fields by resource in which the servers differ, with a reason for each in the file. */
  private static final Map<String, Set<String>> KNOWN = known();

  private static Map<String, Set<String>> known() {
    Map<String, Set<String>> known = new TreeMap<>();
    Fixture.exceptions("created")
        .forEach((path, text) -> known.put(path, Set.of(text.split(" ", 2)[0].split(","))));
    return known;
  }

  @TestFactory
  Stream<DynamicTest> objects() {
    return TestServer.real().client().discovery().resources().stream()
        .filter(resource -> !Fixture.excepted("object", resource))
        .map(resource -> dynamicTest(Fixture.path(resource), () -> compare(resource)));
  }

  private static void compare(ApiResource resource) {
    Set<String> differences = new TreeSet<>();
    try (Pair pair = new Pair(resource)) {
      Pair.Answers created = pair.create();
      assertEquals(201, created.real().code(), created.real().text());
      differences.addAll(between(created, "created"));
      // What kube-apiserver writes by itself, it writes to the status.
      boolean busy = Fixture.excepted("busy", resource);
      if (!busy && resource.subresources().stream().anyMatch(s -> s.name().equals("status"))) {
        Object status = pair.object().content().get("status");
        String path = pair.path() + "/status";
        Pair.Answers written =
            new Pair.Answers(
                write(TestServer.real(), path, status), write(TestServer.embedded(), path, status));
        assertEquals(200, written.real().code(), written.real().text());
        differences.addAll(between(written, "status"));
      }
      if (!busy && resource.supports("delete")) {
        Pair.Answers deleted = pair.send("DELETE", pair.path(), null);
        assertTrue(deleted.real().code() < 300, deleted.real().text());
        differences.addAll(between(deleted, "deleted"));
      }
    }
    // Known differences are listed; others are not allowed.
    Set<String> known = KNOWN.getOrDefault(Fixture.path(resource), Set.of());
    Set<String> fields = new TreeSet<>();
    differences.forEach(line -> fields.add(line.split(" ")[1]));
    assertEquals(new TreeSet<>(known), fields, () -> String.join("\n", differences));
  }

  /** A merge patch: the server itself may write at the same time. */
  private static Wire.Reply write(TestServer server, String path, Object status) {
    Unstructured patch = Unstructured.of(Map.of("status", status));
    return server
        .wire()
        .send(
            "PATCH",
            path,
            Pair.json(patch).getBytes(StandardCharsets.UTF_8),
            Map.of("Content-Type", "application/merge-patch+json"));
  }

  private static List<String> between(Pair.Answers answers, String what) {
    return Differences.between(Pair.comparable(answers.real()), Pair.comparable(answers.embedded()))
        .stream()
        .map(line -> what + " " + line)
        .toList();
  }
}
