package io.kybern.conformance.both.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The smallest object of every kind comes back with the same defaults from both servers. */
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
    try (Pair pair = new Pair(resource)) {
      Pair.Answers created = pair.create();
      assertEquals(201, created.real().code(), created.real().text());
      assertSame(resource, created, "created");
      // What kube-apiserver writes by itself, it writes to the status.
      if (!Fixture.excepted("busy", resource)
          && resource.subresources().stream().anyMatch(s -> s.name().equals("status"))) {
        Object status = pair.object().content().get("status");
        String path = pair.path() + "/status";
        Pair.Answers written =
            new Pair.Answers(
                write(TestServer.real(), path, status), write(TestServer.embedded(), path, status));
        assertEquals(200, written.real().code(), written.real().text());
        assertSame(resource, written, "status");
      }
    }
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

  /** Known differences are listed; others are not allowed. */
  private static void assertSame(ApiResource resource, Pair.Answers answers, String what) {
    Set<String> known = KNOWN.getOrDefault(Fixture.path(resource), Set.of());
    List<String> unknown =
        Differences.between(Pair.comparable(answers.real()), Pair.comparable(answers.embedded()))
            .stream()
            .filter(line -> !known.contains(line.substring(0, line.indexOf(' '))))
            .toList();
    assertEquals(List.of(), unknown, what);
  }
}
