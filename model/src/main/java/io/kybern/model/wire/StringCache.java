package io.kybern.model.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes strings of wire bytes and gives the same instance again for what repeats. Bounded: one
 * string per slot, the newer replaces the older.
 *
 * <p>{@code slots} is read and written by any thread without a lock: a slot holds a whole immutable
 * string or an older one, never a torn value; a lost write costs one string that is not shared.
 */
final class StringCache {
  /** Shares nothing. */
  static final StringCache NONE = new StringCache(0);

  /**
   * Slots of an ordinary cache; enough for the labels, images and node names of a large cluster.
   */
  private static final int SLOT_BITS = 15;

  /** Longer strings are rarely the same, and cost more to compare. */
  static final int MAX_BYTES = 128;

  private final @Nullable String[] slots;

  StringCache() {
    this(1 << SLOT_BITS);
  }

  private StringCache(int size) {
    this.slots = new String[size];
  }

  /**
   * The string of bytes {@code [from, to)} of {@code source}.
   *
   * @return {@code null} if they are not UTF-8
   */
  @Nullable String of(byte[] source, int from, int to) {
    long hash = 0;
    long signs = 0;
    int i = from;
    while (i < to) {
      long word = 0;
      int count = Math.min(8, to - i);
      for (int k = 0; k < count; k++) {
        word |= (source[i + k] & 0xFFL) << (k << 3);
      }
      hash = Octets.hash(hash, word);
      signs |= word;
      i += count;
    }
    return Octets.isBeyondAscii(signs)
        ? decodeUtf8(source, from, to)
        : ascii(source, from, to, hash);
  }

  /**
   * The string of the ASCII bytes {@code [from, to)} of {@code source}.
   *
   * @param hash of {@link Octets#hash}, eight bytes at a time
   */
  String ascii(byte[] source, int from, int to, long hash) {
    int length = to - from;
    if (length == 0) {
      return "";
    }
    if (length > MAX_BYTES || slots.length == 0) {
      return new String(source, from, length, StandardCharsets.ISO_8859_1);
    }
    int slot = (int) (hash >>> Long.SIZE - SLOT_BITS);
    String known = slots[slot];
    if (known != null && isAscii(known, source, from, length)) {
      return known;
    }
    String fresh = new String(source, from, length, StandardCharsets.ISO_8859_1);
    slots[slot] = fresh;
    return fresh;
  }

  /** Whether {@code text} is what the {@code length} ASCII bytes say. */
  static boolean isAscii(String text, byte[] source, int from, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != source[from + i]) {
        return false;
      }
    }
    return true;
  }

  static @Nullable String decodeUtf8(byte[] source, int from, int to) {
    String text = new String(source, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(source, from, to - from))
          .toString();
    } catch (CharacterCodingException malformed) {
      return null;
    }
  }
}
