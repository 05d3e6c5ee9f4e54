package io.kybern.apiserver.storage;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A reader's place in the log of one resource. Holds no queue of its own: it points at the last
 * change that was read, and the log behind that is the queue. Who reads too slowly for the log's
 * limit is {@linkplain #isOvertaken overtaken}: the cursor ends and says so, it never skips a
 * change.
 *
 * <p>{@link #poll} and {@link #revision} are for one thread at a time; the rest for any thread.
 */
public final class Cursor implements AutoCloseable {
  /** Positions of cursors that ended; they let go of the log. */
  private static final Change CLOSED = new Change(-1, null, null, SortedTree.empty());

  private static final Change OVERTAKEN = new Change(-1, null, null, SortedTree.empty());

  private final Keyspace keyspace;
  private final Runnable listener;
  private final long start;

  /** The last change read. Moved on by the reader, ended by anyone. */
  private final AtomicReference<Change> position;

  Cursor(Keyspace keyspace, Change position, long start, Runnable listener) {
    this.keyspace = keyspace;
    this.position = new AtomicReference<>(position);
    this.start = start;
    this.listener = listener;
  }

  /** The next change, or {@code null} if there is none at the moment or the cursor has ended. */
  public @Nullable Change poll() {
    Change last = position();
    Change next = last.next;
    return next != null && position.compareAndSet(last, next) ? next : null;
  }

  /** Whether {@link #poll} has something new to say: a change, or that the cursor has ended. */
  public boolean isReady() {
    return isEnded() || position().next != null;
  }

  /**
   * A revision up to which everything was read: nothing that this cursor has yet to return is that
   * old.
   */
  public long revision() {
    // The store's revision is read first: changes that come between the two reads are greater.
    long now = keyspace.store().revision();
    Change last = position();
    return Math.max(start, last.next == null && !isEnded() ? now : last.revision());
  }

  /** Whether the log was compacted before this reader came to read it. */
  public boolean isOvertaken() {
    return position() == OVERTAKEN;
  }

  /** Whether the cursor ended: closed, overtaken, or its store closed. */
  public boolean isEnded() {
    Change last = position();
    return last == CLOSED || last == OVERTAKEN;
  }

  private Change position() {
    return Objects.requireNonNull(position.get(), "it begins with one and is only replaced");
  }

  void wake() {
    listener.run();
  }

  /** Called under the store's lock. */
  void compacted(long floor) {
    Change last = position();
    for (Change next = last.next; next != null && next.revision() <= floor; next = last.next) {
      if (position.compareAndSet(last, OVERTAKEN)) {
        keyspace.remove(this);
        listener.run();
        return;
      }
      last = position();
    }
  }

  /** Ends the cursor. Idempotent. */
  @Override
  public void close() {
    keyspace.remove(this);
    Change last = position();
    while (last != CLOSED && last != OVERTAKEN) {
      if (position.compareAndSet(last, CLOSED)) {
        listener.run();
        return;
      }
      last = position();
    }
  }
}
