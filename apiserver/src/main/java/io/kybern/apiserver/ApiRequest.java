package io.kybern.apiserver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request to the server, whatever it came by. Immutable.
 *
 * <pre>{@code
 * ApiRequest.post("/api/v1/namespaces/default/configmaps", "application/json", bytes)
 *     .withHeader("Accept", "application/yaml")
 * }</pre>
 */
public final class ApiRequest {
  private final String method;
  private final String path;
  private final String query;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final User user;

  /**
   * Who asks.
   *
   * @param name name such as {@code kubernetes-admin}
   * @param uid unique id, may be empty
   * @param groups groups the user is in
   * @param extra what else is known of the user
   */
  public record User(
      String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    /** Who may do everything: what requests in memory are, unless they say otherwise. */
    public static final User ADMIN =
        new User("kubernetes-admin", "", List.of("system:masters", "system:authenticated"));

    /** Who showed no credentials: may do what roles grant to {@code system:unauthenticated}. */
    public static final User ANONYMOUS =
        new User("system:anonymous", "", List.of("system:unauthenticated"));

    /** Who showed credentials that are not valid: gets no answer but 401. */
    public static final User UNKNOWN = new User("", "", List.of());

    /** Copies the groups and what else is known. */
    public User {
      groups = List.copyOf(groups);
      extra = Map.copyOf(extra);
    }

    /** A user of whom nothing else is known. */
    public User(String name, String uid, List<String> groups) {
      this(name, uid, groups, Map.of());
    }
  }

  private ApiRequest(
      String method,
      String path,
      String query,
      Map<String, List<String>> headers,
      byte[] body,
      User user) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.body = body;
    this.user = user;
  }

  /**
   * A request by {@link User#ADMIN} without headers and body.
   *
   * @param method HTTP method in capitals
   * @param target path and query as in an HTTP request line: {@code /api/v1/pods?limit=10},
   *     percent-encoded
   */
  public static ApiRequest of(String method, String target) {
    int mark = target.indexOf('?');
    return new ApiRequest(
        Objects.requireNonNull(method),
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1),
        Map.of(),
        new byte[0],
        User.ADMIN);
  }

  /** A GET of {@code target}. */
  public static ApiRequest get(String target) {
    return of("GET", target);
  }

  /** A POST to {@code target}. */
  public static ApiRequest post(String target, String contentType, byte[] body) {
    return of("POST", target).withBody(contentType, body);
  }

  /** A PUT to {@code target}. */
  public static ApiRequest put(String target, String contentType, byte[] body) {
    return of("PUT", target).withBody(contentType, body);
  }

  /** A PATCH of {@code target}. */
  public static ApiRequest patch(String target, String contentType, byte[] body) {
    return of("PATCH", target).withBody(contentType, body);
  }

  /** A DELETE of {@code target}. */
  public static ApiRequest delete(String target) {
    return of("DELETE", target);
  }

  /** The same request with one more value of a header. */
  public ApiRequest withHeader(String name, String value) {
    Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    changed.putAll(headers);
    List<String> values = new ArrayList<>(changed.getOrDefault(name, List.of()));
    values.add(value);
    changed.put(name, List.copyOf(values));
    return new ApiRequest(method, path, query, changed, body, user);
  }

  /** The same request with a body. The array is not copied and must not change any more. */
  public ApiRequest withBody(String contentType, byte[] body) {
    ApiRequest typed = contentType.isEmpty() ? this : withHeader("Content-Type", contentType);
    return new ApiRequest(method, path, query, typed.headers, body, user);
  }

  /** The same request with a text as body. */
  public ApiRequest withBody(String contentType, String body) {
    return withBody(contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same request by another user. */
  public ApiRequest as(User user) {
    return new ApiRequest(method, path, query, headers, body, user);
  }

  /** HTTP method in capitals. */
  public String method() {
    return method;
  }

  /** Path, percent-encoded, without the query. */
  public String path() {
    return path;
  }

  /** Query, percent-encoded, without the question mark; empty for none. */
  public String query() {
    return query;
  }

  /** All values of a header, whatever the case of its name. */
  public List<String> headers(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /** The names of all headers. */
  public Set<String> headerNames() {
    return Collections.unmodifiableSet(headers.keySet());
  }

  /** The first value of a header, or {@code null}. */
  public @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /** The body, empty for none; the caller must not change it. */
  public byte[] body() {
    return body;
  }

  /** Who asks. */
  public User user() {
    return user;
  }

  /** Method and path; neither headers nor body, which may hold secrets. */
  @Override
  public String toString() {
    return "ApiRequest[" + method + " " + path + "]";
  }
}
