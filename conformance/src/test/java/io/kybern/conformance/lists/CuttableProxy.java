package io.kybern.conformance.lists;

import io.kybern.client.config.RestConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server that can be cut: passes bytes on, knows nothing of what they say. */
final class CuttableProxy implements AutoCloseable {
  private final RestConfig direct;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;

  CuttableProxy(RestConfig direct) throws IOException {
    this.direct = direct;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::listen);
  }

  /** The server, reached through here. */
  RestConfig config() {
    return direct.toBuilder().server("https://127.0.0.1:" + listener.getLocalPort()).build();
  }

  /** Cuts all connections, and every new one, until {@link #accept}. */
  void refuse() {
    refusing = true;
    open.forEach(CuttableProxy::end);
  }

  /** Lets connections through again. */
  void accept() {
    refusing = false;
  }

  private static void start(Runnable action) {
    Thread thread = new Thread(action, "cuttable-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    URI server = direct.server();
    while (!listener.isClosed()) {
      Socket near = null;
      try {
        near = listener.accept();
        Socket far = new Socket(server.getHost(), server.getPort());
        open.add(near);
        open.add(far);
        Socket client = near;
        start(() -> pass(client, far));
        start(() -> pass(far, client));
        if (refusing) {
          end(near);
          end(far);
        }
      } catch (IOException e) {
        // The proxy or the server is gone; whoever came is sent away.
        if (near != null) {
          end(near);
        }
      }
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // One side is gone; the other follows.
      end(to);
    } finally {
      open.remove(from);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    refuse();
  }
}
