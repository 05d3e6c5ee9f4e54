package io.kybern.model.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reused arrays of one reader: the slots of messages that are being read, one array per depth, and
 * a stack for the elements of lists and maps. For the reader's thread.
 */
final class Scratch {
  private static final int SLOTS = 48;

  private @Nullable Object[][] slots = new Object[8][];
  private int depth;

  @Nullable Object[] stack = new Object[64];
  int top;

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

  /** Drops everything above {@code mark}. */
  void drop(int mark) {
    Arrays.fill(stack, mark, top, null);
    top = mark;
  }
}
