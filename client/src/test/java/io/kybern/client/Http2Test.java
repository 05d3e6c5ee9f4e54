package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.config.RestConfig;
import io.kybern.error.TransportException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Http2Test {
  private static final Certificates MADE = new Certificates();

  private Http2Server server;
  private Kubernetes k8s;

  @BeforeEach
  void start() throws Exception {
    server = new Http2Server(MADE);
    k8s =
        Kubernetes.connect(
            RestConfig.builder(server.url()).certificateAuthority(MADE.authorityPem()).build());
  }

  @AfterEach
  void stop() throws Exception {
    k8s.close();
    server.close();
  }

  private Watch<ConfigMap> watch() {
    return k8s.coreV1().configMaps("shop").watch(ListQuery.all().resourceVersion("5"));
  }

  @Test
  void watchesAndCallsShareOneConnection() {
    try (Watch<ConfigMap> one = watch();
        Watch<ConfigMap> two = watch()) {
      assertEquals(Http2Server.MAP, one.iterator().next().object());
      assertEquals(Http2Server.MAP, two.iterator().next().object());
      for (int i = 0; i < 20; i++) {
        assertEquals(Http2Server.MAP, k8s.coreV1().configMaps("shop").get("web"));
        assertEquals(
            Http2Server.MAP, k8s.coreV1().configMaps("shop").patch("web", Patch.merge("{}")));
      }
    }
    assertEquals(1, server.connections());
    assertEquals(Set.of("HTTP/2.0"), new HashSet<>(server.protocols));
  }

  @Test
  void anInterruptCancelsOneCallAndHurtsNoOther() throws Exception {
    try (Watch<ConfigMap> watch = watch()) {
      watch.iterator().next();
      CompletableFuture<Exception> thrown = new CompletableFuture<>();
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  k8s.coreV1().configMaps("shop").get("slow");
                  thrown.complete(new IllegalStateException("it was not cancelled"));
                } catch (TransportException e) {
                  interrupted.complete(Thread.currentThread().isInterrupted());
                  thrown.complete(e);
                }
              });
      thread.start();
      server.slowArrived.await();
      thread.interrupt();
      TransportException e = assertInstanceOf(TransportException.class, thrown.get());
      assertInstanceOf(InterruptedIOException.class, e.getCause());
      assertTrue(interrupted.get());
      assertEquals(Http2Server.MAP, k8s.coreV1().configMaps("shop").get("web"));
      assertEquals(1, server.connections());
    }
  }

  @Test
  void interruptsAtAnyMomentLeaveTheCallsOfOthersAlone() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Integer> writes =
        CompletableFuture.supplyAsync(
            () -> {
              int count = 0;
              while (!stop.get()) {
                k8s.coreV1().configMaps("shop").patch("web", Patch.merge("{}"));
                count++;
              }
              return count;
            });
    for (int round = 0; round < 100; round++) {
      CompletableFuture<Void> begun = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    k8s.coreV1().configMaps("shop").get("web");
                    begun.complete(null);
                  }
                } catch (TransportException e) {
                  begun.complete(null);
                }
              });
      thread.start();
      begun.get();
      thread.interrupt();
      thread.join();
    }
    stop.set(true);
    assertTrue(writes.get() > 0);
    assertEquals(1, server.connections());
  }

  @Test
  void closingAWatchEndsOnlyThat() throws Exception {
    Watch<ConfigMap> one = watch();
    try (Watch<ConfigMap> two = watch()) {
      one.iterator().next();
      two.iterator().next();
      CompletableFuture<Boolean> more =
          CompletableFuture.supplyAsync(() -> one.iterator().hasNext());
      one.close();
      assertFalse(more.get());
      assertEquals(Http2Server.MAP, k8s.coreV1().configMaps("shop").get("web"));
      assertEquals(1, server.connections());
    }
  }
}
