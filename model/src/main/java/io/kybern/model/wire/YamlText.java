package io.kybern.model.wire;

import java.util.Locale;

/** The lines of a YAML document as they are written, with what decides where white space goes. */
final class YamlText {
  private static final int WIDTH = 80;

  private final StringBuilder text = new StringBuilder();
  private int column;

  /** Whether the last thing written was white space, or the document has just begun. */
  private boolean whitespace = true;

  /** Whether the line so far is only indentation and the marks of lists and keys. */
  private boolean indention = true;

  boolean onlyIndented() {
    return indention;
  }

  static boolean isBreak(int c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  static boolean isPrintable(int c) {
    return c == '\n'
        || c >= 0x20 && c <= 0x7E
        || c >= 0xA0 && c <= 0xD7FF
        || c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF;
  }

  private void put(int c) {
    text.appendCodePoint(c);
    column++;
  }

  private void lineEnd() {
    text.append('\n');
    column = 0;
  }

  private void breakWith(int c) {
    if (c == '\n') {
      lineEnd();
    } else {
      text.appendCodePoint(c);
      column = 0;
    }
  }

  /** Goes to a line of its own at {@code indent}, unless it is there already. */
  void newLine(int indent) {
    int target = Math.max(indent, 0);
    if (!indention || column > target || column == target && !whitespace) {
      lineEnd();
    }
    while (column < target) {
      put(' ');
    }
    whitespace = true;
    indention = true;
  }

  void indicator(String mark, boolean spaceBefore, boolean isWhitespace, boolean isIndention) {
    if (spaceBefore && !whitespace) {
      put(' ');
    }
    mark.chars().forEach(this::put);
    whitespace = isWhitespace;
    indention = indention && isIndention;
  }

  void endDocument() {
    newLine(0);
  }

  void plain(String value, boolean folds, int indent) {
    if (!whitespace && !value.isEmpty()) {
      put(' ');
    }
    boolean afterSpace = false;
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      i += Character.charCount(c);
      if (c == ' ') {
        if (folds && !afterSpace && column > WIDTH && !isSpaceAt(value, i)) {
          newLine(indent);
        } else {
          put(c);
        }
        afterSpace = true;
      } else {
        put(c);
        indention = false;
        afterSpace = false;
      }
    }
    whitespace = false;
    indention = false;
  }

  private static boolean isSpaceAt(String value, int index) {
    return index < value.length() && value.charAt(index) == ' ';
  }

  void singleQuoted(String value, boolean folds, int indent) {
    indicator("'", true, false, false);
    boolean afterSpace = false;
    boolean afterBreak = false;
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      int next = i + Character.charCount(c);
      if (c == ' ') {
        if (folds
            && !afterSpace
            && column > WIDTH
            && i > 0
            && next < value.length()
            && !isSpaceAt(value, next)) {
          newLine(indent);
        } else {
          put(c);
        }
        afterSpace = true;
      } else if (isBreak(c)) {
        if (!afterBreak && c == '\n') {
          lineEnd();
        }
        breakWith(c);
        indention = true;
        afterBreak = true;
      } else {
        if (afterBreak) {
          newLine(indent);
        }
        put(c);
        if (c == '\'') {
          put(c);
        }
        indention = false;
        afterSpace = false;
        afterBreak = false;
      }
      i = next;
    }
    indicator("'", false, false, false);
    whitespace = false;
    indention = false;
  }

  /** A text that starts with a byte order mark is escaped whole, as Go's library does it. */
  void doubleQuoted(String value, boolean folds, int indent) {
    indicator("\"", true, false, false);
    boolean escapesAll = value.startsWith("\uFEFF");
    boolean afterSpace = false;
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      int next = i + Character.charCount(c);
      if (escapesAll || !isPrintable(c) || isBreak(c) || c == '"' || c == '\\') {
        escape(c);
        afterSpace = false;
      } else if (c == ' ') {
        if (folds && !afterSpace && column > WIDTH && i > 0 && next < value.length()) {
          newLine(indent);
          if (isSpaceAt(value, next)) {
            put('\\');
          }
        } else {
          put(c);
        }
        afterSpace = true;
      } else {
        put(c);
        afterSpace = false;
      }
      i = next;
    }
    indicator("\"", false, false, false);
    whitespace = false;
    indention = false;
  }

  private void escape(int c) {
    String letter =
        switch (c) {
          case 0x00 -> "0";
          case 0x07 -> "a";
          case '\b' -> "b";
          case '\t' -> "t";
          case '\n' -> "n";
          case 0x0B -> "v";
          case '\f' -> "f";
          case '\r' -> "r";
          case 0x1B -> "e";
          case '"' -> "\"";
          case '\\' -> "\\";
          case 0x85 -> "N";
          case 0xA0 -> "_";
          case 0x2028 -> "L";
          case 0x2029 -> "P";
          default ->
              c <= 0xFF
                  ? String.format(Locale.ROOT, "x%02X", c)
                  : c <= 0xFFFF
                      ? String.format(Locale.ROOT, "u%04X", c)
                      : String.format(Locale.ROOT, "U%08X", c);
        };
    put('\\');
    letter.chars().forEach(this::put);
  }

  void literal(String value, int indent, int step) {
    indicator("|", true, false, false);
    int first = value.codePointAt(0);
    if (first == ' ' || isBreak(first)) {
      indicator(Integer.toString(step), false, false, false);
    }
    int last = value.codePointBefore(value.length());
    if (!isBreak(last)) {
      indicator("-", false, false, false);
    } else {
      int before = value.length() - Character.charCount(last);
      if (before == 0 || isBreak(value.codePointBefore(before))) {
        indicator("+", false, false, false);
      }
    }
    lineEnd();
    indention = true;
    whitespace = true;
    boolean afterBreak = true;
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      i += Character.charCount(c);
      if (isBreak(c)) {
        breakWith(c);
        indention = true;
        afterBreak = true;
      } else {
        if (afterBreak) {
          newLine(indent);
        }
        put(c);
        indention = false;
        afterBreak = false;
      }
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
