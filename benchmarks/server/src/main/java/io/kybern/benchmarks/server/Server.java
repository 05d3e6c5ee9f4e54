package io.kybern.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Serves prepared bytes as a kube-apiserver would: {@code Server DATA_DIRECTORY KEY_STORE
 * PASSWORD}. Blocking sockets and a thread per connection, because whatever the server takes of the
 * machine is missing to the client that is measured. Prints {@code ready HTTP_PORT HTTPS_PORT} and
 * runs until its standard input ends.
 */
public final class Server {
  private Server() {}

  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[0]);
    Site site = Site.load(data);
    ServerSocket plain = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    ServerSocket tls = tls(Path.of(args[1]), args[2].toCharArray());
    start(plain, site);
    start(tls, site);
    System.out.println("ready " + plain.getLocalPort() + " " + tls.getLocalPort());
    while (System.in.read() >= 0) {
      // The runner never writes; the end of the stream is its end.
    }
    System.exit(0);
  }

  private static ServerSocket tls(Path keyStore, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      keys.load(in, password);
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 512, InetAddress.getLoopbackAddress());
  }

  private static void start(ServerSocket listener, Site site) {
    daemon(
        () -> {
          while (true) {
            try {
              Socket socket = listener.accept();
              socket.setTcpNoDelay(true);
              daemon(() -> serve(socket, site));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
  }

  private static void serve(Socket socket, Site site) {
    try (socket) {
      new Connection(socket.getInputStream(), socket.getOutputStream(), site).run();
    } catch (IOException e) {
      // The client went away; that is how watches end. A client that cannot go on says so itself.
    }
  }

  static void daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }
}
