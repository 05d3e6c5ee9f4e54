package io.kybern.model.wire;

import io.kybern.model.CompactMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A place in objects that look alike, as those of one list do: after which members, in which order,
 * a reader is. It remembers what came next the last time, which costs less to compare than to look
 * up, and how the members are sorted. For the thread of the reader whose {@link Scratch} has it.
 */
final class Shape {
  /** What does not look like the rest is read without being remembered. */
  private static final int MAX_SHAPES = 2000;

  private static final int MAX_ALTERNATIVES = 8;
  private static final int MAX_NAME_CHARS = 128;

  /** How many there are, in the first of them. */
  private int count;

  private final Shape root;
  private final String name;

  /** The name as it stands in JSON without white space, with quotes and colon. */
  private final byte[] quoted;

  private final int depth;
  private final @Nullable Shape previous;

  /** What came next, the latest first. */
  private @Nullable Shape next;

  /** What else came after {@link #previous}. */
  private @Nullable Shape alternative;

  /** The start of what this member's value has, if that is an object or an array. */
  private @Nullable Shape inner;

  /**
   * Where in the order of {@link CompactMap} each member comes from; shorter if a name comes twice,
   * {@code null} if nobody asked yet.
   */
  private int @Nullable [] order;

  private Shape(@Nullable Shape root, @Nullable Shape previous, String name) {
    this.root = root == null ? this : root;
    this.previous = previous;
    this.depth = previous == null ? 0 : previous.depth + 1;
    this.name = name;
    this.quoted = ('"' + name + "\":").getBytes(StandardCharsets.ISO_8859_1);
    this.root.count++;
  }

  /** The place before the first member of the outermost object. */
  static Shape start() {
    return new Shape(null, null, "");
  }

  String name() {
    return name;
  }

  /** The place before the first member of this member's value; {@code null} if there are enough. */
  @Nullable Shape inner() {
    Shape known = inner;
    if (known == null && root.count < MAX_SHAPES) {
      known = new Shape(root, null, "");
      inner = known;
    }
    return known;
  }

  /**
   * The place after the member that comes next in {@code in}, if it came before; takes its name.
   */
  @Nullable Shape follow(JsonInput in) {
    Shape before = null;
    for (Shape one = next; one != null; one = one.alternative) {
      if (in.takeName(one.quoted)) {
        if (before != null) {
          before.alternative = one.alternative;
          one.alternative = next;
          next = one;
        }
        return one;
      }
      before = one;
    }
    return null;
  }

  /** The place after a member that did not come before; {@code null} if there are enough. */
  @Nullable Shape add(String name) {
    if (root.count >= MAX_SHAPES || name.length() > MAX_NAME_CHARS || !isPlain(name)) {
      return null;
    }
    int alternatives = 0;
    for (Shape one = next; one != null; one = one.alternative) {
      alternatives++;
    }
    if (alternatives == MAX_ALTERNATIVES) {
      return null;
    }
    Shape added = new Shape(root, this, name);
    added.alternative = next;
    next = added;
    return added;
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  /**
   * The members up to this place, whose names and values in turn are in {@code stack} from {@code
   * mark} on, in the order of {@link CompactMap}; {@code null} if a name comes twice.
   */
  @Nullable Object @Nullable [] sorted(@Nullable Object[] stack, int mark) {
    int[] order = this.order;
    if (order == null) {
      order = findOrder();
      this.order = order;
    }
    if (order.length != depth) {
      return null;
    }
    @Nullable Object[] sorted = new Object[depth * 2];
    for (int i = 0; i < depth; i++) {
      int from = mark + order[i];
      sorted[i * 2] = stack[from];
      sorted[i * 2 + 1] = stack[from + 1];
    }
    return sorted;
  }

  private int[] findOrder() {
    String[] names = new String[depth];
    Integer[] positions = new Integer[depth];
    for (Shape one = this; one.previous != null; one = one.previous) {
      names[one.depth - 1] = one.name;
      positions[one.depth - 1] = one.depth - 1;
    }
    Arrays.sort(positions, (a, b) -> CompactMap.UTF8_ORDER.compare(names[a], names[b]));
    int[] found = new int[depth];
    for (int i = 0; i < depth; i++) {
      if (i > 0 && names[positions[i]].equals(names[positions[i - 1]])) {
        return new int[0];
      }
      found[i] = positions[i] * 2;
    }
    return found;
  }
}
