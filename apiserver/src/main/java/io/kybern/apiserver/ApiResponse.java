package io.kybern.apiserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The server's answer. Its body is read once, in one of three ways: {@link #bytes}, {@link #stream}
 * or, by transports, {@link #body}. A watch goes on until it is closed.
 */
public final class ApiResponse implements AutoCloseable {
  private final int code;
  private final Map<String, List<String>> headers;
  private final ResponseBody body;

  private ApiResponse(int code, Map<String, List<String>> headers, ResponseBody body) {
    this.code = code;
    this.headers = headers;
    this.body = body;
  }

  /** An answer with a body of a known length. The array is not copied. */
  public static ApiResponse of(int code, String contentType, byte[] body) {
    return of(code, contentType, new WholeBody(body));
  }

  /** An answer with any body. */
  public static ApiResponse of(int code, String contentType, ResponseBody body) {
    return new ApiResponse(code, Map.of(), body).withHeader("Content-Type", contentType);
  }

  /** The same answer with one more value of a header. */
  public ApiResponse withHeader(String name, String value) {
    Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    changed.putAll(headers);
    List<String> values = new ArrayList<>(changed.getOrDefault(name, List.of()));
    values.add(value);
    changed.put(name, List.copyOf(values));
    return new ApiResponse(code, Collections.unmodifiableMap(changed), body);
  }

  /** HTTP status code. */
  public int code() {
    return code;
  }

  /** All headers. Cannot be changed; finds names in any case. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** The first value of a header, or {@code null}. */
  public @Nullable String header(String name) {
    List<String> values = headers.get(name);
    return values == null ? null : values.get(0);
  }

  /** The body, for transports. */
  public ResponseBody body() {
    return body;
  }

  /**
   * The body as a stream. Its reads wait for more to come, if need be; closing it, or interrupting
   * the reader, gives the rest up.
   */
  public InputStream stream() {
    return new BodyStream(body);
  }

  /** The whole body. Waits for its end, which a watch reaches only when it times out. */
  public byte[] bytes() {
    try (InputStream in = stream()) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      in.transferTo(all);
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole body as UTF-8 text. */
  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** Gives the rest of the body up. Idempotent. */
  @Override
  public void close() {
    body.close();
  }

  @Override
  public String toString() {
    return "ApiResponse[" + code + "]";
  }

  /** A body that is there as a whole. */
  private static final class WholeBody implements ResponseBody {
    private final long length;

    /** {@code null} once read or closed. Owned by the reader. */
    private volatile byte @Nullable [] content;

    WholeBody(byte[] content) {
      this.content = content.length == 0 ? null : content;
      this.length = content.length;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public byte @Nullable [] read() {
      byte[] all = content;
      content = null;
      return all;
    }

    @Override
    public void demand(Runnable ready) {
      ready.run();
    }

    @Override
    public void close() {
      content = null;
    }
  }
}
