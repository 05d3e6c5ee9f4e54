package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.config.RestConfig;
import io.kybern.error.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyTest {
  private static final ConfigMap MAP =
      ConfigMap.builder().metadata(m -> m.name("web").namespace("shop")).build();
  private static final Certificates MADE = new Certificates();

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(MADE.serverContext(), false);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** The server has a name that only the proxy can look up. */
  private ConfigMap get(String proxy) {
    server.then(TestServer.object(MAP));
    RestConfig config =
        RestConfig.builder("https://api.internal:" + server.port())
            .certificateAuthority(MADE.authorityPem())
            .proxy(proxy)
            .build();
    try (Kubernetes k8s = Kubernetes.connect(config)) {
      return k8s.coreV1().configMaps("shop").get("web");
    }
  }

  @Test
  void http() throws Exception {
    try (TestProxy proxy = TestProxy.http(null, "u:p")) {
      assertEquals(MAP, get("http://u:p@localhost:" + proxy.port()));
      assertEquals(List.of("api.internal:" + server.port()), proxy.targets());
      assertThrows(TransportException.class, () -> get("http://localhost:" + proxy.port()));
    }
  }

  @Test
  void https() throws Exception {
    try (TestProxy proxy = TestProxy.http(MADE.serverContext(), "u:p")) {
      assertEquals(MAP, get("https://u:p@localhost:" + proxy.port()));
      assertEquals(List.of("api.internal:" + server.port()), proxy.targets());
      TransportException e =
          assertThrows(
              TransportException.class, () -> get("https://u:wrong@localhost:" + proxy.port()));
      assertTrue(e.getMessage().contains("407"), e.getMessage());
    }
  }

  @Test
  void socks() throws Exception {
    try (TestProxy proxy = TestProxy.socks(null)) {
      assertEquals(MAP, get("socks5://localhost:" + proxy.port()));
      assertEquals(List.of("api.internal:" + server.port()), proxy.targets());
    }
    try (TestProxy proxy = TestProxy.socks("u:p")) {
      assertEquals(MAP, get("socks5://u:p@localhost:" + proxy.port()));
      assertThrows(TransportException.class, () -> get("socks5://localhost:" + proxy.port()));
      assertThrows(
          TransportException.class, () -> get("socks5://u:wrong@localhost:" + proxy.port()));
    }
  }

  @Test
  void aProxyThatIsNone() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> answered =
          CompletableFuture.runAsync(
              () -> {
                try (Socket client = other.accept()) {
                  client.getInputStream().readNBytes(3);
                  client.getOutputStream().write("SSH-2.0-x\r\n".getBytes());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      TransportException e =
          assertThrows(
              TransportException.class, () -> get("socks5://localhost:" + other.getLocalPort()));
      assertTrue(e.getMessage().contains("no SOCKS 5 proxy"), e.toString());
      answered.get();
    }
  }
}
