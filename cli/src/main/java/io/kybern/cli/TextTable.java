package io.kybern.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Prints rows in columns of text: each as wide as its widest cell and three spaces, but at least
 * six, and the last one as it comes. Columns never become narrower, so rows that are printed later
 * stand below the earlier ones if they fit. Not thread-safe.
 */
final class TextTable {
  private static final int PADDING = 3;
  private static final int NARROWEST = 6;

  private final List<Integer> widths = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row; printed by {@link #print}. All rows have as many cells as the first one. */
  void row(List<String> cells) {
    rows.add(cells);
    for (int i = 0; i < cells.size(); i++) {
      int width = Math.max(NARROWEST, width(cells.get(i)) + PADDING);
      if (i == widths.size()) {
        widths.add(width);
      } else if (widths.get(i) < width) {
        widths.set(i, width);
      }
    }
  }

  /** Prints the rows that were added since this was last called. */
  void print(Console console) {
    StringBuilder line = new StringBuilder();
    for (List<String> cells : rows) {
      line.setLength(0);
      for (int i = 0; i < cells.size(); i++) {
        String cell = cells.get(i);
        line.append(cell);
        if (i + 1 < cells.size()) {
          line.append(" ".repeat(widths.get(i) - width(cell)));
        }
      }
      console.println(line.toString());
    }
    rows.clear();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
