package io.kybern.apiserver.validation;

/**
 * A set of ASCII characters. Tells what texts are made of in one pass: regular expressions with
 * repeated groups recurse as deep as a text is long, and texts come from anybody. Immutable.
 */
final class Characters {
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";

  static final Characters LOWER_LETTERS = of(LOWER);
  static final Characters LOWER_OR_DIGITS = of(LOWER + "0123456789");
  static final Characters LOWER_WITH_DASH = LOWER_OR_DIGITS.with("-");
  static final Characters ALPHANUMERIC = LOWER_OR_DIGITS.with("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  static final Characters ALPHANUMERIC_WITH_DASH = ALPHANUMERIC.with("-");

  /** What label values, keys of config maps and the like consist of. */
  static final Characters OF_NAMES = ALPHANUMERIC.with("-_.");

  private final long low;
  private final long high;

  private Characters(long low, long high) {
    this.low = low;
    this.high = high;
  }

  private static Characters of(String members) {
    return new Characters(0, 0).with(members);
  }

  /** These and some more. */
  Characters with(String more) {
    long newLow = low;
    long newHigh = high;
    for (int i = 0; i < more.length(); i++) {
      char c = more.charAt(i);
      if (c < 64) {
        newLow |= 1L << c;
      } else {
        newHigh |= 1L << c - 64;
      }
    }
    return new Characters(newLow, newHigh);
  }

  boolean contains(char c) {
    return c < 128 && ((c < 64 ? low >>> c : high >>> c - 64) & 1) != 0;
  }

  /** Whether a text, which may be empty, has no others. */
  boolean all(String text) {
    return all(text, 0, text.length());
  }

  /** Whether a part of a text, which may be empty, has no others. */
  boolean all(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!contains(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text is not empty, has no others, and begins and ends with one of {@code ends}. */
  boolean between(Characters ends, String text) {
    return between(ends, text, 0, text.length());
  }

  /**
   * Whether a part of a text is not empty, has no others, and begins and ends with one of {@code
   * ends}.
   */
  private boolean between(Characters ends, String text, int from, int to) {
    return from < to
        && ends.contains(text.charAt(from))
        && ends.contains(text.charAt(to - 1))
        && all(text, from, to);
  }

  /** Whether {@link #between} is true of everything between the dots of a text. */
  boolean dotted(Characters ends, String text) {
    return dotted(ends, "", text);
  }

  /** As {@link #dotted(Characters, String)}; each part may have {@code before} in front of it. */
  boolean dotted(Characters ends, String before, String text) {
    int from = 0;
    while (true) {
      int dot = text.indexOf('.', from);
      int start = text.startsWith(before, from) ? from + before.length() : from;
      if (!between(ends, text, start, dot < 0 ? text.length() : dot)) {
        return false;
      }
      if (dot < 0) {
        return true;
      }
      from = dot + 1;
    }
  }
}
