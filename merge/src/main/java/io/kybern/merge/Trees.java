package io.kybern.merge;

import io.kybern.merge.PatchException.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all patches need to know of JSON trees. */
final class Trees {
  /** Levels of a tree that a JSON patch may build; more than any codec reads. */
  static final int MAX_DEPTH = 1000;

  /** What a value is in JSON. */
  enum Type {
    OBJECT,
    LIST,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }

  private Trees() {}

  static Type type(@Nullable Object value) {
    if (value == null) {
      return Type.NULL;
    }
    if (value instanceof Map<?, ?>) {
      return Type.OBJECT;
    }
    if (value instanceof List<?>) {
      return Type.LIST;
    }
    if (value instanceof String) {
      return Type.STRING;
    }
    if (value instanceof Boolean) {
      return Type.BOOLEAN;
    }
    if (value instanceof Number) {
      return Type.NUMBER;
    }
    throw new IllegalArgumentException("no part of a JSON tree: " + value.getClass().getName());
  }

  /** The type in lower case, for messages. */
  static String name(@Nullable Object value) {
    return switch (type(value)) {
      case OBJECT -> "an object";
      case LIST -> "a list";
      case STRING -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
    };
  }

  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> object(Object value) {
    return (Map<String, @Nullable Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<@Nullable Object> list(Object value) {
    return (List<@Nullable Object>) value;
  }

  /** The object that {@code value} must be; an empty one for {@code null}. */
  static Map<String, @Nullable Object> objectOrEmpty(String what, @Nullable Object value) {
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?>) {
      return object(value);
    }
    throw PatchException.malformed(what + " must be an object, found " + name(value));
  }

  static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (a == b) {
      return true;
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      if (x.size() != y.size()) {
        return false;
      }
      for (Map.Entry<?, ?> entry : x.entrySet()) {
        Object other = y.get(entry.getKey());
        if (!equal(entry.getValue(), other) || (other == null && !y.containsKey(entry.getKey()))) {
          return false;
        }
      }
      return true;
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      if (x.size() != y.size()) {
        return false;
      }
      for (int i = 0; i < x.size(); i++) {
        if (!equal(x.get(i), y.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (a instanceof Number x && b instanceof Number y) {
      return number(x).equals(number(y));
    }
    return a != null && a.equals(b);
  }

  /** What stands for a scalar in sets and maps, the same for equal numbers. */
  static @Nullable Object key(@Nullable Object scalar) {
    return scalar instanceof Number number ? number(number) : scalar;
  }

  private static Object number(Number number) {
    if (number instanceof Long) {
      return number;
    }
    if (number instanceof Double real && (real.isNaN() || real.isInfinite())) {
      return real;
    }
    BigDecimal exact =
        number instanceof BigDecimal decimal
            ? decimal
            : number instanceof BigInteger integer
                ? new BigDecimal(integer)
                : number instanceof Double || number instanceof Float
                    ? new BigDecimal(number.toString())
                    : BigDecimal.valueOf(number.longValue());
    exact = exact.stripTrailingZeros();
    // Only what may be a long is expanded; 1e999999999 is not.
    if (exact.scale() <= 0 && (long) exact.precision() - exact.scale() <= 19) {
      BigInteger integer = exact.toBigIntegerExact();
      if (integer.bitLength() < Long.SIZE) {
        return integer.longValue();
      }
    }
    return exact;
  }

  /**
   * A copy down to the scalars, which may be changed.
   *
   * @throws PatchException if it has more than {@code depth} levels
   */
  static @Nullable Object copy(@Nullable Object value, int depth) {
    if (value instanceof Map<?, ?>) {
      checkDepth(depth);
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      object(value).forEach((name, member) -> copy.put(name, copy(member, depth - 1)));
      return copy;
    }
    if (value instanceof List<?>) {
      checkDepth(depth);
      List<@Nullable Object> copy = new ArrayList<>(list(value).size());
      for (Object element : list(value)) {
        copy.add(copy(element, depth - 1));
      }
      return copy;
    }
    return value;
  }

  /**
   * Does nothing for a value of at most {@code depth} levels.
   *
   * @throws PatchException if it has more
   */
  static void checkDepth(@Nullable Object value, int depth) {
    if (value instanceof Map<?, ?> object) {
      checkDepth(depth);
      for (Object member : object.values()) {
        checkDepth(member, depth - 1);
      }
    } else if (value instanceof List<?> list) {
      checkDepth(depth);
      for (Object element : list) {
        checkDepth(element, depth - 1);
      }
    }
  }

  private static void checkDepth(int depth) {
    if (depth <= 0) {
      throw PatchException.of(Kind.NOT_APPLICABLE, "nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  /** About how many bytes of JSON {@code value} takes; counting stops beyond {@code limit}. */
  static long jsonLength(@Nullable Object value, long limit) {
    if (value instanceof String text) {
      return text.length() + 2L;
    }
    if (value == null || value instanceof Boolean) {
      return 4;
    }
    if (value instanceof Number) {
      return value.toString().length();
    }
    long length = 2;
    if (value instanceof Map<?, ?>) {
      for (Map.Entry<String, @Nullable Object> member : object(value).entrySet()) {
        length += member.getKey().length() + 4L;
        length += jsonLength(member.getValue(), limit - length);
        if (length > limit) {
          break;
        }
      }
      return length;
    }
    for (Object element : list(value)) {
      length += 1 + jsonLength(element, limit - length);
      if (length > limit) {
        break;
      }
    }
    return length;
  }
}
