package io.kybern.apiserver.storage;

/** A commit to a store that is closed. */
public final class ClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClosedException() {
    super("the store is closed");
  }
}
