package io.kybern.apiserver.storage;

/** The log no longer knows the state at a revision. */
public final class CompactedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long requested;
  private final long oldest;

  CompactedException(long requested, long oldest) {
    super("revision " + requested + " was compacted; the oldest one known is " + oldest);
    this.requested = requested;
    this.oldest = oldest;
  }

  /** The revision that was asked for. */
  public long requested() {
    return requested;
  }

  /** The oldest revision whose state is known. */
  public long oldest() {
    return oldest;
  }
}
