package io.kybern.error;

import io.kybern.api.meta.v1.Status;
import org.jspecify.annotations.Nullable;

/** 409 {@code AlreadyExists}: an object of this name is there already. */
public final class AlreadyExistsException extends ApiException {
  private static final long serialVersionUID = 1L;

  AlreadyExistsException(
      Status status, @Nullable String method, @Nullable String path, @Nullable String auditId) {
    super(status, method, path, auditId);
  }
}
