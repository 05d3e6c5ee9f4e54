package io.kybern.apiserver.http;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.ApiResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An open HTTPS port: HTTP/1.1 and HTTP/2, chosen by ALPN. A watch without news holds no thread.
 * Safe for use by any thread.
 */
public final class Endpoint implements AutoCloseable {
  private static final int MAX_THREADS = 64;
  private static final int MIN_THREADS = 2;
  private static final int RESERVED_THREADS = 1;
  private static final int IDLE_THREAD_MILLIS = 10_000;
  private static final String NAME = "kybern-apiserver";
  private static final int HEADER_BYTES = 64 * 1024;

  /** Every watch of a client is a stream of its one connection. */
  private static final int MAX_STREAMS = 10_000;

  /** How long requests, and the last words of watches, may take when the server stops. */
  private static final long STOP_MILLIS = 1_000;

  private final Server server;
  private final ServerConnector connector;
  private final InFlight inFlight;
  private final URI url;

  private Endpoint(Server server, ServerConnector connector, InFlight inFlight, URI url) {
    this.server = server;
    this.connector = connector;
    this.inFlight = inFlight;
    this.url = url;
  }

  /**
   * Opens a port.
   *
   * @param port port number, 0 for any free one
   * @param certificates asked for last, so that they can be made at the same time
   * @param handler answers requests; must not block
   * @throws UncheckedIOException if the port cannot be opened
   */
  public static Endpoint open(
      InetAddress address,
      int port,
      Supplier<Certificates> certificates,
      Function<Certificates, Authenticator> authenticator,
      Function<ApiRequest, ApiResponse> handler) {
    // Jetty's own queue asks the platform's management beans for the size of a cache line, which
    // costs a new JVM a fifth of the time until the first request is answered; its own threads ask
    // for a security manager by reflection.
    QueuedThreadPool threads =
        new QueuedThreadPool(
            MAX_THREADS,
            MIN_THREADS,
            IDLE_THREAD_MILLIS,
            RESERVED_THREADS,
            new LinkedBlockingQueue<>(),
            null,
            new Threads());
    threads.setName(NAME);
    Server server = new Server(threads);
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setWantClientAuth(true);
    ServerConnector connector = connector(server, ssl);
    connector.setHost(address.getHostAddress());
    connector.setPort(port);
    // Watches say nothing for as long as nothing happens; they have a time limit of their own.
    connector.setIdleTimeout(0);
    server.addConnector(connector);
    Certificates own = certificates.get();
    ssl.setSslContext(own.serverContext());
    InFlight inFlight = new InFlight();
    server.setHandler(new JettyHandler(authenticator.apply(own), handler, threads, inFlight));
    try {
      server.start();
    } catch (Exception e) {
      stop(server);
      throw e instanceof IOException io
          ? new UncheckedIOException("cannot listen on " + address + " port " + port, io)
          : new IllegalStateException("cannot start the HTTPS server", e);
    }
    return new Endpoint(server, connector, inFlight, url(address, connector.getLocalPort()));
  }

  private static ServerConnector connector(Server server, SslContextFactory.Server ssl) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setResponseHeaderSize(HEADER_BYTES);
    // What a path names, escapes included, the handler decides.
    http.setUriCompliance(UriCompliance.UNSAFE);
    SecureRequestCustomizer secure = new SecureRequestCustomizer(false);
    secure.setSniRequired(false);
    http.addCustomizer(secure);

    HttpConnectionFactory http1 = new HttpConnectionFactory(http);
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
    http2.setMaxConcurrentStreams(MAX_STREAMS);
    http2.setStreamIdleTimeout(0);
    // A client may open and end as many requests as it likes.
    http2.setRateControlFactory(new RateControl.Factory() {});
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http1.getProtocol());
    return new ServerConnector(
        server,
        null,
        null,
        null,
        0,
        1,
        new SslConnectionFactory(ssl, alpn.getProtocol()),
        alpn,
        http2,
        http1);
  }

  private static URI url(InetAddress address, int port) {
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    return URI.create(
        "https://"
            + (address instanceof Inet6Address && !address.isAnyLocalAddress()
                ? "[" + host + "]"
                : host)
            + ":"
            + port);
  }

  /** Where clients reach the server. */
  public URI url() {
    return url;
  }

  /** How many connections are open. */
  public int connections() {
    return connector.getConnectedEndPoints().size();
  }

  /**
   * Closes the port, all connections and threads. Answers that are being written may end first, if
   * that takes no longer than a second. Idempotent.
   */
  @Override
  public void close() {
    inFlight.awaitNone(STOP_MILLIS);
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop the HTTPS server", e);
    }
    server.destroy();
  }

  /** Threads that keep no JVM from ending. */
  private static final class Threads implements ThreadFactory {
    private final AtomicInteger made = new AtomicInteger();

    @Override
    public Thread newThread(Runnable work) {
      Thread thread = new Thread(work, NAME + "-" + made.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }
}
