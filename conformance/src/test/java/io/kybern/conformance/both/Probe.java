package io.kybern.conformance.both;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.ApiServer;
import io.kybern.client.Kubernetes;
import io.kybern.client.Resources;
import io.kybern.conformance.Trust;
import io.kybern.testing.RealCluster;
import io.kybern.testing.TestCluster;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * What {@link FiguresTest} measures, in a JVM of its own: prints milliseconds, or creates in a
 * second, one number a line.
 */
final class Probe {
  private static final String NAMESPACE = "/api/v1/namespaces/default";
  private static final int THREADS = 4;

  /** How often each server is asked to create, and how often so that the JVM has compiled. */
  static final int CREATE_ROUNDS = 12;

  static final int WARM_UP_ROUNDS = 7;

  private Probe() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "memory" -> {
        memory();
        memory();
        memory();
      }
      case "https" -> {
        https();
        https();
      }
      case "serve" -> serve();
      case "client" -> client(TestCluster::embedded);
      case "real" -> client(RealCluster::start);
      case "creates" -> {
        try (TestCluster real = RealCluster.start();
            TestCluster embedded = TestCluster.embedded()) {
          for (int round = 0; round < CREATE_ROUNDS; round++) {
            print(creates(real, round));
            print(creates(embedded, round));
          }
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void print(double number) {
    System.out.printf(Locale.ROOT, "%.2f%n", number);
  }

  private static void memory() {
    long start = System.nanoTime();
    try (ApiServer server = ApiServer.start()) {
      expect(server.handle(ApiRequest.get(NAMESPACE)).code());
      print((System.nanoTime() - start) / 1e6);
    }
  }

  /** From nothing to the first answer over HTTPS, asked for by the JDK's own sockets. */
  private static void https() throws IOException {
    long start = System.nanoTime();
    try (ApiServer server = ApiServer.start()) {
      ask(server.url().getPort(), server.token(), server.caCertificatePem());
      print((System.nanoTime() - start) / 1e6);
    }
  }

  /**
   * Starts a server for {@link #ask} by another process: prints the microseconds since the epoch at
   * which it began, then port, token and authority; ends with its input.
   */
  private static void serve() throws IOException {
    long start = micros();
    try (ApiServer server = ApiServer.start()) {
      int port = server.url().getPort();
      System.out.println(
          start + " " + port + " " + server.token() + "\n" + server.caCertificatePem());
      System.out.flush();
      while (System.in.read() >= 0) {
        continue;
      }
    }
  }

  static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /** One answer, over a connection of its own. */
  static void ask(int port, String token, String authority) throws IOException {
    SSLContext context = Trust.of(authority.getBytes(StandardCharsets.US_ASCII)).context();
    try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", port)) {
      String request =
          "GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
              .formatted(NAMESPACE, token);
      // As every client of an API server does: else the request waits for an acknowledgement.
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      expect(Integer.parseInt(answer.substring(9, 12)));
    }
  }

  /** From nothing to the first answer by Kybern's client. */
  private static void client(Supplier<TestCluster> start) {
    long before = System.nanoTime();
    try (TestCluster cluster = start.get();
        Kubernetes client = cluster.client()) {
      client.raw().get(NAMESPACE);
      print((System.nanoTime() - before) / 1e6);
    }
  }

  private static void expect(int status) {
    if (status != 200) {
      throw new IllegalStateException("status " + status);
    }
  }

  /** Creates of small objects in a second, by some threads at once over HTTPS. */
  private static double creates(TestCluster cluster, int round) throws InterruptedException {
    int each = cluster.isReal() ? 400 : 4000;
    try (Kubernetes client = cluster.client()) {
      Resources<ConfigMap> maps = client.resources(ConfigMap.RESOURCE).namespace("default");
      ExecutorService pool = Executors.newFixedThreadPool(THREADS);
      long before = System.nanoTime();
      for (int thread = 0; thread < THREADS; thread++) {
        String prefix = "r" + round + "-t" + thread + "-";
        pool.execute(
            () -> {
              for (int i = 0; i < each; i++) {
                String name = prefix + i;
                maps.create(
                    ConfigMap.builder().metadata(m -> m.name(name)).data("key", name).build());
              }
            });
      }
      pool.shutdown();
      pool.awaitTermination(1, TimeUnit.HOURS);
      return THREADS * each / ((System.nanoTime() - before) / 1e9);
    }
  }
}
