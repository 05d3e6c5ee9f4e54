package io.kybern.error;

import io.kybern.api.meta.v1.Status;
import org.jspecify.annotations.Nullable;

/** 401: the credentials are missing, expired or not accepted. */
public final class UnauthorizedException extends ApiException {
  private static final long serialVersionUID = 1L;

  UnauthorizedException(
      Status status, @Nullable String method, @Nullable String path, @Nullable String auditId) {
    super(status, method, path, auditId);
  }
}
