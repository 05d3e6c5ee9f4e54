package io.kybern.error;

import io.kybern.api.meta.v1.Status;
import org.jspecify.annotations.Nullable;

/** 409: the object changed since it was read, or another field manager owns a field. */
public final class ConflictException extends ApiException {
  private static final long serialVersionUID = 1L;

  ConflictException(
      Status status, @Nullable String method, @Nullable String path, @Nullable String auditId) {
    super(status, method, path, auditId);
  }
}
