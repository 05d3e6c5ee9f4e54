package io.kybern.conformance.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.conformance.TestServer;
import io.kybern.conformance.Wire;
import io.kybern.conformance.Wire.Reply;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WatchStream;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a watch tells: of which objects, in which state, in which shape. */
class WatchEventsTest {
  private final TestServer server = TestServer.shared();

  private static List<String> told(List<Map<String, Object>> events) {
    return events.stream().map(event -> Scene.summary(event) + " " + Scene.value(event)).toList();
  }

  private static long version(Map<String, Object> event) {
    return Long.parseLong((String) Scene.at(event, "object", "metadata", "resourceVersion"));
  }

  /** Who leaves is DELETED as it was, with the version of the change that took it out. */
  @Test
  void objectsEnterAndLeaveASelection() {
    Scene scene = new Scene(server);
    String start = Scene.version(scene.map("a", "out"));
    scene.map("other", "out");
    scene.replace("a", "in", "1");
    scene.replace("a", "in", "2");
    String left = Scene.version(scene.replace("a", "out", "3"));
    scene.replace("a", "out", "4");
    scene.replace("a", "in", "5");
    scene.delete("a");
    String query = "timeoutSeconds=1&resourceVersion=" + start;
    List<Map<String, Object>> events = scene.watch(query + "&labelSelector=n%3Din");
    assertEquals(
        List.of("ADDED a 1", "MODIFIED a 2", "DELETED a 2", "ADDED a 5", "DELETED a 5"),
        told(events));
    assertEquals("in", Scene.at(events.get(2), "object", "metadata", "labels", "n"));
    assertEquals(Long.parseLong(left), version(events.get(2)));
    long last = 0;
    for (Map<String, Object> event : events) {
      assertTrue(version(event) > last);
      last = version(event);
    }
    assertEquals(
        List.of("ADDED other "), told(scene.watch(query + "&fieldSelector=metadata.name!%3Da")));
    assertEquals(6, scene.watch(query + "&fieldSelector=metadata.name%3Da").size());
  }

  @Test
  void aDeletionHasItsOwnVersion() {
    Scene scene = new Scene(server);
    String created = Scene.version(scene.map("a", ""));
    scene.delete("a");
    scene.map("b", "");
    List<Map<String, Object>> events = scene.watch("timeoutSeconds=1&resourceVersion=" + created);
    assertEquals(List.of("DELETED a", "ADDED b"), Scene.summaries(events));
    assertTrue(version(events.get(0)) > Long.parseLong(created));
    // From a deletion's version a watch goes on after it.
    assertEquals(
        List.of("ADDED b"),
        Scene.summaries(scene.watch("timeoutSeconds=1&resourceVersion=" + version(events.get(0)))));
  }

  /** Whatever happened while nobody watched comes when somebody does. */
  @Test
  void nothingIsMissedBetweenWatches() {
    Scene scene = new Scene(server);
    String at = Scene.version(scene.list(""));
    List<String> told = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      scene.map("m" + i, "");
      scene.replace("m" + i, "", "x");
      wanted.add("ADDED m" + i + " ");
      wanted.add("MODIFIED m" + i + " x");
      List<Map<String, Object>> events = scene.watch("timeoutSeconds=1&resourceVersion=" + at);
      told.addAll(told(events));
      at = String.valueOf(version(events.get(events.size() - 1)));
    }
    assertEquals(wanted, told);
  }

  @Test
  void oneObjectOneNamespaceOrAll() {
    Scene scene = new Scene(server);
    Scene other = new Scene(server);
    String start = Scene.version(scene.list(""));
    scene.map("a", "mine");
    other.map("a", "mine");
    scene.map("b", "mine");
    String query = "timeoutSeconds=1&resourceVersion=" + start;
    String both = "ADDED a, ADDED b";
    assertEquals("[" + both + "]", Scene.summaries(scene.watch(query)).toString());
    String deprecated = "/api/v1/watch/namespaces/" + scene.namespace + "/configmaps";
    for (String[] one :
        new String[][] {
          {deprecated + "?", "[" + both + "]"},
          {deprecated + "/b?", "[ADDED b]"},
          {deprecated + "/none?", "[]"},
          {scene.maps + "?watch=true&fieldSelector=metadata.name%3Db&", "[ADDED b]"},
          {"/api/v1/configmaps?watch=1&labelSelector=n%3Dmine&", "[ADDED a, ADDED a, ADDED b]"},
          {"/api/v1/watch/configmaps?labelSelector=n%3Dmine&", "[ADDED a, ADDED a, ADDED b]"},
          {
            "/api/v1/configmaps?watch=1&fieldSelector=metadata.namespace%3D"
                + other.namespace
                + "&",
            "[ADDED a]"
          },
        }) {
      assertEquals(
          one[1],
          Scene.summaries(scene.events(one[0] + query, "application/json")).toString(),
          one[0]);
    }
  }

  /** Nobody is promised a bookmark, so what is the same everywhere is who gets none. */
  @Test
  void bookmarksComeOnlyToThoseWhoAskAndNotToShortWatches() {
    Scene scene = new Scene(server, "a");
    String start = Scene.version(scene.list(""));
    assertEquals(
        List.of(),
        scene.watch("allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=" + start));
    assertEquals(List.of(), scene.watch("timeoutSeconds=3&resourceVersion=" + start));
    List<Map<String, Object>> events = scene.watch("timeoutSeconds=1&allowWatchBookmarks=true");
    assertEquals(
        List.of("ADDED a", "BOOKMARK {k8s.io/initial-events-end=true}"), Scene.summaries(events));
    Object bookmark = events.get(1).get("object");
    assertEquals("ConfigMap", Scene.at(bookmark, "kind"));
    assertEquals("v1", Scene.at(bookmark, "apiVersion"));
    assertTrue(version(events.get(1)) >= Long.parseLong(start));
  }

  @Test
  void tablesSayTheirColumnsOnce() {
    Scene scene = new Scene(server, "a", "b");
    List<Map<String, Object>> events =
        scene.events(
            scene.maps + "?watch=1&timeoutSeconds=1&resourceVersion=0",
            "application/json;as=Table;v=v1;g=meta.k8s.io");
    assertEquals(2, events.size());
    for (int i = 0; i < 2; i++) {
      Object table = events.get(i).get("object");
      assertEquals("Table", Scene.at(table, "kind"));
      Object row = ((List<?>) Scene.at(table, "rows")).get(0);
      assertEquals("ab".substring(i, i + 1), ((List<?>) Scene.at(row, "cells")).get(0));
      assertEquals("PartialObjectMetadata", Scene.at(row, "object", "kind"));
      Object columns = Scene.at(table, "columnDefinitions");
      assertEquals(i > 0, columns == null || ((List<?>) columns).isEmpty());
    }
  }

  @Test
  void metadataIsAllThatIsSent() {
    Scene scene = new Scene(server, "a");
    List<Map<String, Object>> events =
        scene.events(
            scene.maps + "?watch=1&timeoutSeconds=1&allowWatchBookmarks=true",
            "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io");
    assertEquals("ADDED a", Scene.summary(events.get(0)));
    for (Map<String, Object> event : events) {
      assertEquals("PartialObjectMetadata", Scene.at(event, "object", "kind"));
      assertEquals("meta.k8s.io/v1", Scene.at(event, "object", "apiVersion"));
      assertEquals(null, Scene.at(event, "object", "data"));
    }
    assertEquals(2, events.size());
  }

  @Test
  void protobufTellsTheSame() throws IOException {
    Scene scene = new Scene(server, "a");
    String start = Scene.version(scene.list(""));
    scene.replace("a", "x", "1");
    scene.delete("a");
    String path = scene.maps + "?watch=1&timeoutSeconds=1&resourceVersion=" + start;
    List<String> told = new ArrayList<>();
    String accept = "application/vnd.kubernetes.protobuf;stream=watch";
    try (Wire.Stream stream = scene.follow(path, accept);
        WatchStream<ConfigMap> events =
            Codec.lazy().readWatch(ConfigMap.TYPE, WireFormat.PROTOBUF, stream.body())) {
      assertEquals(200, stream.code());
      for (var event = events.next(); event != null; event = events.next()) {
        told.add(event.type() + " " + event.object().data().get("v"));
        assertFalse(event.object().metadata().resourceVersion().isEmpty());
      }
    }
    assertEquals(List.of("MODIFIED 1", "DELETED 1"), told);
    Reply refused = scene.wire.get(scene.maps + "?watch=1&timeoutSeconds=1", "application/yaml");
    assertEquals(406, refused.code());
  }

  /** A namespace that goes takes its objects with it, and a watch in it sees each of them go. */
  @Test
  void aNamespaceThatGoesIsSeenGoing() {
    TestServer living = TestServer.withControllers();
    Scene scene = new Scene(living, "a", "b");
    String start = Scene.version(scene.list(""));
    String path = scene.maps + "?watch=1&timeoutSeconds=120&resourceVersion=" + start;
    String only = "&fieldSelector=metadata.name%21%3Dkube-root-ca.crt";
    try (Wire.Stream stream = scene.follow(path + only, "application/json")) {
      Scene.expect(200, scene.wire.send("DELETE", "/api/v1/namespaces/" + scene.namespace, null));
      List<String> gone = new ArrayList<>(Scene.summaries(Scene.read(stream, 2)));
      gone.sort(null);
      assertEquals(List.of("DELETED a", "DELETED b"), gone);
    }
    assertEquals(List.of(), scene.watch("timeoutSeconds=1&fieldSelector=metadata.name%3Da"));
  }
}
