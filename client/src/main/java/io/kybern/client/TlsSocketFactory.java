package io.kybern.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS over connected sockets. Limits the handshake in time, and where the server has to have
 * another name than its URL says, asks for that one and checks it.
 */
final class TlsSocketFactory extends SSLSocketFactory {
  /** For each answer of the peer during the handshake; HTTP sets its own limit afterwards. */
  private static final int HANDSHAKE_MILLIS = (int) TimeUnit.SECONDS.toMillis(10);

  private final SSLSocketFactory delegate;
  private final @Nullable String serverName;

  TlsSocketFactory(SSLSocketFactory delegate, @Nullable String serverName) {
    this.delegate = delegate;
    this.serverName = serverName;
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    SSLSocket tls =
        (SSLSocket)
            delegate.createSocket(socket, serverName == null ? host : serverName, port, autoClose);
    tls.setSoTimeout(HANDSHAKE_MILLIS);
    if (serverName != null) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
    }
    return tls;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return delegate.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return delegate.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("only over connected sockets");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException("only over connected sockets");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("only over connected sockets");
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("only over connected sockets");
  }
}
