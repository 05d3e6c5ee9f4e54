package io.kybern.apiserver.storage;

/** A revision that the store has not reached. */
public final class FutureRevisionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long requested;
  private final long current;

  FutureRevisionException(long requested, long current) {
    super("revision " + requested + " is ahead of the store's " + current);
    this.requested = requested;
    this.current = current;
  }

  /** The revision that was asked for. */
  public long requested() {
    return requested;
  }

  /** The revision the store is at. */
  public long current() {
    return current;
  }
}
