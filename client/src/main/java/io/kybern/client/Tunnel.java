package io.kybern.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The way through a proxy of a kind that OkHttp does not know: HTTP {@code CONNECT} over TLS, and
 * SOCKS 5 with user and password, where the proxy looks up names.
 *
 * @param proxy URL with scheme {@code https} or {@code socks5}
 * @param tls for {@code https}
 */
record Tunnel(URI proxy, @Nullable SSLSocketFactory tls) {
  private static final int HANDSHAKE_MILLIS = 30_000;
  private static final int LONGEST_HEAD = 16 << 10;

  static int port(URI proxy) {
    if (proxy.getPort() >= 0) {
      return proxy.getPort();
    }
    return switch (proxy.getScheme().toLowerCase(Locale.ROOT)) {
      case "https" -> 443;
      case "socks5" -> 1080;
      default -> 80;
    };
  }

  /** The proxy's host without the brackets of IPv6. */
  static String host(URI proxy) {
    String host = proxy.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** User and password in the proxy's URL; {@code null} if there are none. */
  static String @Nullable [] login(URI proxy) {
    String info = proxy.getUserInfo();
    if (info == null) {
      return null;
    }
    int colon = info.indexOf(':');
    return colon < 0
        ? new String[] {info, ""}
        : new String[] {info.substring(0, colon), info.substring(colon + 1)};
  }

  /** Connects {@code socket} to the proxy and from there on to {@code target}. */
  Socket open(Socket socket, InetSocketAddress target, int timeoutMillis) throws IOException {
    boolean open = false;
    try {
      InetSocketAddress address = new InetSocketAddress(host(proxy), port(proxy));
      socket.connect(address, timeoutMillis);
      socket.setSoTimeout(HANDSHAKE_MILLIS);
      boolean https = proxy.getScheme().equalsIgnoreCase("https");
      Socket way = tls != null && https ? secure(socket, tls) : socket;
      String host = target.getHostString();
      if (proxy.getScheme().equalsIgnoreCase("socks5")) {
        socks(way.getInputStream(), way.getOutputStream(), host, target.getPort());
      } else {
        connect(way.getInputStream(), way.getOutputStream(), host, target.getPort());
      }
      way.setSoTimeout(0);
      open = true;
      return way;
    } finally {
      if (!open) {
        socket.close();
      }
    }
  }

  private SSLSocket secure(Socket socket, SSLSocketFactory tls) throws IOException {
    SSLSocket secure = (SSLSocket) tls.createSocket(socket, host(proxy), port(proxy), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private void connect(InputStream in, OutputStream out, String host, int port) throws IOException {
    String authority = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    StringBuilder head =
        new StringBuilder("CONNECT ")
            .append(authority)
            .append(" HTTP/1.1\r\nHost: ")
            .append(authority)
            .append("\r\n");
    String[] login = login(proxy);
    if (login != null) {
      byte[] pair = (login[0] + ":" + login[1]).getBytes(StandardCharsets.UTF_8);
      head.append("Proxy-Authorization: Basic ")
          .append(Base64.getEncoder().encodeToString(pair))
          .append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    String answer = head(in);
    if (!answer.matches("HTTP/1\\.[01] 2\\d\\d(?s:\\s.*)")) {
      throw new ProtocolException(
          "the proxy refused: " + answer.lines().findFirst().orElse("no answer"));
    }
  }

  /** Everything up to the empty line, byte by byte: what comes after is not the proxy's. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int b = read(in);
      head.write(b);
      matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
      if (head.size() > LONGEST_HEAD) {
        throw new ProtocolException("the proxy's answer is too long");
      }
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private void socks(InputStream in, OutputStream out, String host, int port) throws IOException {
    String[] login = login(proxy);
    out.write(login == null ? new byte[] {5, 1, 0} : new byte[] {5, 2, 0, 2});
    out.flush();
    expect(in, 5);
    int method = read(in);
    if (method == 2 && login != null) {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      message.write(1);
      text(message, login[0]);
      text(message, login[1]);
      out.write(message.toByteArray());
      out.flush();
      expect(in, 1);
      if (read(in) != 0) {
        throw new ProtocolException("the proxy does not accept user and password");
      }
    } else if (method != 0) {
      throw new ProtocolException("the proxy wants another way to log in");
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {5, 1, 0, 3});
    text(message, host);
    message.write(port >> 8);
    message.write(port);
    out.write(message.toByteArray());
    out.flush();
    expect(in, 5);
    int code = read(in);
    read(in);
    int length =
        switch (read(in)) {
          case 1 -> 4;
          case 4 -> 16;
          case 3 -> read(in);
          default -> throw new ProtocolException("the proxy's answer has an unknown address");
        };
    for (int i = 0; i < length + 2; i++) {
      read(in);
    }
    if (code != 0) {
      throw new ProtocolException("the proxy could not connect: SOCKS reply " + code);
    }
  }

  private static void text(ByteArrayOutputStream message, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 255) {
      throw new ProtocolException("longer than a SOCKS proxy can be told");
    }
    message.write(bytes.length);
    message.writeBytes(bytes);
  }

  private static void expect(InputStream in, int version) throws IOException {
    if (read(in) != version) {
      throw new ProtocolException("no SOCKS 5 proxy");
    }
  }

  private static int read(InputStream in) throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException("the proxy closed the connection");
    }
    return b;
  }

  /** The proxy without its credentials. */
  @Override
  public String toString() {
    return "Tunnel[" + proxy.getScheme() + "://" + proxy.getHost() + ":" + port(proxy) + "]";
  }
}
