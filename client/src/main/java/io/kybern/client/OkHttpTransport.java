package io.kybern.client;

import io.kybern.client.config.Impersonation;
import io.kybern.client.config.RestConfig;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 and HTTP/2 by OkHttp. The HTTP client is made by the first request. */
final class OkHttpTransport implements Transport {
  private final RestConfig config;
  private final Authorization authorization;
  private final ReentrantLock creating = new ReentrantLock();

  /** Exchanges that hold a connection or wait for one. */
  private final Set<Call> active = ConcurrentHashMap.newKeySet();

  /** Written under creating; read by any thread. */
  private volatile @Nullable Client client;

  private volatile boolean closed;

  /**
   * What all requests share.
   *
   * @param base the server; looked at once, because that takes as long as sending a request
   * @param path what the server's address has beyond its host, which every path begins with
   */
  private record Client(OkHttpClient http, HttpUrl base, String path, Headers headers) {
    HttpUrl url(String target) {
      int query = target.indexOf('?');
      return base.newBuilder()
          .encodedPath(path + (query < 0 ? target : target.substring(0, query)))
          .encodedQuery(query < 0 ? null : target.substring(query + 1))
          .build();
    }
  }

  /** Whether a call had a connection. Belongs to the calling thread. */
  static final class Connected {
    private boolean value;

    void set() {
      value = true;
    }
  }

  OkHttpTransport(RestConfig config) {
    this.config = config;
    this.authorization = Authorization.of(config);
  }

  private Client client() {
    Client client = this.client;
    if (client == null) {
      creating.lock();
      try {
        client = this.client;
        if (client == null) {
          client =
              new Client(
                  OkHttpSetup.client(config),
                  HttpUrl.get(config.server().toString()),
                  config.server().getRawPath(),
                  headers(config));
          this.client = client;
        }
      } finally {
        creating.unlock();
      }
    }
    return client;
  }

  private static Headers headers(RestConfig config) {
    Headers.Builder headers = new Headers.Builder().add("User-Agent", config.userAgent());
    if (!config.compression()) {
      headers.add("Accept-Encoding", "identity");
    }
    config.impersonation().ifPresent(as -> impersonate(as, headers));
    return headers.build();
  }

  private static void impersonate(Impersonation as, Headers.Builder headers) {
    headers.addUnsafeNonAscii("Impersonate-User", as.user());
    if (!as.uid().isEmpty()) {
      headers.addUnsafeNonAscii("Impersonate-Uid", as.uid());
    }
    as.groups().forEach(group -> headers.addUnsafeNonAscii("Impersonate-Group", group));
    as.extra()
        .forEach(
            (key, values) -> {
              StringBuilder name = new StringBuilder("Impersonate-Extra-");
              PercentEncoding.append(name, key, PercentEncoding.TOKEN);
              values.forEach(value -> headers.addUnsafeNonAscii(name.toString(), value));
            });
  }

  @Override
  public Exchange exchange(Request request, long timeoutNanos) {
    Client client = client();
    okhttp3.Request.Builder http =
        new okhttp3.Request.Builder().url(client.url(request.target())).headers(client.headers);
    String authorization = this.authorization.header();
    if (authorization != null) {
      http.header("Authorization", authorization);
    }
    if (!request.accept().isEmpty()) {
      http.header("Accept", request.accept());
    }
    if (request.isWatch()) {
      http.header("Accept-Encoding", "identity");
    }
    byte[] body = request.body();
    if (body != null && request.contentType() != null) {
      http.header("Content-Type", request.contentType());
    }
    http.method(request.method(), body == null ? null : new Body(body));
    Connected connected = new Connected();
    http.tag(Connected.class, connected);
    Call call = client.http.newCall(http.build());
    if (timeoutNanos > 0) {
      call.timeout().timeout(timeoutNanos, TimeUnit.NANOSECONDS);
    }
    return new RealExchange(call, connected);
  }

  @Override
  public void close() {
    closed = true;
    active.forEach(Call::cancel);
    evictIdle();
  }

  private void evictIdle() {
    Client client = this.client;
    if (client != null) {
      client.http.connectionPool().evictAll();
    }
  }

  private void done(Call call) {
    active.remove(call);
    if (closed) {
      evictIdle();
    }
  }

  private final class RealExchange implements Exchange {
    private final Call call;
    private final Connected connected;

    RealExchange(Call call, Connected connected) {
      this.call = call;
      this.connected = connected;
    }

    @Override
    public Response send() throws IOException {
      // Before a connection is touched that others use too.
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      active.add(call);
      if (closed) {
        active.remove(call);
        throw new IOException("the client was closed");
      }
      boolean answered = false;
      try {
        Response response = new RealResponse(call, call.execute());
        answered = true;
        return response;
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        // Kotlin does not declare it: an InterruptedException while connecting.
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        InterruptedIOException interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(e);
        throw interrupted;
      } finally {
        if (!answered) {
          done(call);
        }
      }
    }

    @Override
    public void cancel() {
      call.cancel();
    }

    @Override
    public boolean connected() {
      return connected.value;
    }

    @Override
    public boolean cancelled() {
      return call.isCanceled();
    }
  }

  private final class RealResponse implements Response {
    private final Call call;
    private final okhttp3.Response response;
    private final ResponseBody content;

    RealResponse(Call call, okhttp3.Response response) {
      this.call = call;
      this.response = response;
      this.content = response.body();
    }

    @Override
    public int code() {
      return response.code();
    }

    @Override
    public @Nullable String header(String name) {
      return response.header(name.equals("Retry-After") ? OkHttpSetup.RETRY_AFTER : name);
    }

    @Override
    public Iterable<String> headers(String name) {
      return response.headers(name);
    }

    @Override
    public InputStream body() {
      return new FilterInputStream(content.byteStream()) {
        @Override
        public void close() {
          RealResponse.this.close();
        }
      };
    }

    @Override
    public byte[] readAll() throws IOException {
      try {
        return content.bytes();
      } finally {
        close();
      }
    }

    @Override
    public void close() {
      // What is left of the answer is not read: the rest of a watch may never come.
      if (!content.source().isOpen()) {
        done(call);
        return;
      }
      content.close();
      done(call);
    }
  }

  /** A body that is sent once: a write must not be repeated when nobody knows what became of it. */
  private static final class Body extends RequestBody {
    private final byte[] content;

    Body(byte[] content) {
      this.content = content;
    }

    @Override
    public okhttp3.@Nullable MediaType contentType() {
      return null;
    }

    @Override
    public long contentLength() {
      return content.length;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(content);
    }
  }
}
