package io.kybern.apiserver.http;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.ResponseBody;
import io.kybern.apiserver.rest.ApiHandler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/** Carries requests and answers between Jetty and the server's handler without ever waiting. */
final class JettyHandler extends Handler.Abstract {
  private final Authenticator authenticator;
  private final Function<ApiRequest, ApiResponse> handler;
  private final Executor executor;
  private final InFlight inFlight;

  JettyHandler(
      Authenticator authenticator,
      Function<ApiRequest, ApiResponse> handler,
      Executor executor,
      InFlight inFlight) {
    this.authenticator = authenticator;
    this.handler = handler;
    this.executor = executor;
    this.inFlight = inFlight;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    inFlight.begin();
    Request.addCompletionListener(request, failure -> inFlight.end());
    new BodyReader(request, response, callback).run();
    return true;
  }

  /** Collects the body, then answers. Runs when there is more to read; one thread at a time. */
  private final class BodyReader implements Runnable {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    BodyReader(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    @Override
    public void run() {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          callback.failed(chunk.getFailure());
          return;
        }
        boolean last = chunk.isLast();
        if (chunk.hasRemaining()) {
          byte[] bytes = BufferUtil.toArray(chunk.getByteBuffer());
          // One byte more than is allowed is enough for the handler to refuse the rest.
          body.write(bytes, 0, Math.min(bytes.length, ApiHandler.MAX_BODY_BYTES + 1 - body.size()));
        }
        chunk.release();
        if (last || body.size() > ApiHandler.MAX_BODY_BYTES) {
          answer(request, body.toByteArray(), response, callback);
          return;
        }
      }
    }
  }

  private void answer(Request request, byte[] body, Response response, Callback callback) {
    ApiResponse answer = handler.apply(translated(request, body));
    response.setStatus(answer.code());
    HttpFields.Mutable headers = response.getHeaders();
    for (Map.Entry<String, List<String>> header : answer.headers().entrySet()) {
      header.getValue().forEach(value -> headers.add(header.getKey(), value));
    }
    long length = answer.body().length();
    if (length >= 0) {
      headers.put(HttpHeader.CONTENT_LENGTH, length);
    }
    new BodyWriter(answer.body(), request, response, callback).start();
  }

  private ApiRequest translated(Request request, byte[] body) {
    String query = request.getHttpURI().getQuery();
    ApiRequest translated =
        ApiRequest.of(
            request.getMethod(),
            request.getHttpURI().getPath() + (query == null ? "" : "?" + query));
    for (HttpField field : request.getHeaders()) {
      // The handler has no use for credentials.
      if (field.getHeader() != HttpHeader.AUTHORIZATION && field.getValue() != null) {
        translated = translated.withHeader(field.getName(), field.getValue());
      }
    }
    Optional<User> user =
        authenticator.authenticate(
            certificates(request), request.getHeaders().get(HttpHeader.AUTHORIZATION));
    return translated.withBody("", body).as(user.orElse(User.UNKNOWN));
  }

  private static X509Certificate[] certificates(Request request) {
    return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
                instanceof EndPoint.SslSessionData data
            && data.peerCertificates() != null
        ? data.peerCertificates()
        : new X509Certificate[0];
  }

  /** Writes the answer piece by piece; sleeps, without a thread, while there is no piece. */
  private final class BodyWriter extends IteratingCallback {
    private final ResponseBody body;
    private final Request request;
    private final Response response;
    private final Callback callback;

    // Used by one thread at a time, as IteratingCallback sees to.
    private boolean committed;
    private boolean finished;
    private long written;

    BodyWriter(ResponseBody body, Request request, Response response, Callback callback) {
      this.body = body;
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    void start() {
      request.addFailureListener(failure -> body.close());
      iterate();
    }

    @Override
    protected Action process() {
      if (finished) {
        return Action.SUCCEEDED;
      }
      byte[] piece = body.read();
      if (piece == null) {
        finished = true;
        response.write(true, BufferUtil.EMPTY_BUFFER, this);
        return Action.SCHEDULED;
      }
      if (piece.length == 0 && committed) {
        body.demand(this::resume);
        return Action.IDLE;
      }
      // The client of a watch learns from the headers, before any event, that it was accepted.
      committed = true;
      written += piece.length;
      // An answer of known length is one write: one thing for the client to wake up for.
      finished = written == body.length();
      response.write(finished, ByteBuffer.wrap(piece), this);
      return Action.SCHEDULED;
    }

    private void resume() {
      try {
        executor.execute(this::iterate);
      } catch (RejectedExecutionException e) {
        // The endpoint has stopped, and with it this connection.
        abort(e);
      }
    }

    @Override
    protected void onCompleteSuccess() {
      callback.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
      body.close();
      callback.failed(cause);
    }
  }
}
