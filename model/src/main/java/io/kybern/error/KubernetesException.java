package io.kybern.error;

import org.jspecify.annotations.Nullable;

/**
 * Root of every exception that Kybern throws for a reason outside the caller's program: a server's
 * answer, a broken connection, bytes that cannot be decoded, a configuration that cannot be used.
 * Misuse of the API throws {@link IllegalArgumentException} or {@link IllegalStateException}
 * instead.
 */
public abstract sealed class KubernetesException extends RuntimeException
    permits ApiException, TransportException, DecodeException, ConfigException {
  private static final long serialVersionUID = 1L;

  KubernetesException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
