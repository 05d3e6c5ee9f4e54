package io.kybern.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.kybern.client.config.RestConfig;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A real HTTP server on loopback that answers what a test lined up, in that order. */
final class TestServer implements AutoCloseable {
  /** One answer. */
  interface Answer {
    void give(Got request, HttpExchange exchange) throws IOException;
  }

  /** A request as it arrived. */
  record Got(String method, String target, com.sun.net.httpserver.Headers headers, byte[] body) {
    String header(String name) {
      return headers.getFirst(name);
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    Object tree() {
      return Codec.jsonToTree(body);
    }

    @Override
    public String toString() {
      return method + " " + target;
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  final BlockingQueue<Got> requests = new LinkedBlockingQueue<>();

  private TestServer(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static TestServer start() throws IOException {
    return new TestServer(HttpServer.create(address(), 0));
  }

  static TestServer start(SSLContext context, boolean needsClientCertificate) throws IOException {
    HttpsServer server = HttpsServer.create(address(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = context.getDefaultSSLParameters();
            ssl.setNeedClientAuth(needsClientCertificate);
            parameters.setSSLParameters(ssl);
          }
        });
    return new TestServer(server);
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readAllBytes();
    }
    Got got =
        new Got(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            body);
    Answer answer = answers.poll();
    requests.add(got);
    if (answer == null) {
      text(599, "no answer lined up for " + got).give(got, exchange);
      return;
    }
    answer.give(got, exchange);
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://localhost:" + port();
  }

  Kubernetes client() {
    return client(Pause.REAL);
  }

  Kubernetes client(Pause pause) {
    RestConfig config = RestConfig.builder(url()).build();
    return Kubernetes.over(new OkHttpTransport(config), config, pause);
  }

  TestServer then(Answer answer) {
    answers.add(answer);
    return this;
  }

  /** An object, in protobuf or CBOR if the request accepts that first. */
  static Answer object(Object object) {
    return object(200, object);
  }

  static Answer object(int code, Object object) {
    return (got, exchange) -> {
      WireFormat format = accepted(got);
      send(exchange, code, format.mediaType(), Codec.write(object, format));
    };
  }

  static WireFormat accepted(Got got) {
    String accept = got.header("Accept");
    return accept != null && accept.startsWith(Request.PROTOBUF)
        ? WireFormat.PROTOBUF
        : accept != null && accept.startsWith(Request.CBOR) ? WireFormat.CBOR : WireFormat.JSON;
  }

  static Answer json(int code, String body) {
    return bytes(code, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  static Answer text(int code, String body) {
    return bytes(code, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  static Answer bytes(int code, String contentType, byte[] body) {
    return (got, exchange) -> send(exchange, code, contentType, body);
  }

  static Answer with(String header, String value, Answer answer) {
    return (got, exchange) -> {
      exchange.getResponseHeaders().add(header, value);
      answer.give(got, exchange);
    };
  }

  /** Closes the connection without an answer. */
  static Answer hangUp() {
    return (got, exchange) -> exchange.close();
  }

  /** Writes pieces one by one without a length; {@code cut} leaves the end away. */
  static Answer pieces(String contentType, boolean cut, List<byte[]> pieces) {
    return (got, exchange) -> {
      exchange.getResponseHeaders().add("Content-Type", contentType);
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      for (byte[] piece : pieces) {
        out.write(piece);
        out.flush();
      }
      if (cut) {
        throw new IOException("cut, as the test wants it");
      }
      exchange.close();
    };
  }

  static void send(HttpExchange exchange, int code, String contentType, byte[] body)
      throws IOException {
    if (!contentType.isEmpty()) {
      exchange.getResponseHeaders().add("Content-Type", contentType);
    }
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  /** The next request that arrived; waits for it. */
  Got take() throws InterruptedException {
    return requests.take();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
