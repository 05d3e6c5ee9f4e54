package io.kybern.model.wire;

/**
 * How large the encoded objects of one type usually are: what a buffer for the next one starts
 * with, so that it seldom has to grow and is not far too large either.
 *
 * <p>{@code usual} is read and written by any thread without a lock: a lost write costs one buffer
 * of another size.
 */
final class SizeGuess {
  private static final int LEAST = 256;

  /** One large object must not make the buffers of many small ones large. */
  private static final int MOST = 32 << 10;

  private int usual = 1024;

  /** Bytes that the next object probably needs. */
  int next() {
    return usual;
  }

  /** An object had {@code size} bytes: the guess goes up at once and down by steps. */
  void seen(int size) {
    int before = usual;
    int wanted = size >= MOST ? MOST : Math.min(MOST, Math.max(LEAST, size + size / 16));
    usual = wanted >= before ? wanted : before - (before - wanted + 7) / 8;
  }
}
