package io.kybern.error;

import io.kybern.api.meta.v1.Status;
import org.jspecify.annotations.Nullable;

/** 403: the credentials are good, but not for this. */
public final class ForbiddenException extends ApiException {
  private static final long serialVersionUID = 1L;

  ForbiddenException(
      Status status, @Nullable String method, @Nullable String path, @Nullable String auditId) {
    super(status, method, path, auditId);
  }
}
