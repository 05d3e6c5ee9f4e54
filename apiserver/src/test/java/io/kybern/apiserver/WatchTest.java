package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.apiserver.Api.Reply;
import io.kybern.apiserver.Api.Watch;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WatchStream;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final String MAPS = Api.CONFIG_MAPS + "?watch=true";

  private Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void startsWithWhatIsThere() {
    api.configMap("a", "1");
    for (String start : List.of("", "&resourceVersion=", "&resourceVersion=0")) {
      try (Watch watch = api.watch(MAPS + start)) {
        assertEquals(List.of("ADDED a"), watch.summary());
        assertEquals(List.of(), watch.summary());
        String change = "{'data':{'w':'" + start.length() + "'}}";
        api.patch(Api.CONFIG_MAPS + "/a", Api.MERGE_PATCH, change);
        assertEquals(List.of("MODIFIED a"), watch.summary());
      }
    }
  }

  @Test
  void goesOnFromAResourceVersion() {
    String start = api.configMap("a", "1").version();
    api.configMap("b", "1");
    Reply gone = api.delete(Api.CONFIG_MAPS + "/a").expect(200);
    try (Watch watch = api.watch(MAPS + "&resourceVersion=" + start)) {
      List<Unstructured> events = watch.events();
      assertEquals(2, events.size());
      assertEquals("ADDED", events.get(0).at("type"));
      assertEquals("DELETED", events.get(1).at("type"));
      assertEquals("a", events.get(1).at("object", "metadata", "name"));
      assertEquals("1", events.get(1).at("object", "data", "v"));
      assertEquals("4", events.get(1).at("object", "metadata", "resourceVersion"));
      assertNotNull(gone);
    }
  }

  @Test
  void staysInItsNamespaceAndResource() {
    api.post("/api/v1/namespaces", "{'metadata':{'name':'other'}}");
    try (Watch watch = api.watch(MAPS);
        Watch all = api.watch("/api/v1/configmaps?watch=1");
        Watch old = api.watch("/api/v1/watch/namespaces/default/configmaps");
        Watch one = api.watch("/api/v1/watch/namespaces/default/configmaps/b")) {
      api.post("/api/v1/namespaces/other/configmaps", "{'metadata':{'name':'x'}}");
      api.post("/api/v1/namespaces/default/secrets", "{'metadata':{'name':'s'}}");
      api.configMap("a", "1");
      api.configMap("b", "1");
      assertEquals(List.of("ADDED a", "ADDED b"), watch.summary());
      assertEquals(List.of("ADDED x", "ADDED a", "ADDED b"), all.summary());
      assertEquals(List.of("ADDED a", "ADDED b"), old.summary());
      assertEquals(List.of("ADDED b"), one.summary());
    }
  }

  @Test
  void showsWhatEntersAndLeavesTheSelection() {
    api.configMap("a", "1");
    try (Watch labelled = api.watch(MAPS + "&labelSelector=x%3Dy");
        Watch named = api.watch(MAPS + "&fieldSelector=metadata.name%3Da")) {
      label("y", "one");
      label("y", "two");
      label("z", "three");
      label("z", "four");
      label("y", "five");
      api.delete(Api.CONFIG_MAPS + "/a");
      List<Unstructured> events = labelled.events();
      List<Object> seen = new ArrayList<>();
      for (Unstructured event : events) {
        seen.add(event.at("type") + " " + event.at("object", "data", "v"));
      }
      assertEquals(
          List.of("ADDED one", "MODIFIED two", "DELETED two", "ADDED five", "DELETED five"), seen);
      long last = 0;
      for (Unstructured event : events) {
        long version = Long.parseLong((String) event.at("object", "metadata", "resourceVersion"));
        assertTrue(version > last);
        last = version;
      }
      assertEquals(7, named.events().size());
    }
  }

  private void label(String value, String data) {
    api.patch(
            Api.CONFIG_MAPS + "/a",
            Api.MERGE_PATCH,
            "{'metadata':{'labels':{'x':'" + value + "'}},'data':{'v':'" + data + "'}}")
        .expect(200);
  }

  @Test
  void tellsWhenARevisionIsNoLongerKnown() {
    String start = api.configMap("a", "1").version();
    api.configMap("b", "1");
    api.server.compactHistory();
    try (Watch watch = api.watch(MAPS + "&resourceVersion=" + start)) {
      List<Unstructured> events = watch.events();
      assertEquals(1, events.size());
      assertEquals("ERROR", events.get(0).at("type"));
      assertEquals("Status", events.get(0).at("object", "kind"));
      assertEquals(410L, events.get(0).at("object", "code"));
      assertEquals("Expired", events.get(0).at("object", "reason"));
      assertEquals("too old resource version: 2 (3)", events.get(0).at("object", "message"));
      assertTrue(watch.ended());
    }
    try (Watch watch = api.watch(MAPS + "&resourceVersion=3")) {
      assertEquals(List.of(), watch.summary());
      assertFalse(watch.ended());
    }
    try (Watch watch = api.watch(MAPS + "&resourceVersion=999")) {
      assertEquals(410L, watch.events().get(0).at("object", "code"));
      assertTrue(watch.ended());
    }
  }

  @Test
  void endsASlowWatchRatherThanLoseEvents() {
    api.close();
    api = new Api(ApiServer.builder().historyLimit(8).start());
    try (Watch slow = api.watch(MAPS);
        Watch quick = api.watch(MAPS)) {
      int seen = 0;
      for (int i = 0; i < 50; i++) {
        api.configMap("m" + i, "1");
        seen += quick.events().size();
      }
      assertEquals(50, seen);
      List<Unstructured> events = slow.events();
      assertEquals("ERROR", events.get(events.size() - 1).at("type"));
      assertEquals(410L, events.get(events.size() - 1).at("object", "code"));
      assertTrue(slow.ended());
    }
  }

  @Test
  void streamsAListOnDemand() {
    api.configMap("a", "1");
    String options =
        "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
    try (Watch watch = api.watch(MAPS + options)) {
      List<Unstructured> events = watch.events();
      assertEquals(2, events.size());
      assertEquals("ADDED", events.get(0).at("type"));
      Unstructured bookmark = events.get(1);
      assertEquals("BOOKMARK", bookmark.at("type"));
      assertEquals("ConfigMap", bookmark.at("object", "kind"));
      assertEquals("2", bookmark.at("object", "metadata", "resourceVersion"));
      assertEquals(
          Map.of("k8s.io/initial-events-end", "true"),
          bookmark.at("object", "metadata", "annotations"));
      api.configMap("b", "1");
      assertEquals(List.of("ADDED b"), watch.summary());
    }
    try (Watch watch =
        api.watch(MAPS + "&sendInitialEvents=false&resourceVersionMatch=NotOlderThan")) {
      assertEquals(List.of(), watch.summary());
    }
    api.get(MAPS + "&sendInitialEvents=true")
        .expect(
            422,
            "Invalid",
            "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden:"
                + " sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    api.get(MAPS + "&resourceVersionMatch=NotOlderThan").expect(422);
  }

  /** A watch of everything that takes bookmarks is told where the beginning ends, asked or not. */
  @Test
  void marksTheEndOfWhatIsThere() {
    api.configMap("a", "1");
    for (String start : List.of("", "&resourceVersion=0")) {
      try (Watch watch = api.watch(MAPS + "&allowWatchBookmarks=true" + start)) {
        List<Unstructured> events = watch.events();
        assertEquals(2, events.size());
        assertEquals(
            Map.of("k8s.io/initial-events-end", "true"),
            events.get(1).at("object", "metadata", "annotations"));
      }
    }
    try (Watch watch = api.watch(MAPS + "&allowWatchBookmarks=true&resourceVersion=1")) {
      assertEquals(List.of("ADDED a"), watch.summary());
    }
    api.get(MAPS + "&continue=x").expect(422);
  }

  @Test
  void sendsABookmarkTwoSecondsBeforeItsEnd() throws IOException {
    String start = api.configMap("a", "1").version();
    String query = "&allowWatchBookmarks=true&resourceVersion=" + start + "&timeoutSeconds=";
    try (InputStream in = api.server.handle(ApiRequest.get(MAPS + query + 2)).stream()) {
      assertEquals(0, in.readAllBytes().length);
    }
    try (ApiResponse response = api.server.handle(ApiRequest.get(MAPS + query + 3));
        WatchStream<ConfigMap> events =
            Codec.lazy().readWatch(ConfigMap.TYPE, WireFormat.JSON, response.stream())) {
      assertEquals("BOOKMARK", events.next().type());
      assertNull(events.next());
    }
  }

  @Test
  void sendsBookmarksAndEndsInTime() throws IOException {
    api.close();
    api = new Api(ApiServer.builder().bookmarkInterval(Duration.ofMillis(20)).start());
    api.configMap("a", "1");
    try (ApiResponse response =
            api.server.handle(ApiRequest.get(MAPS + "&allowWatchBookmarks=true&timeoutSeconds=1"));
        WatchStream<ConfigMap> events =
            Codec.lazy().readWatch(ConfigMap.TYPE, WireFormat.JSON, response.stream())) {
      assertEquals("ADDED", events.next().type());
      WatchStream.Event<ConfigMap> bookmark = events.next();
      assertEquals("BOOKMARK", bookmark.type());
      assertEquals("2", bookmark.object().resourceVersion());
      api.post("/api/v1/namespaces/default/secrets", "{'metadata':{'name':'s'}}");
      // Bookmarks keep up with the whole server; the last one comes right before the end.
      String last = "";
      for (var event = events.next(); event != null; event = events.next()) {
        assertEquals("BOOKMARK", event.type());
        last = event.object().resourceVersion();
      }
      assertEquals("3", last);
    }
  }

  @Test
  void sendsNoBookmarksUnasked() throws IOException {
    api.close();
    api = new Api(ApiServer.builder().bookmarkInterval(Duration.ofMillis(1)).start());
    try (InputStream in = api.server.handle(ApiRequest.get(MAPS + "&timeoutSeconds=1")).stream()) {
      assertEquals(0, in.readAllBytes().length);
    }
  }

  @Test
  void endsWithTheServer() throws Exception {
    try (InputStream in = api.server.handle(ApiRequest.get(MAPS)).stream()) {
      Thread closer = new Thread(api.server::close);
      closer.start();
      assertEquals(-1, in.read());
      closer.join();
    }
  }

  @Test
  void speaksProtobuf() throws IOException {
    api.configMap("a", "1");
    String type = "application/vnd.kubernetes.protobuf;stream=watch";
    try (ApiResponse response = api.server.handle(ApiRequest.get(MAPS).withHeader("Accept", type));
        WatchStream<ConfigMap> events =
            Codec.lazy().readWatch(ConfigMap.TYPE, WireFormat.PROTOBUF, response.stream())) {
      assertEquals(type, response.header("Content-Type"));
      WatchStream.Event<ConfigMap> event = events.next();
      assertEquals("ADDED", event.type());
      assertEquals("1", event.object().data().get("v"));
    }
    api.send(ApiRequest.get(MAPS).withHeader("Accept", "application/yaml")).expect(406);
  }

  @Test
  void showsTablesAndMetadata() {
    api.configMap("a", "1");
    String table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    try (Watch watch =
        new Watch(api.server.handle(ApiRequest.get(MAPS).withHeader("Accept", table)))) {
      Unstructured first = watch.events().get(0);
      assertEquals("Table", first.at("object", "kind"));
      assertEquals("a", first.at("object", "rows", "0", "cells", "0"));
      assertFalse(((List<?>) first.at("object", "columnDefinitions")).isEmpty());
      api.configMap("b", "1");
      Unstructured second = watch.events().get(0);
      assertEquals("b", second.at("object", "rows", "0", "cells", "0"));
      assertNull(second.at("object", "columnDefinitions"));
    }
    String partial = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
    try (Watch watch =
        new Watch(api.server.handle(ApiRequest.get(MAPS).withHeader("Accept", partial)))) {
      Unstructured event = watch.events().get(0);
      assertEquals("PartialObjectMetadata", event.at("object", "kind"));
      assertEquals("a", event.at("object", "metadata", "name"));
      assertNull(event.at("object", "data"));
    }
  }

  /** Whoever lists and then follows must know what is stored, at every moment. */
  @Test
  void isTrueForEveryoneWhoFollowsAtOnce() throws InterruptedException {
    long seed = new Random().nextLong();
    List<Watch> watches = new ArrayList<>();
    List<Map<String, String>> states = new ArrayList<>();
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < 3; w++) {
      Random random = new Random(seed + w);
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < 300; i++) {
                  randomWrite(random);
                }
              });
      writers.add(writer);
    }
    writers.forEach(Thread::start);
    for (int i = 0; i < 8; i++) {
      watches.add(api.watch(MAPS));
      states.add(new HashMap<>());
    }
    for (Thread writer : writers) {
      writer.join();
    }
    Map<String, String> stored = new TreeMap<>();
    for (Object item : api.get(Api.CONFIG_MAPS).items()) {
      Unstructured object = Unstructured.of(Api.castMap(item));
      stored.put(object.name(), object.resourceVersion());
    }
    for (int i = 0; i < watches.size(); i++) {
      Map<String, String> state = states.get(i);
      for (Unstructured event : watches.get(i).events()) {
        String name = (String) event.at("object", "metadata", "name");
        String version = (String) event.at("object", "metadata", "resourceVersion");
        String known =
            event.at("type").equals("DELETED") ? state.remove(name) : state.put(name, version);
        assertEquals(
            event.at("type").equals("ADDED"),
            known == null,
            "seed " + seed + "" + " " + event.content());
      }
      assertEquals(stored, new TreeMap<>(state), "seed " + seed);
      watches.get(i).close();
    }
  }

  private void randomWrite(Random random) {
    String name = "m" + random.nextInt(10);
    switch (random.nextInt(3)) {
      case 0 -> api.post(Api.CONFIG_MAPS, "{'metadata':{'name':'" + name + "'}}");
      case 1 ->
          api.patch(
              Api.CONFIG_MAPS + "/" + name,
              Api.MERGE_PATCH,
              "{'data':{'v':'" + random.nextInt() + "'}}");
      default -> api.delete(Api.CONFIG_MAPS + "/" + name);
    }
  }
}
