package io.kybern.model.wire;

import io.kybern.model.Bytes;
import io.kybern.model.MessageType;
import io.kybern.model.RawJson;

/** A sink of JSON-like values that is pushed to: JSON bytes, or a tree. For one thread. */
abstract class Output {
  abstract void beginObject();

  abstract void endObject();

  /** Starts the member that is field {@code index} of {@code type}. */
  abstract void member(MessageType<?> type, int index);

  /** Starts a member. */
  abstract void member(String name);

  abstract void beginArray();

  /** Starts an element. */
  abstract void element();

  abstract void endArray();

  abstract void string(String value);

  abstract void bool(boolean value);

  abstract void integer(long value);

  abstract void number(double value);

  abstract void nullValue();

  abstract void base64(Bytes value);

  abstract void raw(RawJson value);

  /** Members of an object that its type does not know, as JSON with commas between them. */
  abstract void members(byte[] json);
}
