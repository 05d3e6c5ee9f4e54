package io.kybern.apiserver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.ResponseBody;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndpointTest {
  private final Certificates certificates =
      Certificates.create(InetAddress.getLoopbackAddress(), "admin");

  private Endpoint open(Function<ApiRequest, ApiResponse> handler) {
    return Endpoint.open(
        InetAddress.getLoopbackAddress(),
        0,
        () -> certificates,
        own ->
            new Authenticator(
                own, token -> token.equals("secret") ? Optional.of(User.ADMIN) : Optional.empty()),
        handler);
  }

  private HttpClient client(Version version) {
    return HttpClient.newBuilder().sslContext(Peer.trusting(certificates)).version(version).build();
  }

  private static HttpRequest get(Endpoint endpoint, String target) {
    return HttpRequest.newBuilder(URI.create(endpoint.url() + target)).GET().build();
  }

  /** A body that speaks when told to, and tells when it is given up. */
  private static final class Slow implements ResponseBody {
    final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Semaphore words = new Semaphore(0);
    private final AtomicReference<Runnable> waiting = new AtomicReference<>();

    void say(int count) {
      words.release(count);
      Runnable ready = waiting.getAndSet(null);
      if (ready != null) {
        ready.run();
      }
    }

    @Override
    public long length() {
      return -1;
    }

    @Override
    public byte[] read() {
      return closed.isDone() ? null : words.tryAcquire() ? new byte[] {'x'} : new byte[0];
    }

    @Override
    public void demand(Runnable ready) {
      waiting.set(ready);
      if (words.availablePermits() > 0 || closed.isDone()) {
        say(0);
      }
    }

    @Override
    public void close() {
      closed.complete(null);
      say(0);
    }
  }

  @Test
  void aPortWithoutCertificatesIsFreeAgain() throws Exception {
    InetAddress address = InetAddress.getLoopbackAddress();
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, address)) {
      port = free.getLocalPort();
    }
    IllegalStateException fault = new IllegalStateException("no certificates");
    Supplier<Certificates> none =
        () -> {
          throw fault;
        };
    assertSame(
        fault,
        assertThrows(
            IllegalStateException.class,
            () -> Endpoint.open(address, port, none, own -> null, request -> null)));
    new ServerSocket(port, 1, address).close();
  }

  @Test
  void noticesThatAStreamWasGivenUp() throws Exception {
    Slow body = new Slow();
    try (Endpoint endpoint = open(request -> ApiResponse.of(200, "text/plain", body))) {
      InputStream in =
          client(Version.HTTP_2).send(get(endpoint, "/"), BodyHandlers.ofInputStream()).body();
      body.say(1);
      assertEquals('x', in.read());
      assertFalse(body.closed.isDone());
      in.close();
      body.closed.get();
    }
  }

  @Test
  void noticesAtTheNextWordThatAConnectionIsGone() throws Exception {
    Slow body = new Slow();
    try (Endpoint endpoint = open(request -> ApiResponse.of(200, "text/plain", body))) {
      InputStream in =
          client(Version.HTTP_1_1).send(get(endpoint, "/"), BodyHandlers.ofInputStream()).body();
      body.say(1);
      assertEquals('x', in.read());
      in.close();
      while (!body.closed.isDone()) {
        body.say(1);
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void noticesThatTheClientOfAnIdleWatchIsGone() throws Exception {
    Slow body = new Slow();
    try (Endpoint endpoint = open(request -> ApiResponse.of(200, "text/plain", body))) {
      try (Peer peer = Peer.http1(Peer.trusting(certificates), endpoint.url())) {
        peer.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        peer.head();
      }
      body.closed.get();
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void givesBodiesUpWhenItCloses(Version version) throws Exception {
    Slow body = new Slow();
    Endpoint endpoint = open(request -> ApiResponse.of(200, "text/plain", body));
    try {
      client(version).send(get(endpoint, "/"), BodyHandlers.ofInputStream());
    } finally {
      endpoint.close();
    }
    body.closed.get();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void carriesRequestsAsTheyAre(Version version) throws Exception {
    AtomicReference<ApiRequest> seen = new AtomicReference<>();
    try (Endpoint endpoint =
        open(
            request -> {
              seen.set(request);
              return ApiResponse.of(299, "text/x", "ä".getBytes(StandardCharsets.UTF_8))
                  .withHeader("Warning", "one")
                  .withHeader("Warning", "two");
            })) {
      HttpClient client = client(version);
      Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      var response =
          client.send(
              HttpRequest.newBuilder(URI.create(endpoint.url() + "/a%2Fb/../c//d?x=%20&y=1&x=2"))
                  .header("X-Two", "1")
                  .header("X-Two", "2")
                  .header("Authorization", "Bearer secret")
                  .method("PATCH", HttpRequest.BodyPublishers.ofString("body"))
                  .build(),
              BodyHandlers.ofString());
      assertEquals(299, response.statusCode());
      assertEquals("ä", response.body());
      assertEquals(List.of("one", "two"), response.headers().allValues("warning"));
      String date = response.headers().firstValue("date").orElse("");
      Instant said = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      assertFalse(said.isBefore(before) || said.isAfter(Instant.now()), date);
      ApiRequest request = seen.get();
      assertEquals("PATCH", request.method());
      assertEquals("/a%2Fb/../c//d", request.path());
      assertEquals("x=%20&y=1&x=2", request.query());
      assertEquals(List.of("1", "2"), request.headers("x-two"));
      assertEquals(null, request.header("Authorization"));
      assertEquals(User.ADMIN, request.user());
      assertEquals("body", new String(request.body(), StandardCharsets.UTF_8));
      client.send(get(endpoint, "/"), BodyHandlers.discarding());
      assertEquals(User.ANONYMOUS, seen.get().user());
      assertEquals(0, seen.get().body().length);
    }
  }

  @Test
  void datesAreEnglishWhateverTheMachineSpeaks() {
    assertEquals(
        "Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.of(Instant.parse("1994-11-06T08:49:37Z")));
    assertEquals(
        "Mon, 31 Dec 2029 23:59:59 GMT", HttpDate.of(Instant.parse("2029-12-31T23:59:59.9Z")));
  }
}
