package io.kybern.client;

/** Waiting between attempts, so that tests need not. */
interface Pause {
  /** Really waits. */
  Pause REAL = (nanos, cancellation) -> cancellation.pause(nanos);

  /** Waits that long, or until cancelled. */
  void pause(long nanos, Cancellation cancellation) throws InterruptedException;
}
