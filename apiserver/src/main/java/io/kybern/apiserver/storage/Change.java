package io.kybern.apiserver.storage;

import io.kybern.model.KubernetesObject;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the log: what a commit did to one object. Entries of one resource form a list that
 * only grows at its end; who holds an entry can read everything that came after it.
 */
public final class Change {
  private final long revision;
  private final @Nullable KubernetesObject before;
  private final @Nullable KubernetesObject after;

  /** State of the resource once this change was made. */
  final SortedTree<KubernetesObject> state;

  /** The next change of the same resource; set once, under the store's lock. */
  volatile @Nullable Change next;

  /** Computed on first use; a race computes it twice. */
  private @Nullable KubernetesObject departed;

  Change(
      long revision,
      @Nullable KubernetesObject before,
      @Nullable KubernetesObject after,
      SortedTree<KubernetesObject> state) {
    this.revision = revision;
    this.before = before;
    this.after = after;
    this.state = state;
  }

  /** Revision of the change; greater than that of every change before it. */
  public long revision() {
    return revision;
  }

  /** The object before the change; {@code null} if this created it. */
  public @Nullable KubernetesObject before() {
    return before;
  }

  /** The object after the change; {@code null} if this deleted it. */
  public @Nullable KubernetesObject after() {
    return after;
  }

  /**
   * What a watch shows of an object that is gone, or that left the watch's selection: its last
   * state, with this change's revision as its resource version.
   *
   * @throws IllegalStateException if there was no object before
   */
  public KubernetesObject departed() {
    KubernetesObject result = departed;
    if (result == null) {
      KubernetesObject last = before;
      if (last == null) {
        throw new IllegalStateException("revision " + revision + " created an object");
      }
      result = Keyspace.stamped(last, revision);
      departed = result;
    }
    return result;
  }
}
