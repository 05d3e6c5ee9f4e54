package io.kybern.apiserver.storage;

import io.kybern.model.KubernetesObject;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** All objects of one resource as they were at one revision, sorted by key. Immutable. */
public final class Snapshot {
  private final long revision;
  private final SortedTree<KubernetesObject> state;

  Snapshot(long revision, SortedTree<KubernetesObject> state) {
    this.revision = revision;
    this.state = state;
  }

  /** The revision. */
  public long revision() {
    return revision;
  }

  /** The object with {@code key}, or {@code null}. */
  public @Nullable KubernetesObject get(String key) {
    return state.get(key);
  }

  /** How many objects there are. */
  public int size() {
    return state.size();
  }

  /** How many keys lie from {@code from} on and, unless {@code null}, before {@code to}. */
  public int count(String from, @Nullable String to) {
    return state.count(from, to);
  }

  /**
   * The objects whose keys lie from {@code from} on and, unless {@code null}, before {@code to}.
   */
  public Iterator<KubernetesObject> range(String from, @Nullable String to) {
    return state.range(from, to);
  }
}
