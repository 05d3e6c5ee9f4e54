package io.kybern.client;

import java.util.Iterator;
import java.util.Optional;

/**
 * Changes as they happen, in the order of the server. Iterating blocks until the next event. When
 * the connection ends, for whatever reason, the watch opens another one where the last left off; no
 * event is lost or repeated by that. It is over when
 *
 * <ul>
 *   <li>it was closed, or {@link ListQuery#timeout} is over: {@code hasNext} returns false;
 *   <li>the server does not have the place to go on from any more: {@code hasNext} throws {@link
 *       io.kybern.error.GoneException}; list again, then watch from there;
 *   <li>the server refuses it (not found, forbidden, unauthorized): {@code hasNext} throws that
 *       {@link io.kybern.error.ApiException};
 *   <li>an event cannot be decoded: {@code hasNext} throws {@link io.kybern.error.DecodeException};
 *   <li>the waiting thread was interrupted: {@code hasNext} throws {@link
 *       io.kybern.error.TransportException} and the thread stays interrupted;
 *   <li>the client was closed: {@code hasNext} throws {@link io.kybern.error.TransportException}.
 * </ul>
 *
 * <p>Lost connections, 429 and server errors are none of these: the watch tries again, at first at
 * once, then with growing pauses of up to 30 seconds, for as long as it takes.
 *
 * <p>One thread iterates; any thread may close.
 *
 * @param <T> type of the objects
 */
public interface Watch<T> extends AutoCloseable, Iterable<WatchEvent<T>> {
  /** The one iterator of this watch; every call returns the same. */
  @Override
  Iterator<WatchEvent<T>> iterator();

  /**
   * The version up to which this watch has delivered everything: of the last event, bookmark or
   * list. Empty while a watch with initial events has not come to their end.
   */
  Optional<String> resourceVersion();

  /**
   * Ends the watch and wakes the thread that waits for its next event. Never blocks; repeatable.
   */
  @Override
  void close();
}
