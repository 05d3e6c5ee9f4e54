package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.meta.v1.Table;
import io.kybern.api.meta.v1.TableColumnDefinition;
import io.kybern.error.NotFoundException;
import io.kybern.model.RawJson;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TablesTest {
  private TestServer server;
  private Kubernetes k8s;
  private Resources<ConfigMap> maps;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start();
    k8s = server.client();
    maps = k8s.resources(ConfigMap.RESOURCE).namespace("shop");
  }

  @AfterEach
  void stop() {
    k8s.close();
    server.close();
  }

  @Test
  void asTheServerMakesThem() throws Exception {
    Table table =
        Table.builder()
            .metadata(m -> m.resourceVersion("7").continue_("next"))
            .columnDefinition(c -> c.name("Name").type("string").format("name"))
            .columnDefinition(c -> c.name("Data").type("integer").priority(1))
            .row(r -> r.cell(RawJson.of("\"a\"")).cell(RawJson.of("2")))
            .build();
    server.then(TestServer.bytes(200, Request.JSON, Codec.write(table, WireFormat.JSON)));
    assertEquals(table, maps.table(ListQuery.labels("x").limit(1)));
    TestServer.Got got = server.take();
    assertEquals("GET /api/v1/namespaces/shop/configmaps?labelSelector=x&limit=1", got.toString());
    assertEquals(Request.TABLE, got.header("Accept"));
    server.then(TestServer.bytes(200, Request.JSON, Codec.write(table, WireFormat.JSON)));
    assertEquals(table, maps.table("a"));
    assertEquals("GET /api/v1/namespaces/shop/configmaps/a", server.take().toString());
  }

  @Test
  void madeUpForServersThatMakeNone() {
    server.then(
        TestServer.json(
            200,
            "{\"kind\":\"WidgetList\",\"apiVersion\":\"x/v1\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":["
                + "{\"kind\":\"Widget\",\"apiVersion\":\"x/v1\",\"metadata\":{\"name\":\"a\","
                + "\"creationTimestamp\":\"2026-01-02T03:04:05Z\"},\"spec\":{}}]}"));
    Table table = maps.table(ListQuery.all());
    assertEquals(
        List.of("Name", "Created At"),
        table.columnDefinitions().stream().map(TableColumnDefinition::name).toList());
    assertEquals("7", table.metadata().resourceVersion());
    assertEquals(
        List.of("a", "2026-01-02T03:04:05Z"),
        table.rows().get(0).cells().stream().map(RawJson::tree).toList());
    server.then(
        TestServer.bytes(
            200,
            Request.JSON,
            Codec.write(ConfigMap.builder().metadata(m -> m.name("b")).build(), WireFormat.JSON)));
    assertEquals("b", maps.table("b").rows().get(0).cells().get(0).tree());
  }

  @Test
  void errorsAreErrors() {
    server.then(TestServer.text(404, "no"));
    assertThrows(NotFoundException.class, () -> maps.table(ListQuery.all()));
  }
}
