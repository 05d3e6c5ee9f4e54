package io.kybern.apiserver.http;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.ApiResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * An open HTTPS port: HTTP/1.1 and HTTP/2, chosen by ALPN. Each connection has a thread that reads;
 * a watch over HTTP/2 without news holds none. Safe for use by any thread.
 */
public final class Endpoint implements AutoCloseable {
  /** How many clients may wait to be accepted. */
  private static final int BACKLOG = 1024;

  private static final long RETRY_NANOS = 1_000_000;

  /** How long requests, and the last words of watches, may take when the server stops. */
  private static final long STOP_MILLIS = 1_000;

  private final ServerSocket server;
  private final InFlight inFlight;
  private final Threads threads;
  private final URI url;

  /** The open connections; each leaves by its own reader. */
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  /** Counts the connections, so that a stop can let them end. */
  private final InFlight open = new InFlight();

  /** Set before the connections are closed, so that one that is just accepted is closed as well. */
  private volatile boolean closed;

  private Endpoint(ServerSocket server, InFlight inFlight, Threads threads, URI url) {
    this.server = server;
    this.inFlight = inFlight;
    this.threads = threads;
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
    ServerSocket server = listen(address, port);
    try {
      Certificates own = certificates.get();
      InFlight inFlight = new InFlight();
      Exchanges exchanges = new Exchanges(authenticator.apply(own), handler, inFlight);
      Threads threads = new Threads("kybern-apiserver");
      Endpoint endpoint =
          new Endpoint(server, inFlight, threads, url(address, server.getLocalPort()));
      threads.io().execute(() -> endpoint.accept(own.serverContext(), exchanges));
      return endpoint;
    } catch (RuntimeException | Error e) {
      closeAfter(server, e);
      throw e;
    }
  }

  private static ServerSocket listen(InetAddress address, int port) {
    ServerSocket server = null;
    try {
      server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(address, port), BACKLOG);
      return server;
    } catch (IOException e) {
      if (server != null) {
        closeAfter(server, e);
      }
      throw new UncheckedIOException("cannot listen on " + address + " port " + port, e);
    }
  }

  private static void closeAfter(ServerSocket server, Throwable cause) {
    try {
      server.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private void accept(SSLContext tls, Exchanges exchanges) {
    while (!closed) {
      try {
        serve(new Connection(server.accept(), tls, exchanges, threads));
      } catch (IOException e) {
        // A client that left before it was accepted, the port was closed, or there are too many
        // open files, which will not be different at once.
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private void serve(Connection connection) {
    connections.add(connection);
    open.begin();
    threads
        .io()
        .execute(
            () -> {
              try {
                connection.run();
              } finally {
                connections.remove(connection);
                open.end();
              }
            });
    if (closed) {
      // It may have come too late for the threads to take it.
      connection.abort();
    }
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
    return connections.size();
  }

  /**
   * Closes the port, all connections and threads. Answers that are being written may end first, if
   * that takes no longer than a second, and so may the connections. Idempotent.
   */
  @Override
  public void close() {
    inFlight.awaitNone(STOP_MILLIS);
    closed = true;
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + url, e);
    } finally {
      connections.forEach(Connection::close);
      open.awaitNone(STOP_MILLIS);
      connections.forEach(Connection::abort);
      threads.close();
    }
  }
}
