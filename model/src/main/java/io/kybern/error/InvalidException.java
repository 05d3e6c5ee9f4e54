package io.kybern.error;

import io.kybern.api.meta.v1.Status;
import org.jspecify.annotations.Nullable;

/** 422: the object breaks a rule of its kind; the causes in the Status name the fields. */
public final class InvalidException extends ApiException {
  private static final long serialVersionUID = 1L;

  InvalidException(
      Status status, @Nullable String method, @Nullable String path, @Nullable String auditId) {
    super(status, method, path, auditId);
  }
}
