package io.kybern.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where something is in a JSON tree, RFC 6901. Immutable. */
final class JsonPointer {
  private static final int MISSING = -1;

  private final String text;
  private final String[] tokens;

  private JsonPointer(String text, String[] tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  /**
   * Reads a pointer.
   *
   * @throws PatchException if it is not empty and does not begin with a slash, if a tilde is
   *     followed by anything but 0 and 1, or if it has more than {@link Trees#MAX_DEPTH} parts
   */
  static JsonPointer parse(String text) {
    if (text.isEmpty()) {
      return new JsonPointer(text, new String[0]);
    }
    if (text.charAt(0) != '/') {
      throw malformed(text, "must begin with '/'");
    }
    List<String> tokens = new ArrayList<>();
    int from = 1;
    while (from <= text.length()) {
      int slash = text.indexOf('/', from);
      int to = slash < 0 ? text.length() : slash;
      tokens.add(unescape(text, from, to));
      from = to + 1;
    }
    if (tokens.size() > Trees.MAX_DEPTH) {
      throw malformed(text, "has more than " + Trees.MAX_DEPTH + " parts");
    }
    return new JsonPointer(text, tokens.toArray(new String[0]));
  }

  private static String unescape(String text, int from, int to) {
    String token = text.substring(from, to);
    for (int i = token.indexOf('~'); i >= 0; i = token.indexOf('~', i + 1)) {
      if (!token.startsWith("0", i + 1) && !token.startsWith("1", i + 1)) {
        throw malformed(text, "has a '~' without 0 or 1 behind it");
      }
    }
    return token.replace("~1", "/").replace("~0", "~");
  }

  private static PatchException malformed(String text, String problem) {
    return PatchException.malformed(
        "the pointer \"" + PatchException.shortened(text) + "\" " + problem);
  }

  boolean isRoot() {
    return tokens.length == 0;
  }

  int depth() {
    return tokens.length;
  }

  /** The last part; not for the root. */
  String last() {
    return tokens[tokens.length - 1];
  }

  /** Whether {@code other} points to something inside what this one points to. */
  boolean contains(JsonPointer other) {
    return tokens.length < other.tokens.length
        && Arrays.equals(tokens, 0, tokens.length, other.tokens, 0, tokens.length);
  }

  /**
   * The object or list that holds what this points to, whether that is there or not.
   *
   * @throws PatchException if there is none
   */
  Object holder(@Nullable Object root) {
    Object value = root;
    for (int i = 0; i < tokens.length - 1; i++) {
      value = child(value, tokens[i]);
    }
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      return value;
    }
    throw missing();
  }

  private @Nullable Object child(@Nullable Object value, String token) {
    if (value instanceof Map<?, ?> object) {
      return object.get(token);
    }
    if (value instanceof List<?> list) {
      return list.get(index(token, list.size()));
    }
    throw missing();
  }

  /**
   * The position that {@code token} names among {@code size}, from the end if it is negative.
   *
   * @throws PatchException if it names none
   */
  int index(String token, int size) {
    int index = MISSING;
    try {
      int number = Integer.parseInt(token);
      index = number < 0 ? number + size : number;
    } catch (NumberFormatException e) {
      // Also beyond any list.
    }
    if (index < 0 || index >= size || !isAscii(token)) {
      throw PatchException.of(
          PatchException.Kind.NOT_APPLICABLE,
          "\"" + PatchException.shortened(token) + "\" is no index of a list of " + size);
    }
    return index;
  }

  private static boolean isAscii(String token) {
    return token.chars().allMatch(c -> c < 128);
  }

  PatchException missing() {
    return PatchException.of(
        PatchException.Kind.NOT_APPLICABLE,
        "there is no \"" + PatchException.shortened(text) + "\"");
  }

  @Override
  public String toString() {
    return text;
  }
}
