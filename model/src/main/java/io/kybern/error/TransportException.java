package io.kybern.error;

import org.jspecify.annotations.Nullable;

/**
 * A request whose answer never arrived, or not whole: no connection, TLS refused, connection lost,
 * time-out, cancelled. Whether the server carried the request out is unknown.
 */
public final class TransportException extends KubernetesException {
  private static final long serialVersionUID = 1L;

  private final String method;
  private final String path;

  /**
   * @param method HTTP method of the request
   * @param path path and query of the request, without host
   */
  public TransportException(String method, String path, String message, @Nullable Throwable cause) {
    super(method + " " + path + ": " + message, cause);
    this.method = method;
    this.path = path;
  }

  /** HTTP method of the request. */
  public String method() {
    return method;
  }

  /** Path and query of the request, without host. */
  public String path() {
    return path;
  }
}
