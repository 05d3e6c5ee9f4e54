package io.kybern.model.wire;

import io.kybern.error.DecodeException;
import io.kybern.model.Field;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where in an object a reader is: what errors name, and what bounds the depth. For the reader's
 * thread.
 */
final class ReadPath {
  /**
   * Deeper input is refused before it can exhaust the stack: with this limit and the next one 512
   * KB are enough, in every format and both directions.
   */
  static final int MAX_DEPTH = 200;

  /** How many messages may be in each other. A schema in a schema is one, or two in an array. */
  static final int MAX_MESSAGES = 100;

  /** Names and label keys of Kubernetes have up to 317 characters. */
  private static final int MAX_SHOWN_CHARS = 320;

  /** Stands for an element of a list. */
  private static final Object INDEX = new Object();

  private Object[] parts = new Object[16];

  /** Of the elements of lists. */
  private int[] indexes = new int[16];

  private int depth;
  private @Nullable String root;
  private long base;

  /** Names what is being read, for errors. */
  void root(@Nullable String root) {
    this.root = root;
  }

  /** Where the bytes that are being read start in the input as a whole, for errors. */
  void base(long base) {
    this.base = base;
  }

  @Nullable String root() {
    return root;
  }

  /** Enters a {@link Field} or a member by its {@link String} name. */
  void push(Object part, long offset) {
    if (depth == MAX_DEPTH) {
      throw error("nested deeper than " + MAX_DEPTH + " levels", offset);
    }
    if (depth == parts.length) {
      parts = Arrays.copyOf(parts, depth * 2);
      indexes = Arrays.copyOf(indexes, depth * 2);
    }
    parts[depth++] = part;
  }

  /** Enters an element of a list. */
  void push(int index, long offset) {
    push(INDEX, offset);
    indexes[depth - 1] = index;
  }

  /** Replaces the innermost part: the next member of the same object. */
  void replace(Object part) {
    parts[depth - 1] = part;
  }

  /** Replaces the innermost part: the next element of the same list. */
  void replace(int index) {
    parts[depth - 1] = INDEX;
    indexes[depth - 1] = index;
  }

  void pop() {
    depth--;
  }

  int depth() {
    return depth;
  }

  /** Refuses a message that {@code around} others are around, if these are too many. */
  void requireRoom(int around, long offset) {
    if (around == MAX_MESSAGES) {
      throw error("more than " + MAX_MESSAGES + " messages in each other", offset);
    }
  }

  DecodeException error(String reason, long offset) {
    return new DecodeException(reason, root, toString(), absolute(offset));
  }

  DecodeException error(String reason, long offset, Throwable cause) {
    return new DecodeException(reason, root, toString(), absolute(offset), cause);
  }

  private long absolute(long offset) {
    return offset < 0 ? offset : base + offset;
  }

  /** The path with one more member. */
  String with(String member) {
    String path = toString();
    return path.isEmpty() ? shown(member) : path + "." + shown(member);
  }

  /** Text of the input as errors show it: no longer than a name can be, and on one line. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), MAX_SHOWN_CHARS); i++) {
      char c = text.charAt(i);
      boolean breaks = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
      shown.append(breaks ? '\uFFFD' : c);
    }
    return text.length() <= MAX_SHOWN_CHARS ? shown.toString() : shown.append('…').toString();
  }

  @Override
  public String toString() {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      Object part = parts[i];
      if (part == INDEX) {
        path.append('[').append(indexes[i]).append(']');
      } else {
        path.append(path.length() == 0 ? "" : ".");
        path.append(part instanceof Field field ? field.name() : shown(String.valueOf(part)));
      }
    }
    return path.toString();
  }
}
