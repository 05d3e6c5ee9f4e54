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
  private static final int SLOTS = 1 << 15;

  /** Longer strings are rarely the same, and cost more to compare. */
  private static final int MAX_BYTES = 128;

  private final @Nullable String[] slots;

  StringCache() {
    this(SLOTS);
  }

  private StringCache(int size) {
    this.slots = new String[size];
  }

  /**
   * The string of bytes {@code [from, to)} of {@code source}.
   *
   * @return {@code null} if they are not UTF-8
   */
  @SuppressWarnings("deprecation") // the constructor with a high byte is the fast one for ASCII
  @Nullable String of(byte[] source, int from, int to) {
    if (from == to) {
      return "";
    }
    int hash = 0;
    int signs = 0;
    for (int i = from; i < to; i++) {
      byte b = source[i];
      hash = hash * 31 + b;
      signs |= b;
    }
    if (signs < 0) {
      return decodeUtf8(source, from, to);
    }
    int length = to - from;
    if (length > MAX_BYTES || slots.length == 0) {
      return new String(source, 0, from, length);
    }
    int slot = (hash ^ hash >>> 15) & slots.length - 1;
    String known = slots[slot];
    if (known != null && known.length() == length && sameAscii(known, source, from)) {
      return known;
    }
    String fresh = new String(source, 0, from, length);
    slots[slot] = fresh;
    return fresh;
  }

  private static boolean sameAscii(String text, byte[] source, int from) {
    for (int i = 0; i < text.length(); i++) {
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
