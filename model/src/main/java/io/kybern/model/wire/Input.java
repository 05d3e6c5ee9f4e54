package io.kybern.model.wire;

import io.kybern.model.Bytes;
import io.kybern.model.Field;
import io.kybern.model.LazyPart;
import io.kybern.model.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * A source of JSON-like values that is pulled: JSON or CBOR bytes, or a tree. The caller asks what
 * comes with {@link #peek()} and takes it with the method for it. For one thread.
 */
abstract class Input {
  static final int OBJECT = 0;
  static final int ARRAY = 1;
  static final int STRING = 2;
  static final int NUMBER = 3;
  static final int TRUE = 4;
  static final int FALSE = 5;
  static final int NULL = 6;

  private static final String[] NAMES = {
    "an object", "an array", "a string", "a number", "true", "false", "null"
  };

  final ReadPath path;

  Input(ReadPath path) {
    this.path = path;
  }

  /** Ends the read unless nothing is left. */
  abstract void requireEnd();

  /** What the next value is. */
  abstract int peek();

  /** Goes into the object that comes next. */
  abstract void beginObject();

  /** Goes to the next member, or out of the object and answers {@code false}. */
  abstract boolean nextMember();

  /**
   * The field of {@code type} that the member is, or {@code null}; {@code guess} is its likely
   * index.
   */
  abstract @Nullable Field field(MessageType<?> type, int guess);

  /** The member's name. */
  abstract String memberName();

  /** Goes into the array that comes next. */
  abstract void beginArray();

  /** Goes to the next element, or out of the array and answers {@code false}. */
  abstract boolean nextElement();

  abstract String string();

  /** Bytes, in JSON as base64. */
  Bytes bytes() {
    String text = string();
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      text = text.replace("\n", "").replace("\r", "");
    }
    if (text.length() % 4 != 0) {
      throw error("expected base64 with padding");
    }
    try {
      return Bytes.ofBase64(text);
    } catch (IllegalArgumentException malformed) {
      throw error("expected base64");
    }
  }

  abstract boolean bool();

  /** A whole number between {@code min} and {@code max}. */
  abstract long integer(long min, long max);

  abstract double number();

  /** Whether Go reads quantities from numbers too. */
  boolean quantityMayBeNumber() {
    return true;
  }

  abstract void nullValue();

  /** The next value, whatever it is, as JSON without white space. */
  abstract byte[] raw();

  /** Whether the order of members says nothing, so that unknown ones are kept by name. */
  boolean isUnordered() {
    return false;
  }

  /** The value of a member nobody knows, as {@link #raw}; {@code null} if it cannot be kept. */
  byte @Nullable [] unknown() {
    return raw();
  }

  /** The next value, checked and passed over. */
  abstract void skip();

  /**
   * The next value as a part to decode later; {@code null} (and nothing taken) if that saves
   * nothing.
   */
  abstract byte @Nullable [] later();

  /** What {@link #later} has answered, as a part of {@code field}. */
  abstract LazyPart lazy(byte[] later, Field field, ReadContext context);

  /** The next value as an immutable tree. */
  abstract @Nullable Object tree(Problems problems);

  /** The same for clients: larger members may be left for later, if {@code context} is lazy. */
  @Nullable Object tree(ReadContext context) {
    return tree(Problems.REJECT_DUPLICATES);
  }

  /** Byte offset, or -1. */
  abstract long offset();

  static String describe(int token) {
    return NAMES[token];
  }

  io.kybern.error.DecodeException expected(String what) {
    return path.error("expected " + what + ", found " + describe(peek()), offset());
  }

  io.kybern.error.DecodeException error(String reason) {
    return path.error(reason, offset());
  }
}
