package io.kybern.model.wire;

import io.kybern.model.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives lists and maps that objects have in common, such as the labels and the owner of the pods of
 * one workload, as one instance: who meets the same bytes of the same field again need not decode
 * them again. What is shared is immutable. Bounded: one part per slot, the newer replaces the
 * older, and only what came twice is kept at all. Whatever was read before, bytes are read or
 * refused as if nothing had been.
 *
 * <p>{@code parts} and {@code seen} are read and written by any thread without a lock: a slot holds
 * a whole part or an older one; a lost write costs one part that is not shared.
 */
final class PartCache {
  /** Shares nothing. */
  static final PartCache NONE = new PartCache(0);

  /** Shorter parts are decoded as fast as they are found. */
  static final int MIN_BYTES = 24;

  /** Bounds the memory, with the number of slots. */
  private static final int MAX_BYTES = 1024;

  /**
   * Parts with more messages around them, or with more in each other, are not shared: together they
   * stay below what {@link ReadPath} allows, and what was read before never decides whether input
   * is too deep.
   */
  private static final int MAX_AROUND = 32;

  private static final int MAX_LEVELS = 32;

  private static final int SLOT_BITS = 12;

  /**
   * A part as it is kept.
   *
   * @param lazy of the {@link ReadContext} in which it was read, as {@code managedFields}
   * @param levels how many messages are in each other in it
   */
  record Part(
      Field field, boolean lazy, boolean managedFields, byte[] bytes, Object value, int levels) {
    private boolean is(ReadContext context, Field field, byte[] source, int from, int to) {
      return this.field == field
          && lazy == context.lazy()
          && managedFields == context.managedFields()
          && Arrays.equals(bytes, 0, bytes.length, source, from, to);
    }
  }

  private final @Nullable Part[] parts;

  /** The lower half of the hash of what came last. */
  private final int[] seen;

  PartCache() {
    this(1 << SLOT_BITS);
  }

  private PartCache(int slots) {
    this.parts = new Part[slots];
    this.seen = new int[slots];
  }

  /**
   * Whether a part of {@code length} bytes may be shared that {@code around} messages are around.
   */
  static boolean takes(int length, int around) {
    return length >= MIN_BYTES && length <= MAX_BYTES && around <= MAX_AROUND;
  }

  /** A hash of bytes {@code [from, to)} of {@code source}, of which there are eight at least. */
  static long hash(byte[] source, int from, int to) {
    ByteBuffer words = ByteBuffer.wrap(source).order(ByteOrder.LITTLE_ENDIAN);
    long hash = (long) to - from;
    for (int i = from; i + 8 <= to; i += 8) {
      hash = Octets.hash(hash, words.getLong(i));
    }
    return Octets.hash(hash, words.getLong(to - 8));
  }

  /** The part of bytes {@code [from, to)}, or {@code null} if it is not here. */
  @Nullable Part find(
      ReadContext context, Field field, byte[] source, int from, int to, long hash) {
    Part part = parts[slot(hash)];
    return part != null && part.is(context, field, source, from, to) ? part : null;
  }

  /** Keeps a value, if its bytes came before. */
  void put(
      ReadContext context,
      Field field,
      byte[] source,
      int from,
      int to,
      long hash,
      Object value,
      int levels) {
    int slot = slot(hash);
    if (seen[slot] != (int) hash) {
      seen[slot] = (int) hash;
    } else if (levels <= MAX_LEVELS) {
      byte[] bytes = Arrays.copyOfRange(source, from, to);
      parts[slot] = new Part(field, context.lazy(), context.managedFields(), bytes, value, levels);
    }
  }

  private static int slot(long hash) {
    return (int) (hash >>> Long.SIZE - SLOT_BITS);
  }
}
