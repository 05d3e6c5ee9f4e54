package io.kybern.cli;

import io.kybern.model.wire.WireFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the format of a file and the documents in it, from its content alone: Kubernetes protobuf
 * starts with its magic bytes, CBOR with the tag that says so, JSON with a brace, and everything
 * else is YAML. Only looks for the borders between documents; whether they are well-formed is for
 * their reader to say.
 */
final class Documents {
  private final byte[] source;
  private final WireFormat format;
  private final List<int[]> found = new ArrayList<>();

  private Documents(byte[] source, WireFormat format) {
    this.source = source;
    this.format = format;
  }

  /** The documents of a file. Empty ones are left out; an empty file has none. */
  static List<Document> of(byte[] source) {
    Documents documents = new Documents(source, format(source));
    switch (documents.format) {
      case PROTOBUF, CBOR -> documents.found.add(new int[] {0, source.length, 1, 1});
      case JSON -> documents.splitJson();
      default -> documents.splitYaml();
    }
    return documents.result();
  }

  private List<Document> result() {
    boolean alone = found.size() == 1 && found.get(0)[2] == 1;
    List<Document> documents = new ArrayList<>(found.size());
    for (int[] place : found) {
      documents.add(new Document(format, source, place[0], place[1], place[2], place[3], alone));
    }
    return documents;
  }

  private static WireFormat format(byte[] source) {
    if (source.length >= 4
        && source[0] == 'k'
        && source[1] == '8'
        && source[2] == 's'
        && source[3] == 0) {
      return WireFormat.PROTOBUF;
    }
    if (source.length >= 3
        && source[0] == (byte) 0xD9
        && source[1] == (byte) 0xD9
        && source[2] == (byte) 0xF7) {
      return WireFormat.CBOR;
    }
    int start = afterByteOrderMark(source);
    while (start < source.length && isBlank(source[start])) {
      start++;
    }
    return start < source.length && source[start] == '{' ? WireFormat.JSON : WireFormat.YAML;
  }

  private static int afterByteOrderMark(byte[] source) {
    boolean marked =
        source.length >= 3
            && source[0] == (byte) 0xEF
            && source[1] == (byte) 0xBB
            && source[2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  /** JSON values one after the other; each ends with the brace that closes its first one. */
  private void splitJson() {
    int line = 1;
    int position = afterByteOrderMark(source);
    while (position < source.length) {
      if (isBlank(source[position])) {
        line += source[position++] == '\n' ? 1 : 0;
        continue;
      }
      int end = endOfJson(position);
      found.add(new int[] {position, end, found.size() + 1, line});
      for (; position < end; position++) {
        line += source[position] == '\n' ? 1 : 0;
      }
    }
  }

  /** Where the value that starts at {@code from} ends; all that follows if it never does. */
  private int endOfJson(int from) {
    if (source[from] != '{') {
      return source.length;
    }
    int depth = 0;
    boolean text = false;
    for (int i = from; i < source.length; i++) {
      byte b = source[i];
      if (text) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          text = false;
        }
      } else if (b == '"') {
        text = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if ((b == '}' || b == ']') && --depth == 0) {
        return i + 1;
      }
    }
    return source.length;
  }

  /**
   * YAML allows three dashes at the start of a line only between documents, even inside quotes and
   * blocks, so lines are all there is to look at.
   */
  private void splitYaml() {
    int start = 0;
    int firstLine = 0; // Of the current document's content; 0 while it has none.
    int number = 1;
    int line = 1;
    int next;
    for (int i = 0; i < source.length; i = next, line++) {
      next = endOfLine(i);
      boolean marker = isMarker(i, next, '-');
      if (marker && firstLine > 0) {
        found.add(new int[] {start, i, number++, firstLine});
        firstLine = 0;
        start = i;
      }
      if (firstLine == 0 && hasContent(marker ? i + 3 : i, next)) {
        firstLine = line;
      }
    }
    if (firstLine > 0) {
      found.add(new int[] {start, source.length, number, firstLine});
    }
  }

  private int endOfLine(int from) {
    int i = from;
    while (i < source.length && source[i] != '\n') {
      i++;
    }
    return Math.min(source.length, i + 1);
  }

  private boolean isMarker(int from, int to, char c) {
    return to - from >= 3
        && source[from] == c
        && source[from + 1] == c
        && source[from + 2] == c
        && (to - from == 3 || isBlank(source[from + 3]));
  }

  /** Whether a line says anything: more than white space, a comment, a directive or an end mark. */
  private boolean hasContent(int from, int to) {
    if (isMarker(from, to, '.')) {
      return false;
    }
    int i = from == 0 ? afterByteOrderMark(source) : from;
    if (i < to && source[i] == '%') {
      return false;
    }
    while (i < to && isBlank(source[i])) {
      i++;
    }
    return i < to && source[i] != '#';
  }
}
