package io.kybern.conformance;

import io.kybern.client.config.Impersonation;
import io.kybern.client.config.Pem;
import io.kybern.client.config.RestConfig;
import io.kybern.model.wire.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Plain HTTP to one server as one user, for tests about what is on the wire. Follows nothing,
 * retries nothing. Thread-safe.
 */
public final class Wire implements AutoCloseable {
  private final String base;
  private final Map<String, String> identity = new LinkedHashMap<>();
  private final List<String> groups = new ArrayList<>();
  private final OkHttpClient http;

  private Wire(RestConfig config) {
    String server = config.server().toString();
    base = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
    config.token().ifPresent(token -> identity.put("Authorization", "Bearer " + token));
    config.impersonation().ifPresent(this::impersonate);
    Trust trust = Trust.of(config.certificateAuthority().map(Pem::read).orElse(new byte[0]));
    http =
        new OkHttpClient.Builder()
            .socketFactory(new PromptSockets())
            .sslSocketFactory(trust.context().getSocketFactory(), trust.manager())
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .readTimeout(java.time.Duration.ZERO)
            .build();
  }

  /** Plain HTTP as the user of this configuration: its token, and whom it impersonates. */
  public static Wire as(RestConfig config) {
    return new Wire(config);
  }

  private void impersonate(Impersonation user) {
    identity.put("Impersonate-User", user.user());
    groups.addAll(user.groups());
  }

  /** A whole answer. */
  public record Reply(int code, Headers headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The body read as JSON. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> json() {
      return (Map<String, Object>) Codec.jsonToTree(body);
    }

    @Override
    public String toString() {
      return code + " " + text();
    }
  }

  /** An answer that is still coming. */
  public record Stream(Response response) implements AutoCloseable {
    public int code() {
      return response.code();
    }

    public InputStream body() {
      return response.body().byteStream();
    }

    @Override
    public void close() {
      response.close();
    }
  }

  public Reply get(String path) {
    return send("GET", path, null, Map.of());
  }

  public Reply get(String path, String accept) {
    return send("GET", path, null, Map.of("Accept", accept));
  }

  /** Sends a JSON body. */
  public Reply send(String method, String path, @Nullable String json) {
    return send(
        method,
        path,
        json == null ? null : json.getBytes(StandardCharsets.UTF_8),
        json == null ? Map.of() : Map.of("Content-Type", "application/json"));
  }

  /** Sends a request and reads the whole answer. Headers given here replace those of the user. */
  public Reply send(
      String method, String path, byte @Nullable [] body, Map<String, String> headers) {
    try (Response response = call(method, path, body, headers)) {
      return new Reply(response.code(), response.headers(), response.body().bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    }
  }

  /** Sends a request and gives the answer as soon as its head is there; the caller closes it. */
  public Stream open(
      String method, String path, byte @Nullable [] body, Map<String, String> headers) {
    try {
      return new Stream(call(method, path, body, headers));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    }
  }

  private Response call(
      String method, String path, byte @Nullable [] body, Map<String, String> headers)
      throws IOException {
    Request.Builder request = new Request.Builder().url(base + path);
    identity.forEach(request::header);
    groups.forEach(group -> request.addHeader("Impersonate-Group", group));
    String type = null;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase("Content-Type")) {
        type = header.getValue();
      } else if (header.getValue().isEmpty()) {
        request.removeHeader(header.getKey());
      } else {
        request.header(header.getKey(), header.getValue());
      }
    }
    RequestBody sent =
        body == null
            ? (method.equals("POST") || method.equals("PUT") || method.equals("PATCH")
                ? RequestBody.create(new byte[0], type == null ? null : MediaType.parse(type))
                : null)
            : RequestBody.create(body, type == null ? null : MediaType.parse(type));
    return http.newCall(request.method(method, sent).build()).execute();
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
