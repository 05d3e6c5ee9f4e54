package io.kybern.apiserver;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a response, handed out piece by piece when asked for, so that a watch without news
 * occupies no thread and a large list is never whole in memory. {@link #read} is for one thread at
 * a time; {@link #close} may be called by any thread.
 */
public interface ResponseBody extends AutoCloseable {
  /** How many bytes there are, or -1 if that is not known before they are read. */
  long length();

  /**
   * The next bytes: never blocks. An empty array means that there is nothing at the moment; {@code
   * null} that there will be no more.
   */
  byte @Nullable [] read();

  /**
   * Asks to be told once when {@link #read} has something to say again. There is one such request
   * at a time; a new one replaces it.
   *
   * @param ready called by any thread, possibly before this method returns; must neither block nor
   *     throw
   */
  void demand(Runnable ready);

  /** Gives the rest up. Idempotent. */
  @Override
  void close();
}
