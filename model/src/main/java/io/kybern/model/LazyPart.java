package io.kybern.model;

import org.jspecify.annotations.Nullable;

/**
 * A part of an object that is still the wire bytes it came in. The first reader decodes it; the
 * result is kept and the bytes are let go.
 *
 * <p>Owner of {@code state}: any thread, without a lock. It goes once from bytes to an immutable
 * value. Two threads may both decode; both get equal values and one of them stays. The part itself
 * is published by the final field of the message that holds it.
 */
public abstract class LazyPart {
  private Object state;

  protected LazyPart(byte[] encoded) {
    this.state = encoded;
  }

  /**
   * The decoded value.
   *
   * @throws io.kybern.error.DecodeException if the bytes are not what the field holds; the part
   *     stays as it is
   */
  public final Object get() {
    Object state = this.state;
    if (state instanceof byte[] encoded) {
      state = decode(encoded);
      this.state = state;
    }
    return state;
  }

  /** The bytes, or {@code null} once they were decoded. */
  public final byte @Nullable [] encoded() {
    return state instanceof byte[] encoded ? encoded : null;
  }

  /** Decodes {@code encoded} into an immutable value that is no byte array. */
  protected abstract Object decode(byte[] encoded);

  /** Whether {@link #encoded()} is protobuf: whole field entries with their tags. */
  public abstract boolean isProtobuf();
}
