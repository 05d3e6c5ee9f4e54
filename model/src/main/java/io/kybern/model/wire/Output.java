package io.kybern.model.wire;

import io.kybern.model.Bytes;
import io.kybern.model.MessageType;
import io.kybern.model.RawJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A sink of JSON-like values that is pushed to: JSON or CBOR bytes, or a tree. For one thread. */
abstract class Output {
  /** Stands for the kind in an {@link #order}. */
  static final int KIND = -1;

  /** Stands for the version in an {@link #order}. */
  static final int API_VERSION = -2;

  /**
   * The order in which members of {@code type} are best written, if not kind, version and fields as
   * they come: indexes of fields, {@link #KIND} and {@link #API_VERSION}.
   */
  int @Nullable [] order(MessageType<?> type) {
    return null;
  }

  abstract void beginObject();

  abstract void endObject();

  /** Starts the member that is field {@code index} of a type. */
  abstract void member(JsonMembers members, int index);

  /** Starts a member. */
  abstract void member(String name);

  /** Starts an array with {@code size} elements. */
  abstract void beginArray(int size);

  /** Starts an element. */
  abstract void element();

  abstract void endArray();

  abstract void string(String value);

  /** A time as text; with {@code micros} in six decimal places. */
  void time(Instant value, boolean micros) {
    string(micros ? GoTime.formatMicroTime(value) : GoTime.formatTime(value));
  }

  abstract void bool(boolean value);

  abstract void integer(long value);

  abstract void number(double value);

  /** A number of a tree that is neither a 64-bit integer nor a double. */
  abstract void decimal(Number value);

  abstract void nullValue();

  abstract void base64(Bytes value);

  abstract void raw(RawJson value);

  /** Members of an object that its type does not know, as JSON with commas between them. */
  abstract void members(byte[] json);
}
