package io.kybern.error;

import io.kybern.api.meta.v1.Status;
import org.jspecify.annotations.Nullable;

/** 410: the resource version or continue token is too old; list again. */
public final class GoneException extends ApiException {
  private static final long serialVersionUID = 1L;

  GoneException(
      Status status, @Nullable String method, @Nullable String path, @Nullable String auditId) {
    super(status, method, path, auditId);
  }
}
