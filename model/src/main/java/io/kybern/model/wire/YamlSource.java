package io.kybern.model.wire;

import io.kybern.error.DecodeException;
import java.util.Locale;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The characters of a YAML text for the library's scanner. The library's own class copies all it
 * has of a text each time it goes on a thousand characters, which takes time with the square of the
 * longest line; this one has the whole text from the start.
 */
final class YamlSource extends StreamReader {
  private static final String NAME = "YAML";

  private final int[] points;
  private int at;
  private int documentStart;
  private int line;
  private int column;

  YamlSource(String text) {
    super("");
    points = text.codePoints().toArray();
    int line = 1;
    for (int point : points) {
      if (!isPrintable(point)) {
        throw new DecodeException(
            String.format(Locale.ROOT, "line %d: character U+%04X must be escaped", line, point),
            null,
            "",
            -1);
      }
      line += point == '\n' ? 1 : 0;
    }
  }

  @Override
  public Mark getMark() {
    return new Mark(NAME, at, line, column, points, at);
  }

  @Override
  public void forward() {
    forward(1);
  }

  @Override
  public void forward(int length) {
    for (int i = 0; i < length && at < points.length; i++) {
      int point = points[at++];
      if (isLineEnd(point)) {
        line++;
        column = 0;
      } else if (point != 0xFEFF) {
        column++;
      }
    }
  }

  private boolean isLineEnd(int point) {
    return switch (point) {
      case '\n', 0x85, 0x2028, 0x2029 -> true;
      case '\r' -> peek() != '\n';
      default -> false;
    };
  }

  @Override
  public int peek() {
    return at < points.length ? points[at] : 0;
  }

  @Override
  public int peek(int index) {
    return index < points.length - at ? points[at + index] : 0;
  }

  @Override
  public String prefix(int length) {
    return new String(points, at, Math.max(0, Math.min(length, points.length - at)));
  }

  /** As in the library's class it is up to the caller that there is no line end among them. */
  @Override
  public String prefixForward(int length) {
    String prefix = prefix(length);
    int count = Math.min(length, points.length - at);
    at += count;
    column += length;
    return prefix;
  }

  @Override
  public int getColumn() {
    return column;
  }

  @Override
  public int getDocumentIndex() {
    return at - documentStart;
  }

  @Override
  public void resetDocumentIndex() {
    documentStart = at;
  }

  @Override
  public int getIndex() {
    return at;
  }

  @Override
  public int getLine() {
    return line;
  }
}
