package io.kybern.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A small proxy that leads every name to loopback and remembers what it was asked for. */
final class TestProxy implements AutoCloseable {
  private interface Greeting {
    /** Talks to a client; returns host and port it wants, or {@code null} if it was refused. */
    @Nullable String greet(Socket client) throws IOException;
  }

  private final ServerSocket listener;
  private final Greeting greeting;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> targets = Collections.synchronizedList(new ArrayList<>());
  private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());

  private TestProxy(ServerSocket listener, Greeting greeting) {
    this.listener = listener;
    this.greeting = greeting;
    threads.execute(this::accept);
  }

  static TestProxy http(@Nullable SSLContext tls, String login) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return new TestProxy(
        tls == null
            ? new ServerSocket(0, 50, loopback)
            : tls.getServerSocketFactory().createServerSocket(0, 50, loopback),
        client -> connect(client, login));
  }

  static TestProxy socks(@Nullable String login) throws IOException {
    return new TestProxy(
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), client -> socks(client, login));
  }

  int port() {
    return listener.getLocalPort();
  }

  List<String> targets() {
    return List.copyOf(targets);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      return; // Closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      String target = greeting.greet(client);
      if (target == null) {
        return;
      }
      targets.add(target);
      int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        sockets.add(server);
        threads.execute(() -> copy(server, client));
        copy(client, server);
      }
    } catch (IOException e) {
      return; // One side is gone.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.close();
    } catch (IOException e) {
      return; // One side is gone.
    }
  }

  private static @Nullable String connect(Socket client, String login) throws IOException {
    InputStream in = client.getInputStream();
    while (true) {
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          return null;
        }
        head.append((char) b);
      }
      String expected =
          "Proxy-Authorization: Basic "
              + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
      OutputStream out = client.getOutputStream();
      if (!head.toString().contains(expected)) {
        out.write(
            ("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n"
                    + "Proxy-Authenticate: Basic realm=\"x\"\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        continue;
      }
      out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return head.toString().split(" ")[1];
    }
  }

  private static @Nullable String socks(Socket client, @Nullable String login) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    OutputStream out = client.getOutputStream();
    in.readByte();
    byte[] methods = in.readNBytes(in.readByte());
    byte wanted = (byte) (login == null ? 0 : 2);
    if (new String(methods, StandardCharsets.ISO_8859_1).indexOf(wanted) < 0) {
      out.write(new byte[] {5, -1});
      return null;
    }
    out.write(new byte[] {5, wanted});
    if (login != null) {
      in.readByte();
      String user = new String(in.readNBytes(in.readByte()), StandardCharsets.UTF_8);
      String password = new String(in.readNBytes(in.readByte()), StandardCharsets.UTF_8);
      boolean right = login.equals(user + ":" + password);
      out.write(new byte[] {1, (byte) (right ? 0 : 1)});
      if (!right) {
        return null;
      }
    }
    in.readNBytes(4);
    String host = new String(in.readNBytes(in.readByte()), StandardCharsets.UTF_8);
    int port = in.readUnsignedShort();
    out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
    return host + ":" + port;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : List.copyOf(sockets)) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
