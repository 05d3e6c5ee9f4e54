package io.kybern.apiserver.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.ResponseBody;
import io.kybern.apiserver.http.Peer.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.junit.jupiter.api.Test;

/**
 * HTTP/2 beyond what the conformance suites ask of every server: windows, clients that do not read,
 * and bytes that are no frames.
 */
class Http2Test {
  private final Certificates certificates =
      Certificates.create(InetAddress.getLoopbackAddress(), "admin");
  private final SSLContext trusting = Peer.trusting(certificates);

  private Endpoint open(Function<ApiRequest, ApiResponse> handler) {
    return Endpoint.open(
        InetAddress.getLoopbackAddress(),
        0,
        () -> certificates,
        own -> new Authenticator(own, token -> Optional.of(User.ADMIN)),
        handler);
  }

  private Peer connect(Endpoint endpoint, int... settings) throws Exception {
    return Peer.http2(trusting, endpoint.url(), settings);
  }

  private static ApiResponse text(String text) {
    return ApiResponse.of(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  /** A body without an end. */
  private static final class Endless implements ResponseBody {
    final CompletableFuture<Void> closed = new CompletableFuture<>();

    @Override
    public long length() {
      return -1;
    }

    @Override
    public byte[] read() {
      return closed.isDone() ? null : new byte[50_000];
    }

    @Override
    public void demand(Runnable ready) {
      ready.run();
    }

    @Override
    public void close() {
      closed.complete(null);
    }
  }

  @Test
  void anAnswerIsWrittenAsFarAsItsWindowGoes() throws Exception {
    String answer = "0123456789".repeat(10);
    try (Endpoint endpoint = open(request -> text(answer));
        Peer peer = connect(endpoint, Http2Frame.INITIAL_WINDOW_SIZE, 10)) {
      peer.get(1, "/");
      assertEquals(answer.substring(0, 10), data(peer));
      peer.widen(1, 5);
      assertEquals(answer.substring(10, 15), data(peer));
      byte[] wider = ByteBuffer.allocate(6).putShort((short) 4).putInt(30).array();
      peer.send(Http2Frame.SETTINGS, 0, 0, wider);
      assertEquals(answer.substring(15, 35), data(peer));
      peer.widen(1, 1000);
      Frame last = peer.next(Http2Frame.DATA);
      assertEquals(answer.substring(35), new String(last.payload(), StandardCharsets.UTF_8));
      assertTrue(last.isLast());
    }
  }

  private static String data(Peer peer) throws IOException {
    return new String(peer.next(Http2Frame.DATA).payload(), StandardCharsets.UTF_8);
  }

  @Test
  void theWindowOfTheConnectionIsForAllStreams() throws Exception {
    byte[] large = new byte[100_000];
    new Random(1).nextBytes(large);
    try (Endpoint endpoint = open(request -> ApiResponse.of(200, "text/plain", large));
        Peer peer = connect(endpoint, Http2Frame.INITIAL_WINDOW_SIZE, 1 << 20)) {
      peer.get(1, "/");
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      while (read.size() < Http2Frame.DEFAULT_WINDOW_BYTES) {
        read.writeBytes(peer.next(Http2Frame.DATA).payload());
      }
      assertEquals(Http2Frame.DEFAULT_WINDOW_BYTES, read.size());
      peer.widen(0, large.length);
      Frame frame = peer.next(Http2Frame.DATA);
      read.writeBytes(frame.payload());
      while (!frame.isLast()) {
        frame = peer.next(Http2Frame.DATA);
        read.writeBytes(frame.payload());
      }
      assertArrayEquals(large, read.toByteArray());
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsUpNobodyElse() throws Exception {
    Endless endless = new Endless();
    Function<ApiRequest, ApiResponse> handler =
        request ->
            request.path().equals("/endless")
                ? ApiResponse.of(200, "text/plain", endless)
                : text("prompt");
    Endpoint endpoint = open(handler);
    try (Peer stuck = connect(endpoint, Http2Frame.INITIAL_WINDOW_SIZE, Integer.MAX_VALUE)) {
      stuck.widen(0, Integer.MAX_VALUE - Http2Frame.DEFAULT_WINDOW_BYTES);
      stuck.get(1, "/endless");
      for (int i = 0; i < 20; i++) {
        try (Peer other = connect(endpoint)) {
          other.get(1, "/");
          assertEquals("prompt", data(other));
        }
      }
      endpoint.close();
      endless.closed.get();
    }
  }

  @Test
  void manyRequestsAtATimeGetTheirOwnAnswers() throws Exception {
    try (Endpoint endpoint = open(request -> text(request.query()))) {
      HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();
      // Whose connection all others share.
      HttpRequest first = HttpRequest.newBuilder(URI.create(endpoint.url() + "/?first")).build();
      assertEquals("first", client.send(first, BodyHandlers.ofString()).body());
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        URI target = URI.create(endpoint.url() + "/?" + i);
        HttpRequest request =
            HttpRequest.newBuilder(target)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[i * 10]))
                .build();
        answers.add(client.sendAsync(request, BodyHandlers.ofString()));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertEquals(Integer.toString(i), answers.get(i).get().body());
      }
      assertEquals(1, endpoint.connections());
    }
  }

  @Test
  void whoAsksForMoreThanItReadsIsCutOff() throws Exception {
    try (Endpoint endpoint = open(request -> text("never asked for"));
        Peer peer = connect(endpoint)) {
      ByteArrayOutputStream pings = new ByteArrayOutputStream();
      for (int i = 0; i < 1000; i++) {
        pings.writeBytes(Peer.frame(Http2Frame.PING, 0, 0, new byte[8]));
      }
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 20_000; i++) {
              peer.send(pings.toByteArray());
            }
          });
    }
  }

  @Test
  void whoIsRefusedMoreOftenThanItReadsIsCutOff() throws Exception {
    try (Endpoint endpoint = open(request -> text("yes"));
        Peer peer = connect(endpoint)) {
      peer.get(1, "/");
      assertEquals("yes", data(peer));
      ByteArrayOutputStream faults = new ByteArrayOutputStream();
      for (int i = 0; i < 1000; i++) {
        faults.writeBytes(Peer.frame(Http2Frame.WINDOW_UPDATE, 0, 1, new byte[Integer.BYTES]));
      }
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 20_000; i++) {
              peer.send(faults.toByteArray());
            }
          });
    }
  }

  @Test
  void whatIsRefusedIsNotDone() throws Exception {
    List<String> done = new CopyOnWriteArrayList<>();
    Function<ApiRequest, ApiResponse> handler =
        request -> {
          done.add(request.path());
          return text("done");
        };
    try (Endpoint endpoint = open(handler);
        Peer peer = connect(endpoint)) {
      byte[] headers = Peer.request("/refused");
      ByteBuffer dependent = ByteBuffer.allocate(5 + headers.length);
      dependent.putInt(1).put((byte) 16).put(headers);
      int flags = Http2Frame.END_HEADERS | Http2Frame.END_STREAM | Http2Frame.HAS_PRIORITY;
      peer.send(Http2Frame.HEADERS, flags, 1, dependent.array());
      peer.next(Http2Frame.RST_STREAM);
      peer.get(3, "/next");
      assertEquals("done", data(peer));
      assertEquals(List.of("/next"), done);
    }
  }

  @Test
  void anyBytesAreAnsweredOrRefused() throws Exception {
    long seed = Long.getLong("kybern.fuzz.seed", System.nanoTime());
    System.out.println("Http2Test.anyBytesAreAnsweredOrRefused -Dkybern.fuzz.seed=" + seed);
    Random random = new Random(seed);
    try (Endpoint endpoint = open(request -> text("yes"))) {
      for (int i = 0; i < 100; i++) {
        try (Peer peer = connect(endpoint)) {
          for (int frame = random.nextInt(20); frame >= 0; frame--) {
            byte[] payload = new byte[random.nextInt(40)];
            random.nextBytes(payload);
            peer.send(random.nextInt(12), random.nextInt(256), random.nextInt(8), payload);
          }
          peer.send(Http2Frame.PUSH_PROMISE, 0, 1, new byte[4]);
          peer.next(Http2Frame.GOAWAY);
        } catch (IOException cutOff) {
          // Said before it was done.
        }
      }
      try (Peer peer = connect(endpoint)) {
        peer.get(1, "/");
        assertEquals("yes", data(peer));
      }
      while (endpoint.connections() > 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void headersReadBackAsTheyWere() throws Exception {
    HPackDecoder decoder = new HPackDecoder(4096, StandardCharsets.UTF_8);
    List<Header> headers = new ArrayList<>();
    for (int length : new int[] {0, 1, 14, 15, 126, 127, 128, 254, 255, 16_383, 70_000}) {
      headers.add(Peer.header("x-" + "n".repeat(length % 300), "v".repeat(length)));
    }
    headers.add(Peer.header(":status", "200"));
    headers.add(Peer.header(":status", "404"));
    headers.add(Peer.header("www-authenticate", "Bearer"));
    headers.add(Peer.header("warning", "299 - \"ä中😀\""));
    List<Header> decoded = decoder.decodeHeaders(ByteBuffer.wrap(HpackEncoder.encode(headers)));
    assertEquals(headers.toString(), decoded.toString());
  }
}
