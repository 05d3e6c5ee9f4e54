package io.kybern.model.wire;

/**
 * In which ways a text can be written in block context so that it is read back the same.
 *
 * @param plain without quotes
 * @param singleQuoted in single quotes
 * @param block as a literal block
 */
record YamlShape(boolean plain, boolean singleQuoted, boolean block) {
  private static final String STARTS_SOMETHING = "#,[]{}&*!|>'\"%@`";

  static YamlShape of(String text) {
    if (text.isEmpty()) {
      return new YamlShape(false, true, false);
    }
    boolean indicators = text.startsWith("---") || text.startsWith("...");
    boolean special = false;
    boolean breaks = false;
    boolean breakSpace = false;
    boolean spaceBreak = false;
    boolean afterSpace = false;
    boolean afterBreak = false;
    boolean afterBlank = true;
    int length = text.length();
    for (int i = 0; i < length; ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      boolean beforeBlank = next >= length || text.charAt(next) == ' ' || text.charAt(next) == '\t';
      indicators |= isIndicator(c, i == 0, afterBlank, beforeBlank);
      special |= !YamlText.isPrintable(c) && !YamlText.isBreak(c) || c == '\r' || c == 0x85;
      if (c == ' ') {
        breakSpace |= afterBreak;
        afterSpace = true;
        afterBreak = false;
      } else if (YamlText.isBreak(c)) {
        breaks = true;
        spaceBreak |= afterSpace;
        afterSpace = false;
        afterBreak = true;
      } else {
        afterSpace = false;
        afterBreak = false;
      }
      afterBlank = c == ' ' || c == '\t' || YamlText.isBreak(c);
      i = next;
    }
    boolean hard = spaceBreak || special;
    int last = text.codePointBefore(length);
    boolean edges = isSpaceOrBreak(text.codePointAt(0)) || isSpaceOrBreak(last);
    return new YamlShape(
        !hard && !breakSpace && !breaks && !edges && !indicators,
        !hard && !breakSpace,
        !hard && last != ' ');
  }

  private static boolean isSpaceOrBreak(int c) {
    return c == ' ' || YamlText.isBreak(c);
  }

  private static boolean isIndicator(
      int c, boolean first, boolean afterBlank, boolean beforeBlank) {
    if (c == ':') {
      return beforeBlank;
    }
    if (first) {
      return STARTS_SOMETHING.indexOf(c) >= 0 || (c == '?' || c == '-') && beforeBlank;
    }
    return c == '#' && afterBlank;
  }
}
