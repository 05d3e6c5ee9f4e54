package io.kybern.model.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reused arrays of one reader: the slots of messages that are being read, one array per depth, and
 * a stack for the elements of lists and maps. For the reader's thread.
 */
final class Scratch {
  private static final int SLOTS = 48;

  /** For objects with some hundred different strings. */
  static final int RECENT_BITS = 9;

  private static final @Nullable String[] NONE = {};

  /** Strings that came lately, for who reads many objects; else empty. */
  final @Nullable String[] recent;

  private @Nullable Object[][] slots = new Object[8][];
  private int depth;

  @Nullable Object[] stack = new Object[64];
  int top;

  private @Nullable Shape shape;

  /** What trees have in common, for who reads many objects; else {@code null}. */
  @Nullable Shape shape() {
    Shape known = shape;
    if (known == null && recent.length > 0) {
      known = Shape.start();
      shape = known;
    }
    return known;
  }

  /** For one object. */
  Scratch() {
    recent = NONE;
  }

  private Scratch(int recent) {
    this.recent = new String[recent];
  }

  /** For many objects. */
  static Scratch forMany() {
    return new Scratch(1 << RECENT_BITS);
  }

  /** Makes it ready for the next object, whatever became of the one before. */
  void clear() {
    drop(0);
    while (depth > 0) {
      depth--;
      @Nullable Object[] taken = slots[depth];
      if (taken != null) {
        Arrays.fill(taken, null);
      }
    }
  }

  /** How many slots are taken: one array for each message that is being read. */
  int depth() {
    return depth;
  }

  /**
   * Cleared slots for a message with {@code count} fields; give them back with {@link #release}.
   */
  @Nullable Object[] take(int count) {
    if (depth == slots.length) {
      slots = Arrays.copyOf(slots, depth * 2);
    }
    @Nullable Object[] taken = slots[depth];
    if (taken == null || taken.length < count) {
      taken = new Object[Math.max(count, SLOTS)];
      slots[depth] = taken;
    }
    depth++;
    return taken;
  }

  void release(@Nullable Object[] taken, int count) {
    depth--;
    Arrays.fill(taken, 0, count, null);
  }

  void push(@Nullable Object value) {
    if (top == stack.length) {
      stack = Arrays.copyOf(stack, top * 2);
    }
    stack[top++] = value;
  }

  /** Takes the topmost value off. */
  @Nullable Object pop() {
    Object value = stack[top - 1];
    drop(top - 1);
    return value;
  }

  /** Drops everything above {@code mark}. */
  void drop(int mark) {
    Arrays.fill(stack, mark, top, null);
    top = mark;
  }
}
