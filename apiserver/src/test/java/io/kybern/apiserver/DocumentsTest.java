package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.apiserver.Api.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long clients may keep documents about the API. */
class DocumentsTest {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private final Api api =
      new Api(
          ApiServer.builder()
              .clock(InstantSource.fixed(Instant.parse("2030-01-02T03:04:05Z")))
              .start());

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void addressWithTheRightHashIsGoodForEver() {
    Map<?, ?> paths = (Map<?, ?>) api.get("/openapi/v3").tree().at("paths");
    String address = (String) ((Map<?, ?>) paths.get("apis/apps/v1")).get("serverRelativeURL");
    Reply found = api.get(address).expect(200);
    assertEquals(List.of("public, immutable"), header(found, "Cache-Control"));
    assertEquals(List.of("Thu, 02 Jan 2031 03:04:05 UTC"), header(found, "Expires"));
    Reply moved = api.get("/openapi/v3/apis/apps/v1?hash=OLD").expect(301);
    assertEquals(List.of(address), header(moved, "Location"));
    assertEquals(List.of("no-cache, private"), header(moved, "Cache-Control"));
    Reply plain = api.get("/openapi/v3/apis/apps/v1").expect(200);
    assertEquals(List.of("no-cache, private"), header(plain, "Cache-Control"));
    assertEquals(header(found, "ETag"), header(plain, "ETag"));
  }

  @Test
  void aggregatedDiscoveryIsForEverybody() {
    Reply aggregated = api.send(ApiRequest.get("/apis").withHeader("Accept", AGGREGATED));
    assertEquals(List.of("public"), header(aggregated, "Cache-Control"));
    assertEquals(List.of("no-cache, private"), header(api.get("/apis"), "Cache-Control"));
  }

  private static List<String> header(Reply reply, String name) {
    return reply.response().headers().getOrDefault(name, List.of());
  }
}
