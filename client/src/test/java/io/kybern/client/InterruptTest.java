package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.error.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InterruptTest {
  private static final ConfigMap MAP =
      ConfigMap.builder().metadata(m -> m.name("web").namespace("shop")).build();

  private final CountDownLatch never = new CountDownLatch(1);
  private TestServer server;
  private Kubernetes k8s;

  /** A piece of work that may be cancelled. */
  private interface Work {
    void run() throws Exception;
  }

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start();
    k8s = server.client();
  }

  @AfterEach
  void stop() {
    never.countDown();
    k8s.close();
    server.close();
  }

  private TestServer.Answer silence() {
    return (got, exchange) -> {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    };
  }

  private TestServer.Answer halfAnAnswer() {
    return (got, exchange) -> {
      exchange.getResponseHeaders().add("Content-Type", Request.JSON);
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write("{\"kind\":".getBytes());
      exchange.getResponseBody().flush();
      silence().give(got, exchange);
    };
  }

  /** What work throws that is interrupted once the server has its request. */
  private Exception interrupted(Work work) throws Exception {
    return interrupted(work, new CountDownLatch(0));
  }

  private Exception interrupted(Work work, CountDownLatch ready) throws Exception {
    CompletableFuture<Exception> thrown = new CompletableFuture<>();
    CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              Exception result = new IllegalStateException("it was not cancelled");
              try {
                work.run();
              } catch (Exception e) {
                result = e;
              }
              stillInterrupted.complete(Thread.currentThread().isInterrupted());
              thrown.complete(result);
            });
    thread.start();
    server.take();
    ready.await();
    thread.interrupt();
    Exception e = thrown.get();
    assertTrue(stillInterrupted.get(), "the thread is not interrupted any more");
    thread.join();
    return e;
  }

  private static void assertCancelled(Exception e) {
    TransportException transport = assertInstanceOf(TransportException.class, e);
    assertInstanceOf(InterruptedIOException.class, transport.getCause());
  }

  @Test
  void whileWaitingForTheAnswer() throws Exception {
    server.then(silence()).then(TestServer.object(MAP));
    assertCancelled(interrupted(() -> k8s.coreV1().configMaps("shop").get("web")));
    assertEquals(MAP, k8s.coreV1().configMaps("shop").get("web"));
  }

  @Test
  void whileReadingTheAnswer() throws Exception {
    server.then(halfAnAnswer());
    assertCancelled(interrupted(() -> k8s.coreV1().configMaps("shop").get("web")));
  }

  @Test
  void whileReadingAList() throws Exception {
    server.then(halfAnAnswer());
    assertCancelled(interrupted(() -> k8s.coreV1().configMaps("shop").list().toList()));
  }

  @Test
  void whileReadingALog() throws Exception {
    server.then(halfAnAnswer());
    CountDownLatch reading = new CountDownLatch(1);
    Exception e =
        interrupted(
            () -> {
              try (InputStream log = k8s.coreV1().pods("shop").getLogs("web")) {
                reading.countDown();
                log.readAllBytes();
              }
            },
            reading);
    assertInstanceOf(IOException.class, e);
  }

  @Test
  void whileWaitingToTryAgain() throws Exception {
    server.then(TestServer.with("Retry-After", "3600", TestServer.text(429, "")));
    assertCancelled(interrupted(() -> k8s.coreV1().configMaps("shop").create(MAP)));
  }

  @Test
  void beforeTheCall() {
    Thread.currentThread().interrupt();
    TransportException e =
        assertThrows(TransportException.class, () -> k8s.coreV1().configMaps("shop").get("web"));
    assertCancelled(e);
    assertTrue(Thread.interrupted());
    assertEquals(0, server.requests.size());
  }

  @Test
  void timeoutsEndACallButInterruptNobody() {
    server.then(halfAnAnswer());
    TransportException e =
        assertThrows(
            TransportException.class,
            () ->
                k8s.resources(ConfigMap.RESOURCE)
                    .namespace("shop")
                    .timeout(Duration.ofMillis(200))
                    .get("web"));
    assertTrue(e.getMessage().contains("no answer in time"), e.getMessage());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void closingTheClientEndsCallsInProgress() throws Exception {
    server.then(silence());
    CompletableFuture<Exception> thrown =
        CompletableFuture.supplyAsync(
            () ->
                assertThrows(
                    TransportException.class, () -> k8s.coreV1().configMaps("shop").get("web")));
    server.take();
    k8s.close();
    thrown.get();
  }
}
