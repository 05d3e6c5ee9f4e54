package io.kybern.model.wire;

import io.kybern.model.Field;
import io.kybern.model.LazyPart;
import io.kybern.model.MessageType;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of a tree of maps, lists and scalars. */
final class TreeInput extends Input {
  private static final Object NOTHING = new Object();

  private final Deque<Iterator<?>> open = new ArrayDeque<>();
  private @Nullable Object next;
  private String member = "";
  private final int embedded;

  TreeInput(@Nullable Object tree, ReadPath path) {
    this(tree, path, 0);
  }

  /** An object that {@code embedded} others are around. */
  TreeInput(@Nullable Object tree, ReadPath path, int embedded) {
    super(path);
    this.next = tree;
    this.embedded = embedded;
  }

  /** A tree is one value. */
  @Override
  void requireEnd() {}

  private @Nullable Object take() {
    Object taken = next;
    next = NOTHING;
    return taken;
  }

  @Override
  int peek() {
    Object value = next;
    if (value == null) {
      return NULL;
    }
    if (value instanceof String) {
      return STRING;
    }
    if (value instanceof Boolean bool) {
      return bool ? TRUE : FALSE;
    }
    if (value instanceof Number) {
      return NUMBER;
    }
    if (value instanceof Map<?, ?>) {
      return OBJECT;
    }
    if (value instanceof List<?>) {
      return ARRAY;
    }
    throw error("a tree cannot hold a " + value.getClass().getName());
  }

  @Override
  void beginObject() {
    if (peek() != OBJECT) {
      throw expected("an object");
    }
    open.push(((Map<?, ?>) java.util.Objects.requireNonNull(take())).entrySet().iterator());
  }

  @Override
  boolean nextMember() {
    Iterator<?> members = open.element();
    if (!members.hasNext()) {
      open.pop();
      return false;
    }
    Map.Entry<?, ?> entry = (Map.Entry<?, ?>) members.next();
    if (!(entry.getKey() instanceof String name)) {
      throw error("the names of members are strings, found " + entry.getKey());
    }
    member = name;
    next = entry.getValue();
    return true;
  }

  @Override
  @Nullable Field field(MessageType<?> type, int guess) {
    return JsonNames.of(type).find(member);
  }

  @Override
  String memberName() {
    return member;
  }

  @Override
  void beginArray() {
    if (peek() != ARRAY) {
      throw expected("an array");
    }
    open.push(((List<?>) java.util.Objects.requireNonNull(take())).iterator());
  }

  @Override
  boolean nextElement() {
    Iterator<?> elements = open.element();
    if (!elements.hasNext()) {
      open.pop();
      return false;
    }
    next = elements.next();
    return true;
  }

  @Override
  String string() {
    if (!(next instanceof String text)) {
      throw expected("a string");
    }
    take();
    return text;
  }

  @Override
  boolean bool() {
    if (!(next instanceof Boolean bool)) {
      throw expected("true or false");
    }
    take();
    return bool;
  }

  @Override
  long integer(long min, long max) {
    Object value = next;
    long whole;
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      whole = ((Number) value).longValue();
    } else if (value instanceof BigInteger big && big.bitLength() <= 63) {
      whole = big.longValue();
    } else if (value instanceof Number) {
      throw error("expected a whole number from " + min + " to " + max + ", found " + value);
    } else {
      throw expected("a whole number");
    }
    if (whole < min || whole > max) {
      throw error("expected a whole number from " + min + " to " + max + ", found " + whole);
    }
    take();
    return whole;
  }

  @Override
  double number() {
    if (!(next instanceof Number number)) {
      throw expected("a number");
    }
    double value = number.doubleValue();
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw error("a number is out of the range of a double");
    }
    take();
    return value;
  }

  @Override
  void nullValue() {
    take();
  }

  @Override
  byte[] raw() {
    return Embedded.treeToJson(take(), embedded + 1);
  }

  @Override
  void skip() {
    take();
  }

  @Override
  byte @Nullable [] later() {
    return null;
  }

  @Override
  LazyPart lazy(byte[] later, Field field, ReadContext context) {
    throw new IllegalStateException("a tree has no bytes");
  }

  @Override
  @Nullable Object tree(Problems problems) {
    return Trees.freeze(take());
  }

  @Override
  long offset() {
    return -1;
  }
}
