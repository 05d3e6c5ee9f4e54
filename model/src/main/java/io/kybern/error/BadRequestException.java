package io.kybern.error;

import io.kybern.api.meta.v1.Status;
import org.jspecify.annotations.Nullable;

/** 400: the server could not understand the request. */
public final class BadRequestException extends ApiException {
  private static final long serialVersionUID = 1L;

  BadRequestException(
      Status status, @Nullable String method, @Nullable String path, @Nullable String auditId) {
    super(status, method, path, auditId);
  }
}
