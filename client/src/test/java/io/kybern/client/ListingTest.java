package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.meta.v1.ListMeta;
import io.kybern.error.ForbiddenException;
import io.kybern.error.GoneException;
import io.kybern.error.TransportException;
import io.kybern.model.ResourceType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListingTest {
  private TestServer server;
  private Kubernetes k8s;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start();
    k8s = server.client();
  }

  @AfterEach
  void stop() {
    k8s.close();
    server.close();
  }

  private static ConfigMap map(String namespace, String name) {
    return ConfigMap.builder().metadata(m -> m.namespace(namespace).name(name)).build();
  }

  private static List<ConfigMap> maps(String... names) {
    return Arrays.stream(names).map(n -> map("shop", n)).toList();
  }

  private static byte[] body(
      WireFormat format, String version, String token, List<ConfigMap> items) {
    ListMeta metadata = ListMeta.builder().resourceVersion(version).continue_(token).build();
    return Codec.writeList("v1", "ConfigMapList", metadata, items, format);
  }

  private static TestServer.Answer page(String version, String token, List<ConfigMap> items) {
    return (got, exchange) -> {
      WireFormat format = TestServer.accepted(got);
      TestServer.send(exchange, 200, format.mediaType(), body(format, version, token, items));
    };
  }

  private static TestServer.Answer gone() {
    return TestServer.json(
        410,
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"Expired\","
            + "\"message\":\"too old\",\"code\":410}");
  }

  private static List<String> names(Iterable<ConfigMap> items) {
    List<String> names = new ArrayList<>();
    items.forEach(i -> names.add(i.name()));
    return names;
  }

  private Resources<ConfigMap> maps() {
    return k8s.resources(ConfigMap.RESOURCE);
  }

  @Test
  void allPagesInOrder() throws Exception {
    server
        .then(page("9", "t1", maps("a", "b")))
        .then(page("9", "t2", maps("c")))
        .then(page("9", null, maps("d")));
    Listing<ConfigMap> listing = maps().list(ListQuery.labels("x=y").resourceVersion("5"));
    assertEquals("9", listing.metadata().resourceVersion());
    assertEquals(List.of("a", "b", "c", "d"), names(listing));
    assertEquals(
        "GET /api/v1/configmaps?labelSelector=x%3Dy&resourceVersion=5&limit=500",
        server.take().toString());
    assertEquals(
        "GET /api/v1/configmaps?labelSelector=x%3Dy&limit=500&continue=t1",
        server.take().toString());
    assertEquals(
        "GET /api/v1/configmaps?labelSelector=x%3Dy&limit=500&continue=t2",
        server.take().toString());
    assertThrows(IllegalStateException.class, listing::iterator);
  }

  @Test
  void emptyLists() {
    server.then(page("1", null, List.of())).then(page("1", null, List.of()));
    assertEquals(List.of(), maps().namespace("shop").list().toList());
    assertFalse(maps().list().iterator().hasNext());
  }

  @Test
  void errorsComeWithTheCall() {
    server.then(TestServer.text(403, "no"));
    assertThrows(ForbiddenException.class, () -> maps().list());
  }

  @Test
  void oneFullListTakesThePlaceOfPagesThatAreGone() throws Exception {
    // The order of keys is that of namespace/name: a-b comes before a.
    List<ConfigMap> all =
        List.of(map("a-b", "x"), map("a-b", "y"), map("a", "b"), map("a", "c"), map("z", "a"));
    List<ConfigMap> now = new ArrayList<>(all);
    now.set(0, map("a-b", "changed-since"));
    server
        .then(page("9", "t1", all.subList(0, 2)))
        .then(page("9", "t2", all.subList(2, 3)))
        .then(gone())
        .then(page("20", null, now));
    Listing<ConfigMap> listing = maps().list(ListQuery.all().resourceVersion("5").limit(2));
    assertEquals(List.of("x", "y", "b", "c", "a"), names(listing));
    assertEquals("20", listing.metadata().resourceVersion());
    server.take();
    server.take();
    server.take();
    assertEquals("GET /api/v1/configmaps?resourceVersion=5", server.take().toString());
  }

  @Test
  void aListAtOnceStartsOverWhenPagesAreGone() {
    server
        .then(page("9", "t1", maps("a", "b")))
        .then(gone())
        .then(page("20", null, maps("b", "c", "d")));
    Listing<ConfigMap> listing = maps().list();
    assertEquals(List.of("b", "c", "d"), names(listing.toList()));
    assertEquals("20", listing.metadata().resourceVersion());
  }

  @Test
  void aServerWithAnotherOrderCannotGoOn() {
    server
        .then(page("9", "t1", maps("c", "b")))
        .then(gone())
        .then(page("20", null, maps("b", "a", "c", "d")));
    Listing<ConfigMap> listing = maps().list();
    assertThrows(GoneException.class, () -> names(listing));
  }

  @Test
  void aFirstPageThatIsGoneIsAnError() {
    server.then(gone());
    assertThrows(GoneException.class, () -> maps().list(ListQuery.all().continueAt("old")));
    server.then(page("9", "t1", maps("a"))).then(gone()).then(gone());
    assertThrows(GoneException.class, () -> maps().list().toList());
  }

  @Test
  void itemsComeBeforeTheAnswerEnds() throws Exception {
    // The server does not send the rest before the client has the first items.
    CountDownLatch seen = new CountDownLatch(1);
    List<ConfigMap> items =
        IntStream.range(0, 2000).mapToObj(i -> map("shop", "m%05d".formatted(i))).toList();
    byte[] body = body(WireFormat.JSON, "9", null, items);
    server.then(
        (got, exchange) -> {
          exchange.getResponseHeaders().add("Content-Type", Request.JSON);
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            out.write(body, 0, body.length * 3 / 4);
            out.flush();
            seen.await();
            out.write(body, body.length * 3 / 4, body.length - body.length * 3 / 4);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    Iterator<ConfigMap> iterator = maps().list(ListQuery.all().limit(0)).iterator();
    assertEquals("m00000", iterator.next().name());
    seen.countDown();
    int count = 1;
    while (iterator.hasNext()) {
      assertEquals("m%05d".formatted(count++), iterator.next().name());
    }
    assertEquals(2000, count);
  }

  @Test
  void bigListsInEveryFormat() {
    String big = "x".repeat(5000);
    List<ConfigMap> items =
        IntStream.range(0, 3000)
            .mapToObj(i -> map("shop", "m%05d".formatted(i)).toBuilder().data("k", big + i).build())
            .toList();
    for (WireFormat format : List.of(WireFormat.JSON, WireFormat.PROTOBUF, WireFormat.CBOR)) {
      byte[] body = body(format, "9", null, items);
      List<byte[]> pieces = new ArrayList<>();
      for (int at = 0; at < body.length; at += 7919) {
        pieces.add(Arrays.copyOfRange(body, at, Math.min(body.length, at + 7919)));
      }
      server.then(TestServer.pieces(format.mediaType(), false, pieces));
      int count = 0;
      for (ConfigMap item : maps().format(format).list(ListQuery.all().limit(0))) {
        assertEquals(big + count, item.data().get("k"));
        count++;
      }
      assertEquals(3000, count, format.toString());
    }
  }

  @Test
  void anAnswerThatBreaksOffIsNeverAShorterList() {
    for (WireFormat format : List.of(WireFormat.JSON, WireFormat.PROTOBUF, WireFormat.CBOR)) {
      byte[] body =
          body(
              format,
              "9",
              null,
              IntStream.range(0, 1200).mapToObj(i -> map("shop", "m" + i)).toList());
      for (int cut : new int[] {body.length / 10, body.length / 2, body.length - 1}) {
        server.then(TestServer.pieces(format.mediaType(), true, List.of(Arrays.copyOf(body, cut))));
        TransportException e =
            assertThrows(
                TransportException.class,
                () -> maps().format(format).list(ListQuery.all().limit(0)).toList(),
                format + " cut at " + cut);
        assertTrue(e.getCause() instanceof IOException);
      }
    }
  }

  @Test
  void aListingLeftEarlyCanBeClosed() {
    byte[] body =
        body(
            WireFormat.PROTOBUF,
            "9",
            null,
            IntStream.range(0, 1200).mapToObj(i -> map("shop", "m" + i)).toList());
    server.then(TestServer.bytes(200, Request.PROTOBUF, body)).then(page("9", null, maps("a")));
    try (Listing<ConfigMap> listing = maps().list()) {
      assertEquals("m0", listing.iterator().next().name());
    }
    assertEquals(List.of("a"), names(maps().list()));
    server.then(page("9", "more", maps("a", "b")));
    try (var stream = maps().list().stream()) {
      assertEquals("a", stream.findFirst().orElseThrow().name());
    }
  }

  @Test
  void onePage() throws Exception {
    server.then(page("9", "next", maps("a", "b"))).then(page("9", "", maps("c")));
    Page<ConfigMap> page = maps().namespace("shop").listPage(ListQuery.all().limit(2));
    assertEquals("next", page.continueToken());
    assertEquals("ConfigMapList", page.kind());
    assertEquals(List.of("a", "b"), names(page));
    assertEquals("", maps().listPage(ListQuery.all().continueAt("next")).continueToken());
    assertEquals("GET /api/v1/namespaces/shop/configmaps?limit=2", server.take().toString());
    assertEquals("GET /api/v1/configmaps?continue=next", server.take().toString());
  }

  @Test
  void dynamicKinds() {
    server
        .then(
            TestServer.json(
                200,
                "{\"kind\":\"WidgetList\",\"apiVersion\":\"example.com/v1\",\"metadata\":{\"continue\":\"t\"},"
                    + "\"items\":[{\"metadata\":{\"name\":\"a\"},\"spec\":{\"size\":1}}]}"))
        .then(gone())
        .then(
            TestServer.json(
                200,
                "{\"kind\":\"WidgetList\",\"items\":[{\"metadata\":{\"name\":\"a\"}},"
                    + "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"b\"}}]}"));
    List<Unstructured> widgets = new ArrayList<>();
    k8s.resources(ResourceType.dynamic("example.com/v1", "Widget", "widgets", false))
        .list()
        .forEach(widgets::add);
    assertEquals(List.of("a", "b"), widgets.stream().map(Unstructured::name).toList());
    assertEquals(1L, widgets.get(0).at("spec", "size"));
    assertEquals("Widget", widgets.get(0).kind());
  }
}
