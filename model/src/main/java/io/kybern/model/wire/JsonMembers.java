package io.kybern.model.wire;

import io.kybern.model.Field;
import io.kybern.model.MessageType;
import java.nio.charset.StandardCharsets;

/**
 * How a type's messages become JSON-like objects: what each member starts with, and which fields
 * are written when they are absent or zero. Immutable but for the guesses of sizes.
 *
 * <p>Sets of fields are bits by {@link Field#index()}.
 */
final class JsonMembers {
  private final MessageType<?> type;
  private final byte[][] starts;
  private final long known;
  private final long evenIfAbsent;
  private final long unlessZero;
  private final SizeGuess jsonSize = new SizeGuess();
  private final SizeGuess cborSize = new SizeGuess();

  private JsonMembers(MessageType<?> type) {
    this.type = type;
    starts = new byte[type.fieldCount()][];
    long known = 0;
    long evenIfAbsent = 0;
    long unlessZero = 0;
    for (Field field : type.fields()) {
      starts[field.index()] = (",\"" + field.name() + "\":").getBytes(StandardCharsets.US_ASCII);
      long bit = 1L << field.index();
      known |= field.inJson() ? bit : 0;
      evenIfAbsent |= field.inJson() && isWrittenIfAbsent(field) ? bit : 0;
      unlessZero |= isLeftOutIfZero(field) ? bit : 0;
    }
    this.known = known;
    this.evenIfAbsent = evenIfAbsent;
    this.unlessZero = unlessZero;
  }

  static JsonMembers of(MessageType<?> type) {
    Object known = type.jsonMembers();
    if (known == null) {
      known = new JsonMembers(type);
      type.jsonMembers(known);
    }
    return (JsonMembers) known;
  }

  private static boolean isWrittenIfAbsent(Field field) {
    if (!ZeroValues.standForAbsent(field)) {
      return !field.omitEmpty() && !field.omitZero();
    }
    return !isLeftOutIfZero(field);
  }

  /** Whether Go's encoder leaves the field out if it is there and zero, or empty. */
  private static boolean isLeftOutIfZero(Field field) {
    if (field.shape() != Field.Shape.SINGLE) {
      return field.omitEmpty();
    }
    if (field.pointer()) {
      return false;
    }
    return switch (field.kind()) {
      case BOOL, INT32, INT64, DOUBLE, STRING, BYTES, STRING_ITEMS ->
          field.omitEmpty() || field.omitZero();
      case MESSAGE, QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, DURATION, RAW -> field.omitZero();
    };
  }

  MessageType<?> type() {
    return type;
  }

  /** The member of field {@code index} up to its value: comma, name in quotes, colon. */
  byte[] start(int index) {
    return starts[index];
  }

  /** Fields that JSON has. */
  long known() {
    return known;
  }

  /** Fields that are written even if they are absent. */
  long evenIfAbsent() {
    return evenIfAbsent;
  }

  /** Whether field {@code index} is left out if it is there and zero, or empty. */
  boolean unlessZero(int index) {
    return (unlessZero >>> index & 1) != 0;
  }

  SizeGuess jsonSize() {
    return jsonSize;
  }

  SizeGuess cborSize() {
    return cborSize;
  }
}
