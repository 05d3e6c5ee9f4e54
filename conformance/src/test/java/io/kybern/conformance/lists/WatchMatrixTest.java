package io.kybern.conformance.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.conformance.TestServer;
import io.kybern.model.wire.WireFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Where a watch begins, for every combination of what it can be asked. */
class WatchMatrixTest {
  private static final String FUTURE = "900000000";
  private static final String END = "BOOKMARK {k8s.io/initial-events-end=true}";

  private final TestServer server = TestServer.shared();

  /** What a watch asks for; empty for what it leaves out. */
  private record Asked(
      String version, String match, String initial, boolean bookmarks, WireFormat format) {
    String query() {
      return "timeoutSeconds=1"
          + (version.isEmpty() ? "" : "&resourceVersion=" + version)
          + (match.isEmpty() ? "" : "&resourceVersionMatch=" + match)
          + (initial.isEmpty() ? "" : "&sendInitialEvents=" + initial)
          + (bookmarks ? "&allowWatchBookmarks=true" : "");
    }
  }

  @TestFactory
  List<DynamicTest> versionsMatchesInitialEventsAndBookmarks() {
    Scene scene = new Scene(server, "a", "b", "c");
    String old = Scene.version(scene.wire.get(scene.maps + "/a"));
    String now = Scene.version(scene.list(""));
    // All at once: each takes the second that it asks for.
    ExecutorService pool = Executors.newFixedThreadPool(36);
    try {
      Map<Asked, CompletableFuture<String>> answers = new LinkedHashMap<>();
      for (String version : List.of("", "0", "abc", "-1", old, now, FUTURE)) {
        for (String match : List.of("", "Exact", "NotOlderThan", "Nearly")) {
          for (String initial : List.of("", "true", "false")) {
            for (boolean bookmarks : new boolean[] {false, true}) {
              // Without initial events the future is one of the documented differences.
              if (!version.equals(FUTURE) || initial.equals("true")) {
                for (WireFormat format : Spoken.ALL) {
                  Asked asked = new Asked(version, match, initial, bookmarks, format);
                  answers.put(
                      asked,
                      CompletableFuture.supplyAsync(
                          () -> scene.in(format).begin(asked.query()), pool));
                }
              }
            }
          }
        }
      }
      List<DynamicTest> tests = new ArrayList<>();
      answers.forEach(
          (asked, answer) -> {
            String got = answer.join();
            tests.add(
                DynamicTest.dynamicTest(
                    asked.toString(),
                    () ->
                        assertEquals(
                            expected(asked, old), asked.bookmarks ? withoutProgress(got) : got)));
          });
      return tests;
    } finally {
      pool.shutdown();
    }
  }

  /**
   * A server may tell how far it is whenever it likes to, so the bookmarks that do are left out.
   */
  private static String withoutProgress(String events) {
    return events.replaceAll("(?<=\\[)BOOKMARK(, |(?=]))|, BOOKMARK(?=[,\\]])", "");
  }

  private static String expected(Asked asked, String old) {
    boolean begins = !asked.initial.isEmpty();
    if (begins != asked.match.equals("NotOlderThan") || (!begins && !asked.match.isEmpty())) {
      return "422";
    }
    if (!asked.version.matches("[0-9]*")) {
      return "500";
    }
    if (asked.version.equals(FUTURE)) {
      return "[ERROR 504]";
    }
    boolean anywhere = asked.version.isEmpty() || asked.version.equals("0");
    if (begins ? asked.initial.equals("true") : anywhere) {
      return asked.bookmarks
          ? "[ADDED a, ADDED b, ADDED c, " + END + "]"
          : "[ADDED a, ADDED b, ADDED c]";
    }
    return asked.version.equals(old) ? "[ADDED b, ADDED c]" : "[]";
  }
}
