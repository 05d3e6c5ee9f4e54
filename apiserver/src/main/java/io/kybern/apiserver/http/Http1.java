package io.kybern.apiserver.http;

import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.ResponseBody;
import io.kybern.apiserver.rest.ApiHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.ServerSupport;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParserFactory;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 (RFC 9112): one request after the other, all by the connection's reader, which also
 * waits for what a watch has to say.
 */
final class Http1 implements Connection.Protocol {
  private static final Http1Config CONFIG =
      Http1Config.custom().setMaxLineLength(64 * 1024).setMaxHeaderCount(1000).build();

  /** How much of a body that is too large is read, so that the client comes to read the answer. */
  private static final long MAX_SKIPPED_BYTES = 64L * 1024 * 1024;

  /** How often a watch without news looks whether its client is still there. */
  private static final long PROBE_MILLIS = 5_000;

  private static final int CONTINUE = 100;
  private static final int BAD_REQUEST = 400;

  private final SSLSocket socket;
  private final Executor executor;
  private final DefaultBHttpServerConnection connection =
      new DefaultBHttpServerConnection(
          "https",
          CONFIG,
          null,
          null,
          null,
          null,
          new DefaultHttpRequestParserFactory(CONFIG, null, new Http1Request.Factory()),
          null);
  private final X509Certificate[] chain;
  private final Exchanges exchanges;

  /** The answer that is being written, or the last one. Written by the reader only. */
  private volatile @Nullable ResponseBody current;

  private volatile boolean closed;

  /**
   * @param executor runs what may have to wait for the client
   */
  Http1(SSLSocket socket, X509Certificate[] chain, Exchanges exchanges, Executor executor)
      throws IOException {
    this.socket = socket;
    this.executor = executor;
    this.chain = chain;
    this.exchanges = exchanges;
    connection.bind(socket);
  }

  @Override
  public void serve() throws IOException {
    boolean more = true;
    while (more && !closed) {
      try {
        ClassicHttpRequest request = connection.receiveRequestHeader();
        if (request == null) {
          return;
        }
        more = serve(request);
      } catch (HttpException | MalformedChunkCodingException malformed) {
        refuse(malformed);
        return;
      }
    }
  }

  /** Answers one request; answers whether there may be another one on this connection. */
  private boolean serve(ClassicHttpRequest request) throws IOException, HttpException {
    exchanges.inFlight().begin();
    try {
      Header expect = request.getFirstHeader(HttpHeaders.EXPECT);
      if (expect != null && HeaderElements.CONTINUE.equalsIgnoreCase(expect.getValue())) {
        connection.sendResponseHeader(new BasicClassicHttpResponse(CONTINUE));
        connection.flush();
      }
      connection.receiveRequestEntity(request);
      byte[] body = new byte[0];
      boolean whole = true;
      HttpEntity entity = request.getEntity();
      if (entity != null) {
        InputStream content = entity.getContent();
        // One byte more than is allowed is enough for the handler to refuse the rest.
        body = content.readNBytes(ApiHandler.MAX_BODY_BYTES + 1);
        whole = isSkipped(content);
      }
      ApiResponse answer =
          exchanges.answer(
              request.getMethod(),
              ((Http1Request) request).target(),
              List.of(request.getHeaders()),
              chain,
              body);
      return write(request, answer) && whole;
    } finally {
      exchanges.inFlight().end();
    }
  }

  private static boolean isSkipped(InputStream content) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    for (long skipped = 0; skipped < MAX_SKIPPED_BYTES; ) {
      int count = content.read(buffer);
      if (count < 0) {
        return true;
      }
      skipped += count;
    }
    return false;
  }

  private boolean write(ClassicHttpRequest request, ApiResponse answer)
      throws IOException, HttpException {
    try (ResponseBody body = answer.body()) {
      current = body;
      if (closed) {
        throw new ConnectionClosedException();
      }
      ClassicHttpResponse response = new BasicClassicHttpResponse(answer.code());
      Exchanges.headers(answer).forEach(response::addHeader);
      HttpCoreContext context = HttpCoreContext.create();
      ProtocolVersion version = request.getVersion();
      if (version != null) {
        context.setProtocolVersion(version);
      }
      if (body.length() < 0 && context.getProtocolVersion().greaterEquals(HttpVersion.HTTP_1_1)) {
        response.addHeader(HttpHeaders.TRANSFER_ENCODING, HeaderElements.CHUNKED_ENCODING);
      }
      boolean reusable =
          DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
      if (!reusable) {
        response.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
      }
      connection.sendResponseHeader(response);
      if (!request.getMethod().equals("HEAD")) {
        response.setEntity(new Pieces(body));
        connection.sendResponseEntity(response);
      }
      connection.flush();
      return reusable;
    }
  }

  /** Says what is wrong with a request that cannot be read; the connection ends with it. */
  private void refuse(Exception malformed) throws IOException {
    int code =
        malformed instanceof IOException ? BAD_REQUEST : ServerSupport.toStatusCode(malformed);
    ClassicHttpResponse response = new BasicClassicHttpResponse(code);
    HttpEntity text = new StringEntity(ServerSupport.toErrorMessage(malformed));
    response.setEntity(text);
    response.addHeader(HttpHeaders.CONTENT_TYPE, text.getContentType());
    response.addHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(text.getContentLength()));
    response.addHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
    try {
      connection.sendResponseHeader(response);
      connection.sendResponseEntity(response);
      connection.flush();
    } catch (HttpException e) {
      throw new IOException("an answer without anything of the client's", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    ResponseBody body = current;
    if (body != null) {
      body.close();
    }
    executor.execute(
        () -> {
          try {
            socket.close();
          } catch (IOException gone) {
            // So is what was to be closed.
          }
        });
  }

  /** Waits until a body has more to say, or its client is gone. */
  private void await(ResponseBody body) throws IOException {
    Semaphore ready = new Semaphore(0);
    body.demand(ready::release);
    try {
      while (!ready.tryAcquire(PROBE_MILLIS, TimeUnit.MILLISECONDS)) {
        if (connection.isStale()) {
          throw new ConnectionClosedException("the client of a watch is gone");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted in an answer").initCause(e);
    }
  }

  /** A body, written as it comes. */
  private final class Pieces extends AbstractHttpEntity {
    private final ResponseBody body;

    Pieces(ResponseBody body) {
      super((String) null, null, body.length() < 0);
      this.body = body;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      long written = 0;
      while (written != body.length()) {
        byte[] piece = body.read();
        if (piece == null) {
          return;
        }
        if (piece.length == 0) {
          // The client of a watch learns, before any event, that it was accepted.
          out.flush();
          await(body);
        }
        out.write(piece);
        written += piece.length;
      }
    }

    @Override
    public long getContentLength() {
      return body.length();
    }

    @Override
    public boolean isStreaming() {
      return true;
    }

    @Override
    public InputStream getContent() {
      throw new UnsupportedOperationException("it writes itself");
    }

    @Override
    public void close() {
      body.close();
    }
  }
}
