package io.kybern.client;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads any path of the API server, such as {@code /healthz} or {@code /openapi/v3}. */
public final class RawClient {
  private final Engine engine;

  RawClient(Engine engine) {
    this.engine = engine;
  }

  /**
   * The answer to a GET.
   *
   * @param path path and query, percent-encoded, from the root of the API server
   * @throws io.kybern.error.ApiException if the server refuses
   * @throws io.kybern.error.TransportException if there is no answer
   */
  public byte[] get(String path) {
    return get(path, "application/json, */*");
  }

  /** The answer to a GET for one of the media types in {@code accept}. */
  public byte[] get(String path, String accept) {
    Request request = request(path, accept);
    return View.bytes(request, engine.send(request, null));
  }

  /** The answer to a GET as text in UTF-8. */
  public String getText(String path) {
    return new String(get(path), StandardCharsets.UTF_8);
  }

  /**
   * The answer to a GET as it arrives, without a time limit. The caller closes the stream; reading
   * it throws {@link java.io.IOException} when the connection breaks or the thread is interrupted.
   */
  public InputStream stream(String path, String accept) {
    return engine.send(request(path, accept), java.time.Duration.ZERO).body();
  }

  private static Request request(String path, String accept) {
    if (!path.startsWith("/") || path.startsWith("//")) {
      throw new IllegalArgumentException("expected a path that starts with one /: " + path);
    }
    return Request.get(path, accept);
  }
}
