package io.kybern.apiserver.http;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** A client that says what it is told to, byte by byte or frame by frame. */
final class Peer implements AutoCloseable {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final SSLSocket socket;
  private final DataInputStream in;

  private Peer(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  record Frame(int type, int flags, int stream, byte[] payload) {
    boolean isLast() {
      return (flags & Http2Frame.END_STREAM) != 0;
    }
  }

  static SSLContext trusting(Certificates certificates) {
    try {
      return trustingOnly(certificates);
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static SSLContext trustingOnly(Certificates certificates)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    byte[] pem = certificates.authorityPem().getBytes(StandardCharsets.US_ASCII);
    trusted.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  static Peer http1(SSLContext context, URI url) throws IOException {
    return connected(context, url, "http/1.1");
  }

  /** With settings, each a name and a value. */
  static Peer http2(SSLContext context, URI url, int... settings) throws IOException {
    Peer peer = connected(context, url, "h2");
    peer.send(PREFACE);
    ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
    for (int i = 0; i < settings.length; i += 2) {
      payload.putShort((short) settings[i]).putInt(settings[i + 1]);
    }
    peer.send(Http2Frame.SETTINGS, 0, 0, payload.array());
    return peer;
  }

  private static Peer connected(SSLContext context, URI url, String protocol) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(url.getHost(), url.getPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return new Peer(socket);
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void send(int type, int flags, int stream, byte[] payload) throws IOException {
    send(frame(type, flags, stream, payload));
  }

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(Http2Frame.HEAD_BYTES + payload.length);
    frame.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).put(payload);
    return frame.array();
  }

  /** A request without a body. */
  void get(int stream, String path) throws IOException {
    int flags = Http2Frame.END_HEADERS | Http2Frame.END_STREAM;
    send(Http2Frame.HEADERS, flags, stream, request(path));
  }

  /** The headers of a request. */
  static byte[] request(String path) {
    return HpackEncoder.encode(
        List.of(header(":method", "GET"), header(":scheme", "https"), header(":path", path)));
  }

  static Header header(String name, String value) {
    return new BasicHeader(name, value);
  }

  void widen(int stream, int bytes) throws IOException {
    send(Http2Frame.WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
  }

  /** The next frame of a type, those before it passed over. */
  Frame next(int type) throws IOException {
    while (true) {
      int lengthAndType = in.readInt();
      int flags = in.readByte();
      int stream = in.readInt();
      byte[] payload = new byte[lengthAndType >>> 8];
      in.readFully(payload);
      if ((lengthAndType & 0xff) == type) {
        return new Frame(type, flags, stream, payload);
      }
    }
  }

  /** The head of an HTTP/1.1 answer, with the empty line after it. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readByte());
    }
    return head.toString();
  }

  String read(int bytes) throws IOException {
    byte[] read = new byte[bytes];
    in.readFully(read);
    return new String(read, StandardCharsets.ISO_8859_1);
  }

  /** Whether the server ended the connection; waits for it to say something. */
  boolean isEnded() throws IOException {
    try {
      in.readByte();
      return false;
    } catch (EOFException end) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
