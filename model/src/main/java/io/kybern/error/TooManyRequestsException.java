package io.kybern.error;

import io.kybern.api.meta.v1.Status;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** 429: the server asks to come back later. */
public final class TooManyRequestsException extends ApiException {
  private static final long serialVersionUID = 1L;

  TooManyRequestsException(
      Status status, @Nullable String method, @Nullable String path, @Nullable String auditId) {
    super(status, method, path, auditId);
  }

  /** How long the server asks to wait, if it said so. */
  public Optional<Duration> retryAfter() {
    Integer seconds = status().details().retryAfterSeconds();
    return seconds == null || seconds <= 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(seconds));
  }
}
