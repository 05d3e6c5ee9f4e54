package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.meta.v1.ListMeta;
import io.kybern.api.meta.v1.Status;
import io.kybern.api.meta.v1.Table;
import io.kybern.error.ApiException;
import io.kybern.error.DecodeException;
import io.kybern.error.ForbiddenException;
import io.kybern.error.GoneException;
import io.kybern.error.TransportException;
import io.kybern.model.ResourceType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {
  private final List<Long> pauses = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch never = new CountDownLatch(1);
  private TestServer server;
  private Kubernetes k8s;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start();
    k8s = server.client((nanos, cancellation) -> pauses.add(nanos));
  }

  @AfterEach
  void stop() {
    never.countDown();
    k8s.close();
    server.close();
  }

  private static ConfigMap map(String name, int version) {
    return ConfigMap.builder()
        .metadata(m -> m.namespace("shop").name(name).resourceVersion("" + version))
        .build();
  }

  /** A server that compresses events sends a gzip member for each. */
  @Test
  void eventsAreNotAskedForCompressed() throws Exception {
    server.then(eventsAndSilence("ADDED", map("a", 6)));
    try (Watch<ConfigMap> watch =
        k8s.coreV1().configMaps("shop").watch(ListQuery.all().resourceVersion("5"))) {
      assertEquals("a", watch.iterator().next().object().name());
    }
    assertEquals("identity", server.take().header("Accept-Encoding"));
    assertTrue(Request.get("/api/v1/pods?a=b&watch=true", "").isWatch());
    assertFalse(Request.get("/api/v1/pods?watch=false", "").isWatch());
    assertFalse(Request.get("/api/v1/namespaces/watch=true/pods", "").isWatch());
  }

  /** Frames of events; the object is a map, a status or, for {@code null}, left away. */
  private static byte[] frames(WireFormat format, Object... typesAndObjects) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < typesAndObjects.length; i += 2) {
      out.writeBytes(
          Codec.writeWatchEvent((String) typesAndObjects[i], typesAndObjects[i + 1], format));
    }
    return out.toByteArray();
  }

  private TestServer.Answer events(boolean cut, Object... typesAndObjects) {
    return (got, exchange) -> {
      WireFormat format = TestServer.accepted(got);
      TestServer.pieces(
              format.mediaType() + ";stream=watch", cut, List.of(frames(format, typesAndObjects)))
          .give(got, exchange);
    };
  }

  /** Sends events and then nothing more, until the test ends. */
  private TestServer.Answer eventsAndSilence(Object... typesAndObjects) {
    return (got, exchange) -> {
      WireFormat format = TestServer.accepted(got);
      exchange.getResponseHeaders().add("Content-Type", format.mediaType());
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      out.write(frames(format, typesAndObjects));
      out.flush();
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    };
  }

  private Resources<ConfigMap> maps() {
    return k8s.resources(ConfigMap.RESOURCE).namespace("shop");
  }

  private static String text(WatchEvent<ConfigMap> event) {
    return event.type() + " " + event.object().name() + " " + event.object().resourceVersion();
  }

  private Watch<ConfigMap> from(String version) {
    return maps().watch(ListQuery.all().resourceVersion(version));
  }

  @Test
  void goesOnFromTheLastEventWhenTheAnswerEnds() throws Exception {
    server
        .then(events(false, "ADDED", map("a", 6), "MODIFIED", map("a", 7)))
        .then(events(true, "DELETED", map("a", 9)))
        .then(eventsAndSilence("ADDED", map("b", 12)));
    try (Watch<ConfigMap> watch = from("5")) {
      Iterator<WatchEvent<ConfigMap>> events = watch.iterator();
      assertEquals("ADDED a 6", text(events.next()));
      assertEquals("MODIFIED a 7", text(events.next()));
      assertEquals("DELETED a 9", text(events.next()));
      assertEquals("ADDED b 12", text(events.next()));
      assertEquals("12", watch.resourceVersion().orElseThrow());
    }
    String path = "GET /api/v1/namespaces/shop/configmaps?watch=true&resourceVersion=";
    assertEquals(path + "5&allowWatchBookmarks=true", server.take().toString());
    assertEquals(path + "7&allowWatchBookmarks=true", server.take().toString());
    assertEquals(path + "9&allowWatchBookmarks=true", server.take().toString());
    assertEquals(List.of(), pauses);
  }

  @Test
  void jsonWatchesToo() {
    server.then(eventsAndSilence("ADDED", map("a", 6)));
    try (Watch<ConfigMap> watch =
        maps().format(WireFormat.JSON).watch(ListQuery.all().resourceVersion("5"))) {
      assertEquals("ADDED a 6", text(watch.iterator().next()));
    }
    Unstructured widget =
        Unstructured.from(map("w", 8)).with("Widget", "kind").with("example.com/v1", "apiVersion");
    server.then(eventsAndSilence("ADDED", widget));
    try (Watch<Unstructured> watch =
        k8s.resources(ResourceType.dynamic("example.com/v1", "Widget"))
            .watch(ListQuery.all().resourceVersion("5"))) {
      assertEquals(widget, watch.iterator().next().object());
      assertEquals("8", watch.resourceVersion().orElseThrow());
    }
  }

  @Test
  void bookmarksMoveThePlaceToGoOnFrom() throws Exception {
    server
        .then(events(false, "BOOKMARK", map("", 50)))
        .then(eventsAndSilence("ADDED", map("a", 51), "BOOKMARK", map("", 60)));
    try (Watch<ConfigMap> watch = from("5")) {
      assertEquals("ADDED a 51", text(watch.iterator().next()));
    }
    server.take();
    assertTrue(server.take().target().contains("resourceVersion=50"));
    server.then(eventsAndSilence("BOOKMARK", map("", 50)));
    try (Watch<ConfigMap> watch = maps().watch(ListQuery.all().resourceVersion("5").bookmarks())) {
      assertEquals(WatchEvent.Type.BOOKMARK, watch.iterator().next().type());
    }
  }

  @Test
  void withoutAVersionItListsFirst() throws Exception {
    ListMeta metadata = ListMeta.builder().resourceVersion("20").build();
    server
        .then(
            TestServer.bytes(
                200,
                Request.PROTOBUF,
                Codec.writeList(
                    "v1",
                    "ConfigMapList",
                    metadata,
                    List.of(map("a", 3), map("b", 4)),
                    WireFormat.PROTOBUF)))
        .then(eventsAndSilence("DELETED", map("a", 21)));
    try (Watch<ConfigMap> watch = maps().watch(ListQuery.labels("x"))) {
      Iterator<WatchEvent<ConfigMap>> events = watch.iterator();
      assertEquals("ADDED a 3", text(events.next()));
      assertTrue(watch.resourceVersion().isEmpty());
      assertEquals("ADDED b 4", text(events.next()));
      assertEquals("DELETED a 21", text(events.next()));
    }
    assertEquals(
        "GET /api/v1/namespaces/shop/configmaps?labelSelector=x&limit=500",
        server.take().toString());
    assertEquals(
        "GET /api/v1/namespaces/shop/configmaps?labelSelector=x&watch=true&resourceVersion=20"
            + "&allowWatchBookmarks=true",
        server.take().toString());
  }

  @Test
  void initialEventsByTheServer() throws Exception {
    ConfigMap end =
        ConfigMap.builder()
            .metadata(m -> m.resourceVersion("30").annotation("k8s.io/initial-events-end", "true"))
            .build();
    server
        .then(events(false, "ADDED", map("a", 3), "BOOKMARK", end))
        .then(eventsAndSilence("ADDED", map("b", 31)));
    try (Watch<ConfigMap> watch = maps().watch(ListQuery.all().initialEvents())) {
      Iterator<WatchEvent<ConfigMap>> events = watch.iterator();
      assertFalse(events.next().endsInitialEvents());
      assertTrue(watch.resourceVersion().isEmpty());
      assertTrue(events.next().endsInitialEvents());
      assertEquals("30", watch.resourceVersion().orElseThrow());
      assertEquals("ADDED b 31", text(events.next()));
    }
    assertEquals(
        "GET /api/v1/namespaces/shop/configmaps?watch=true&allowWatchBookmarks=true"
            + "&resourceVersionMatch=NotOlderThan&sendInitialEvents=true",
        server.take().toString());
    assertTrue(server.take().target().contains("resourceVersion=30"));
  }

  @Test
  void initialEventsThatBreakOffCannotBeResumed() {
    server.then(events(true, "ADDED", map("a", 3)));
    try (Watch<ConfigMap> watch = maps().watch(ListQuery.all().initialEvents())) {
      Iterator<WatchEvent<ConfigMap>> events = watch.iterator();
      events.next();
      assertThrows(TransportException.class, events::hasNext);
      assertFalse(events.hasNext());
    }
  }

  @Test
  void saysSoWhenItCannotGoOn() {
    Status expired =
        Status.builder().status("Failure").code(410).reason("Expired").message("too old").build();
    server.then(events(false, "ADDED", map("a", 6), "ERROR", expired));
    try (Watch<ConfigMap> watch = from("5")) {
      watch.iterator().next();
      GoneException e = assertThrows(GoneException.class, () -> watch.iterator().hasNext());
      assertTrue(
          e.getMessage().contains("cannot go on from resource version 6")
              && e.getMessage().contains("too old"),
          e.getMessage());
      assertEquals("Expired", e.reason());
      assertFalse(watch.iterator().hasNext());
    }
    server
        .then(events(false, "ADDED", map("a", 6)))
        .then(TestServer.bytes(410, Request.JSON, Codec.write(expired, WireFormat.JSON)));
    try (Watch<ConfigMap> watch = from("5")) {
      watch.iterator().next();
      assertThrows(GoneException.class, () -> watch.iterator().hasNext());
    }
    server.then(TestServer.bytes(410, Request.JSON, Codec.write(expired, WireFormat.JSON)));
    assertThrows(GoneException.class, () -> from("5"));
  }

  @Test
  void refusalsEndItAndTroubleDoesNot() {
    Status busy = Status.builder().status("Failure").code(429).message("busy").build();
    server
        .then(events(false, "ADDED", map("a", 6), "ERROR", busy))
        .then(TestServer.text(500, "oops"))
        .then(TestServer.hangUp())
        .then(events(false))
        .then(events(false, "ADDED", map("b", 8)))
        .then(TestServer.text(403, "not any more"));
    try (Watch<ConfigMap> watch = from("5")) {
      Iterator<WatchEvent<ConfigMap>> events = watch.iterator();
      assertEquals("ADDED a 6", text(events.next()));
      assertEquals("ADDED b 8", text(events.next()));
      assertThrows(ForbiddenException.class, events::hasNext);
    }
    // The transport tries once at once on another connection before the watch has to.
    assertTrue(pauses.size() == 3 || pauses.size() == 4, pauses.toString());
    server.then(TestServer.text(403, "no"));
    assertThrows(ForbiddenException.class, () -> from("5"));
  }

  @Test
  void nonsenseEndsIt() {
    server.then(
        TestServer.bytes(200, Request.JSON, "{\"type\":\"ADDED\",\"object\":[]}".getBytes()));
    try (Watch<ConfigMap> watch = from("5")) {
      assertThrows(DecodeException.class, () -> watch.iterator().hasNext());
    }
    server.then(
        (got, exchange) ->
            TestServer.send(
                exchange,
                200,
                TestServer.accepted(got).mediaType(),
                frames(TestServer.accepted(got), "RENAMED", map("a", 6))));
    try (Watch<ConfigMap> watch = from("5")) {
      assertThrows(DecodeException.class, () -> watch.iterator().hasNext());
    }
  }

  @Test
  void closeWakesTheThreadThatWaits() throws Exception {
    server.then(eventsAndSilence("ADDED", map("a", 6)));
    Watch<ConfigMap> watch = from("5");
    CountDownLatch first = new CountDownLatch(1);
    CompletableFuture<Integer> seen =
        CompletableFuture.supplyAsync(
            () -> {
              int count = 0;
              for (WatchEvent<ConfigMap> event : watch) {
                count++;
                first.countDown();
              }
              return count;
            });
    first.await();
    watch.close();
    assertEquals(1, seen.get());
    watch.close();
    assertFalse(watch.iterator().hasNext());
  }

  @Test
  void closingTheClientEndsItsWatches() throws Exception {
    server.then(eventsAndSilence("ADDED", map("a", 6)));
    Watch<ConfigMap> watch = from("5");
    Iterator<WatchEvent<ConfigMap>> events = watch.iterator();
    events.next();
    CompletableFuture<RuntimeException> end =
        CompletableFuture.supplyAsync(() -> assertThrows(RuntimeException.class, events::hasNext));
    k8s.close();
    assertInstanceOf(TransportException.class, end.get());
  }

  @Test
  void anInterruptCancelsAndStays() throws Exception {
    server.then(eventsAndSilence("ADDED", map("a", 6)));
    CountDownLatch waiting = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CompletableFuture<RuntimeException> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (Watch<ConfigMap> watch = from("5")) {
                watch.iterator().next();
                waiting.countDown();
                watch.iterator().hasNext();
                end.complete(new IllegalStateException("it went on"));
              } catch (RuntimeException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
                end.complete(e);
              }
            });
    thread.start();
    waiting.await();
    thread.interrupt();
    TransportException e = assertInstanceOf(TransportException.class, end.get());
    assertInstanceOf(InterruptedIOException.class, e.getCause());
    assertTrue(interrupted.get());
    thread.join();
  }

  @Test
  void endsWhenItsTimeIsOver() throws Exception {
    server.then(
        (got, exchange) -> {
          assertTrue(got.target().contains("timeoutSeconds=1"), got.target());
          events(false, "ADDED", map("a", 6)).give(got, exchange);
        });
    for (int i = 0; i < 2000; i++) {
      server.then(events(false));
    }
    Kubernetes real = server.client();
    try (Watch<ConfigMap> watch =
        real.resources(ConfigMap.RESOURCE)
            .namespace("shop")
            .watch(ListQuery.all().resourceVersion("5").timeout(java.time.Duration.ofSeconds(1)))) {
      int count = 0;
      for (WatchEvent<ConfigMap> event : watch) {
        count++;
      }
      assertEquals(1, count);
    } finally {
      real.close();
    }
  }

  @Test
  void endsItselfWhenTheServerDoesNot() throws Exception {
    server.then(eventsAndSilence("ADDED", map("a", 6)));
    try (Watch<ConfigMap> watch =
        maps()
            .watch(ListQuery.all().resourceVersion("5").timeout(java.time.Duration.ofSeconds(1)))) {
      assertEquals("ADDED a 6", text(watch.iterator().next()));
      assertFalse(watch.iterator().hasNext());
    }
  }

  @Test
  void tables() throws Exception {
    Table all =
        Table.builder()
            .metadata(m -> m.resourceVersion("20"))
            .columnDefinition(c -> c.name("Name").type("string"))
            .row(r -> r.cell(io.kybern.model.RawJson.of("\"a\"")))
            .build();
    Table one = all.toBuilder().metadata(m -> m.resourceVersion("21")).build();
    server
        .then(TestServer.bytes(200, Request.JSON, Codec.write(all, WireFormat.JSON)))
        .then(eventsAndSilence("MODIFIED", one));
    try (Watch<Table> watch = maps().watchTable(ListQuery.all())) {
      assertEquals(all, watch.iterator().next().object());
      WatchEvent<Table> event = watch.iterator().next();
      assertEquals(WatchEvent.Type.MODIFIED, event.type());
      assertEquals(one, event.object());
      assertEquals("21", watch.resourceVersion().orElseThrow());
    }
    assertEquals(Request.TABLE, server.take().header("Accept"));
    TestServer.Got got = server.take();
    assertEquals(Request.TABLE, got.header("Accept"));
    assertTrue(got.target().contains("resourceVersion=20"), got.target());
  }

  @Test
  void apiErrorsNameTheRequest() {
    server.then(TestServer.text(404, "404 page not found"));
    ApiException e = assertThrows(ApiException.class, () -> from("5"));
    assertEquals("GET", e.method());
    assertTrue(e.path().contains("watch=true"), e.path());
  }
}
