package io.kybern.apiserver.storage;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map from strings: a balanced (AVL) tree whose changes copy only the path to
 * the changed node, so that any number of past states can be kept at the cost of their differences.
 * Order is that of {@link String#compareTo}.
 *
 * @param <V> type of the values
 */
final class SortedTree<V> {
  private static final SortedTree<?> EMPTY = new SortedTree<>(null);

  private final @Nullable Node<V> root;

  private SortedTree(@Nullable Node<V> root) {
    this.root = root;
  }

  @SuppressWarnings("unchecked")
  static <V> SortedTree<V> empty() {
    return (SortedTree<V>) EMPTY;
  }

  int size() {
    return size(root);
  }

  @Nullable V get(String key) {
    Node<V> node = root;
    while (node != null) {
      int order = key.compareTo(node.key);
      if (order == 0) {
        return node.value;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  SortedTree<V> with(String key, V value) {
    return new SortedTree<>(put(root, key, value));
  }

  SortedTree<V> without(String key) {
    Node<V> changed = remove(root, key);
    return changed == root ? this : changed == null ? empty() : new SortedTree<>(changed);
  }

  /**
   * How many keys are at least {@code from} and, unless it is {@code null}, less than {@code to}.
   */
  int count(String from, @Nullable String to) {
    return (to == null ? size() : countBelow(to)) - countBelow(from);
  }

  private int countBelow(String key) {
    int count = 0;
    Node<V> node = root;
    while (node != null) {
      if (key.compareTo(node.key) <= 0) {
        node = node.left;
      } else {
        count += size(node.left) + 1;
        node = node.right;
      }
    }
    return count;
  }

  /**
   * The entries whose keys are at least {@code from} and, unless {@code null}, less than {@code
   * to}.
   */
  Range<V> range(String from, @Nullable String to) {
    return new Range<>(root, from, to);
  }

  /** Goes through the entries of a range in order. For one thread. */
  static final class Range<V> implements Iterator<V> {
    private final ArrayDeque<Node<V>> pending = new ArrayDeque<>();
    private final @Nullable String to;

    private Range(@Nullable Node<V> root, String from, @Nullable String to) {
      this.to = to;
      Node<V> node = root;
      while (node != null) {
        if (from.compareTo(node.key) <= 0) {
          pending.push(node);
          node = node.left;
        } else {
          node = node.right;
        }
      }
    }

    @Override
    public boolean hasNext() {
      Node<V> next = pending.peek();
      return next != null && (to == null || next.key.compareTo(to) < 0);
    }

    /** Key of the value that {@link #next} will return. */
    String nextKey() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return pending.element().key;
    }

    @Override
    public V next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Node<V> node = pending.pop();
      for (Node<V> down = node.right; down != null; down = down.left) {
        pending.push(down);
      }
      return node.value;
    }
  }

  private static final class Node<V> {
    final String key;
    final V value;
    final @Nullable Node<V> left;
    final @Nullable Node<V> right;
    final int height;
    final int size;

    Node(String key, V value, @Nullable Node<V> left, @Nullable Node<V> right) {
      this.key = key;
      this.value = value;
      this.left = left;
      this.right = right;
      this.height = Math.max(height(left), height(right)) + 1;
      this.size = size(left) + size(right) + 1;
    }
  }

  private static int height(@Nullable Node<?> node) {
    return node == null ? 0 : node.height;
  }

  private static int size(@Nullable Node<?> node) {
    return node == null ? 0 : node.size;
  }

  private static <V> Node<V> put(@Nullable Node<V> node, String key, V value) {
    if (node == null) {
      return new Node<>(key, value, null, null);
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return new Node<>(key, value, node.left, node.right);
    }
    return order < 0
        ? balance(node.key, node.value, put(node.left, key, value), node.right)
        : balance(node.key, node.value, node.left, put(node.right, key, value));
  }

  private static <V> @Nullable Node<V> remove(@Nullable Node<V> node, String key) {
    if (node == null) {
      return null;
    }
    int order = key.compareTo(node.key);
    if (order < 0) {
      Node<V> left = remove(node.left, key);
      return left == node.left ? node : balance(node.key, node.value, left, node.right);
    }
    if (order > 0) {
      Node<V> right = remove(node.right, key);
      return right == node.right ? node : balance(node.key, node.value, node.left, right);
    }
    if (node.left == null) {
      return node.right;
    }
    if (node.right == null) {
      return node.left;
    }
    Node<V> successor = node.right;
    while (successor.left != null) {
      successor = successor.left;
    }
    return balance(successor.key, successor.value, node.left, remove(node.right, successor.key));
  }

  private static <V> Node<V> balance(
      String key, V value, @Nullable Node<V> left, @Nullable Node<V> right) {
    int lean = height(left) - height(right);
    if (lean > 1 && left != null) {
      Node<V> inner = left.right;
      if (inner == null || height(left.left) >= inner.height) {
        return new Node<>(
            left.key, left.value, left.left, new Node<>(key, value, left.right, right));
      }
      return new Node<>(
          inner.key,
          inner.value,
          new Node<>(left.key, left.value, left.left, inner.left),
          new Node<>(key, value, inner.right, right));
    }
    if (lean < -1 && right != null) {
      Node<V> inner = right.left;
      if (inner == null || height(right.right) >= inner.height) {
        return new Node<>(
            right.key, right.value, new Node<>(key, value, left, right.left), right.right);
      }
      return new Node<>(
          inner.key,
          inner.value,
          new Node<>(key, value, left, inner.left),
          new Node<>(right.key, right.value, inner.right, right.right));
    }
    return new Node<>(key, value, left, right);
  }
}
