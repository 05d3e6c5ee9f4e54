package io.kybern.apiserver.storage;

import io.kybern.model.KubernetesObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one resource (one group and plural, all versions). Reads take no lock and see one
 * consistent state; writes go through {@link #commit}. Keys are {@code NAMESPACE/NAME}, or {@code
 * NAME} for what is in no namespace; they sort as kube-apiserver's do.
 */
public final class Keyspace {
  private final RevisionStore store;
  private final String name;
  private final Set<Cursor> cursors = ConcurrentHashMap.newKeySet();

  /**
   * The newest change, or one that stands for the state before any. Written under the store's lock.
   */
  private volatile Change tail;

  /** The oldest change whose state can still be asked for. Owned by the store's lock. */
  private Change oldest;

  /**
   * @param initial what is there before the first change
   */
  Keyspace(RevisionStore store, String name, List<KubernetesObject> initial) {
    this.store = store;
    this.name = name;
    SortedTree<KubernetesObject> state = SortedTree.empty();
    for (KubernetesObject object : initial) {
      state = state.with(key(object.namespace(), object.name()), stamped(object, 1));
    }
    this.tail = new Change(0, null, null, state);
    this.oldest = tail;
  }

  /** The key of an object. */
  public static String key(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + '/' + name;
  }

  /** Where the keys of a namespace begin; with {@link #endOf} the range of a namespaced list. */
  public static String startOf(String namespace) {
    return namespace.isEmpty() ? "" : namespace + '/';
  }

  /** The first key after those of a namespace; {@code null} for the end of all keys. */
  public static @Nullable String endOf(String namespace) {
    return namespace.isEmpty() ? null : namespace + (char) ('/' + 1);
  }

  /** Name of the resource, such as {@code deployments.apps}. */
  public String name() {
    return name;
  }

  /** The newest object with {@code key}, or {@code null}. */
  public @Nullable KubernetesObject get(String key) {
    return tail.state.get(key);
  }

  /**
   * The newest state. Its revision is that of the whole store, not of this resource's last change.
   */
  public Snapshot latest() {
    long revision = store.revision();
    Change last = tail;
    return new Snapshot(Math.max(revision, last.revision()), last.state);
  }

  /**
   * The state at {@code revision}.
   *
   * @throws CompactedException if the log does not reach back that far
   * @throws FutureRevisionException if the store has not reached it
   */
  public Snapshot at(long revision) {
    return new Snapshot(revision, store.locked(() -> entryAt(revision)).state);
  }

  /** The last change that {@code revision} includes. Call under the store's lock. */
  private Change entryAt(long revision) {
    store.checkKnown(revision);
    Change entry = oldest;
    for (Change next = entry.next; next != null && next.revision() <= revision; next = entry.next) {
      entry = next;
    }
    return entry;
  }

  /**
   * Makes a change if the object is still the one that the caller saw.
   *
   * @param expected the object as read from this keyspace, {@code null} for none
   * @param next what replaces it, {@code null} to delete it
   * @param guard checked under the store's lock, so that nothing else changes between the check and
   *     the commit; throws to give up
   * @return the object as stored, with its resource version; for a deletion the last state with the
   *     revision of the deletion; {@code null} if the object was not {@code expected}: read again
   */
  public @Nullable KubernetesObject commit(
      String key,
      @Nullable KubernetesObject expected,
      @Nullable KubernetesObject next,
      Runnable guard) {
    if (expected == null && next == null) {
      throw new IllegalArgumentException("nothing to commit at " + key);
    }
    Change change =
        store.locked(
            () -> {
              Change last = tail;
              if (last.state.get(key) != expected) {
                return null;
              }
              guard.run();
              return append(last, key, expected, next, store.nextRevision());
            });
    if (change == null) {
      return null;
    }
    for (Cursor cursor : cursors) {
      cursor.wake();
    }
    KubernetesObject after = change.after();
    return after == null ? change.departed() : after;
  }

  private Change append(
      Change last,
      String key,
      @Nullable KubernetesObject before,
      @Nullable KubernetesObject next,
      long revision) {
    KubernetesObject after = next == null ? null : stamped(next, revision);
    SortedTree<KubernetesObject> state =
        after == null ? last.state.without(key) : last.state.with(key, after);
    Change change = new Change(revision, before, after, state);
    last.next = change;
    tail = change;
    store.advance(revision);
    return change;
  }

  static KubernetesObject stamped(KubernetesObject object, long revision) {
    return object.withMetadata(
        object.metadata().toBuilder().resourceVersion(Long.toString(revision)).build());
  }

  /**
   * Follows the changes after {@code revision}.
   *
   * @param listener called after each change, by the thread that made it, possibly when there is
   *     nothing new to read; must neither block nor throw
   * @throws CompactedException if changes after {@code revision} are no longer known
   * @throws FutureRevisionException if the store has not reached it
   */
  public Cursor follow(long revision, Runnable listener) {
    return store.locked(
        () -> {
          Cursor cursor = new Cursor(this, entryAt(revision), revision, listener);
          if (store.isClosed()) {
            cursor.close();
          } else {
            cursors.add(cursor);
          }
          return cursor;
        });
  }

  void remove(Cursor cursor) {
    cursors.remove(cursor);
  }

  /** How many cursors are open. */
  int cursorCount() {
    return cursors.size();
  }

  RevisionStore store() {
    return store;
  }

  /**
   * Forgets states before {@code floor} and ends cursors that have not read up to it. Under the
   * lock.
   */
  void compact(long floor) {
    Change entry = oldest;
    for (Change next = entry.next; next != null && next.revision() <= floor; next = entry.next) {
      entry = next;
    }
    oldest = entry;
    for (Cursor cursor : cursors) {
      cursor.compacted(floor);
    }
  }

  void closeCursors() {
    for (Cursor cursor : cursors) {
      cursor.close();
    }
  }
}
