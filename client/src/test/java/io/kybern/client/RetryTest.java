package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.error.ApiException;
import io.kybern.error.TooManyRequestsException;
import io.kybern.error.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  private static final ConfigMap MAP =
      ConfigMap.builder().metadata(m -> m.name("web").namespace("shop")).build();

  private final List<Long> pauses = Collections.synchronizedList(new ArrayList<>());
  private TestServer server;
  private Kubernetes k8s;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start();
    k8s = server.client((nanos, cancellation) -> pauses.add(TimeUnit.NANOSECONDS.toSeconds(nanos)));
  }

  @AfterEach
  void stop() {
    k8s.close();
    server.close();
  }

  private void refuse(int times, int code, String retryAfter) {
    for (int i = 0; i < times; i++) {
      server.then(TestServer.with("Retry-After", retryAfter, TestServer.text(code, "busy")));
    }
  }

  @Test
  void anyMethodWaitsAsLongAsTheServerSays() {
    refuse(1, 429, "7");
    refuse(1, 503, "0");
    refuse(1, 500, "1");
    server.then(TestServer.object(201, MAP));
    assertEquals(MAP, k8s.coreV1().configMaps().create(MAP));
    assertEquals(List.of(7L, 0L, 1L), pauses);
    assertEquals(4, server.requests.size());
    assertEquals(1, server.requests.stream().map(r -> new String(r.body())).distinct().count());
  }

  @Test
  void tenRetriesAndNoMore() {
    refuse(11, 429, "3");
    TooManyRequestsException e =
        assertThrows(TooManyRequestsException.class, () -> k8s.coreV1().configMaps().create(MAP));
    assertEquals(Duration.ofSeconds(3), e.retryAfter().orElseThrow());
    assertEquals(11, server.requests.size());
    assertEquals(10, pauses.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Wed, 21 Oct 2026 07:28:00 GMT", "-1", "1.5", "", "99999999999999999999"})
  void onlyWholeSecondsCount(String retryAfter) {
    refuse(1, 503, retryAfter);
    assertThrows(ApiException.class, () -> k8s.coreV1().configMaps("shop").get("web"));
    assertEquals(1, server.requests.size());
  }

  @Test
  void otherErrorsAreNotRetried() {
    refuse(1, 409, "1");
    assertThrows(ApiException.class, () -> k8s.coreV1().configMaps().update(MAP));
    server.then(TestServer.text(500, "no header"));
    assertThrows(ApiException.class, () -> k8s.coreV1().configMaps("shop").get("web"));
    assertEquals(2, server.requests.size());
  }

  @Test
  void aLostConnectionIsTriedAgainForGet() {
    server.then(TestServer.hangUp()).then(TestServer.hangUp()).then(TestServer.object(MAP));
    assertEquals(MAP, k8s.coreV1().configMaps("shop").get("web"));
    assertEquals(1L, pauses.get(0));
    assertEquals(3, server.requests.size());
  }

  @Test
  void aLostConnectionIsNotTriedAgainForWrites() {
    server.then(TestServer.hangUp());
    TransportException e =
        assertThrows(TransportException.class, () -> k8s.coreV1().configMaps().create(MAP));
    assertEquals("POST", e.method());
    server.then(TestServer.hangUp());
    assertThrows(TransportException.class, () -> k8s.coreV1().configMaps("shop").delete("web"));
    assertEquals(2, server.requests.size());
    assertEquals(List.of(), pauses);
  }

  @Test
  void aRefusedConnectionIsReportedAtOnce() {
    server.close();
    assertThrows(TransportException.class, () -> k8s.coreV1().configMaps("shop").get("web"));
    assertEquals(List.of(), pauses);
  }

  @Test
  void retriesDoNotOutliveTheTimeout() {
    refuse(1, 429, "3600");
    assertThrows(
        TooManyRequestsException.class,
        () ->
            k8s.resources(ConfigMap.RESOURCE)
                .namespace("shop")
                .timeout(Duration.ofMinutes(1))
                .get("web"));
    assertEquals(List.of(), pauses);
  }
}
