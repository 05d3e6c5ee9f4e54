package io.kybern.apiserver.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/**
 * One connection: TLS, then the version of HTTP that both sides know (ALPN, RFC 7301). Its reader
 * is a thread of its own, until the client goes or {@link #close}.
 */
final class Connection implements Runnable {
  private static final String HTTP_2 = "h2";
  private static final String HTTP_1 = "http/1.1";

  /** Whoever connects and then says nothing must not stay for ever. */
  private static final int HANDSHAKE_MILLIS = 60_000;

  private final Socket socket;
  private final SSLContext tls;
  private final Exchanges exchanges;
  private final Threads threads;

  /** What closes the version of HTTP in use. Set by the reader, read by whoever closes. */
  private volatile Runnable protocol = () -> {};

  /** Set before {@link #protocol} is asked to close, so that a reader that comes later sees it. */
  private volatile boolean closed;

  Connection(Socket socket, SSLContext tls, Exchanges exchanges, Threads threads) {
    this.socket = socket;
    this.tls = tls;
    this.exchanges = exchanges;
    this.threads = threads;
  }

  @Override
  public void run() {
    try (socket;
        SSLSocket secure = secured()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(HANDSHAKE_MILLIS);
      secure.startHandshake();
      socket.setSoTimeout(0);
      if (HTTP_2.equals(secure.getApplicationProtocol())) {
        serve(new Http2(secure, this::abort, chain(secure), exchanges, threads));
      } else {
        serve(new Http1(secure, chain(secure), exchanges, threads.io()));
      }
    } catch (IOException gone) {
      // There is nobody any more to tell: what the client asked for is given up.
    }
  }

  private SSLSocket secured() throws IOException {
    SSLSocket secure =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    secure.setUseClientMode(false);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setWantClientAuth(true);
    parameters.setApplicationProtocols(new String[] {HTTP_2, HTTP_1});
    secure.setSSLParameters(parameters);
    return secure;
  }

  private void serve(Protocol version) throws IOException {
    protocol = version::close;
    if (closed) {
      version.close();
    }
    version.serve();
  }

  private static X509Certificate[] chain(SSLSocket secure) {
    try {
      return (X509Certificate[]) secure.getSession().getPeerCertificates();
    } catch (SSLPeerUnverifiedException none) {
      return new X509Certificate[0];
    }
  }

  /** Gives up what is being answered and ends the connection soon. Does not wait. */
  void close() {
    closed = true;
    protocol.run();
  }

  /** Ends the connection, even if its client does not read any more. */
  void abort() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a connection", e);
    }
  }

  /** A version of HTTP on one connection. */
  interface Protocol {
    /**
     * Answers requests until the client goes.
     *
     * @throws IOException if it goes without a word
     */
    void serve() throws IOException;

    /**
     * Gives answers up that are not whole yet and ends the connection soon, without waiting. Safe
     * for use by any thread; idempotent.
     */
    void close();
  }
}
