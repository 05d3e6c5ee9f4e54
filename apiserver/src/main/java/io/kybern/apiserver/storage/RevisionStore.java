package io.kybern.apiserver.storage;

import io.kybern.model.KubernetesObject;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One log of revisions behind the objects of all resources. Every commit takes the next revision,
 * so revisions order all changes of all resources. Past states stay readable until they are
 * compacted; because states share structure, remembering one costs about as much as the change that
 * led to it.
 *
 * <p>One lock orders commits; it is held for the commit alone, never while anything blocks. Reads
 * of the newest state take no lock. Safe for use by any thread.
 */
public final class RevisionStore implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentHashMap<String, Keyspace> keyspaces = new ConcurrentHashMap<>();
  private final int historyLimit;
  private final Function<String, List<KubernetesObject>> initial;

  /** Written under {@link #lock}, after the change of that revision can be read. */
  private volatile long revision = 1;

  /** The oldest revision whose state is known. Written under {@link #lock}. */
  private volatile long floor = 1;

  /** Written under {@link #lock}. */
  private volatile boolean closed;

  /**
   * @param historyLimit how many changes to remember at least, at least 1. A quarter more may be
   *     held, so that compaction happens in batches.
   */
  public RevisionStore(int historyLimit) {
    this(historyLimit, name -> List.of());
  }

  /**
   * @param historyLimit how many changes to remember at least, at least 1. A quarter more may be
   *     held, so that compaction happens in batches.
   * @param initial the objects that the keyspace of a name holds before the first change; asked
   *     once per name, when the keyspace is first used. Must not use the store.
   */
  public RevisionStore(int historyLimit, Function<String, List<KubernetesObject>> initial) {
    if (historyLimit < 1) {
      throw new IllegalArgumentException("history limit must be at least 1, not " + historyLimit);
    }
    this.historyLimit = historyLimit;
    this.initial = initial;
  }

  /** The revision of the last commit. */
  public long revision() {
    return revision;
  }

  /** The oldest revision whose state can still be read, and from which changes can be followed. */
  public long oldestRevision() {
    return floor;
  }

  /** The objects of the resource called {@code name}, made on first use. */
  public Keyspace keyspace(String name) {
    return keyspaces.computeIfAbsent(name, n -> new Keyspace(this, n, initial.apply(n)));
  }

  /** All keyspaces that were ever asked for. */
  public Collection<Keyspace> keyspaces() {
    return Collections.unmodifiableCollection(keyspaces.values());
  }

  /**
   * Forgets all states before {@code revision}. Readers who have not read up to it are ended.
   *
   * @throws FutureRevisionException if the store has not reached it
   */
  public void compact(long revision) {
    locked(
        () -> {
          if (revision > this.revision) {
            throw new FutureRevisionException(revision, this.revision);
          }
          compactTo(revision);
          return null;
        });
  }

  private void compactTo(long target) {
    if (target > floor) {
      floor = target;
      for (Keyspace keyspace : keyspaces.values()) {
        keyspace.compact(target);
      }
    }
  }

  <T extends @Nullable Object> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /** Call under the lock. */
  void checkKnown(long revision) {
    if (revision < floor) {
      throw new CompactedException(revision, floor);
    }
    if (revision > this.revision) {
      throw new FutureRevisionException(revision, this.revision);
    }
  }

  /** Call under the lock. */
  long nextRevision() {
    if (closed) {
      throw new ClosedException();
    }
    return revision + 1;
  }

  /** Makes a revision visible whose change can be read. Call under the lock. */
  void advance(long newRevision) {
    revision = newRevision;
    if (newRevision - floor > historyLimit + historyLimit / 4) {
      compactTo(newRevision - historyLimit);
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends all cursors and refuses further commits; what is stored stays readable. Idempotent. */
  @Override
  public void close() {
    locked(
        () -> {
          closed = true;
          keyspaces.values().forEach(Keyspace::closeCursors);
          return null;
        });
  }
}
