package io.kybern.apiserver.rest;

import java.io.ByteArrayOutputStream;

/** Indents JSON by two spaces, as kube-apiserver does for people. */
final class PrettyJson {
  private PrettyJson() {}

  /** {@code json}, which must be valid and without white space between its parts. */
  static byte[] indent(byte[] json) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length * 2);
    int depth = 0;
    for (int i = 0; i < json.length; i++) {
      byte c = json[i];
      switch (c) {
        case '"' -> {
          int end = endOfString(json, i);
          out.write(json, i, end - i);
          i = end - 1;
        }
        case '{', '[' -> {
          out.write(c);
          if (i + 1 < json.length && json[i + 1] == c + 2) {
            out.write(json[++i]);
          } else {
            newLine(out, ++depth);
          }
        }
        case '}', ']' -> {
          newLine(out, --depth);
          out.write(c);
        }
        case ',' -> {
          out.write(c);
          newLine(out, depth);
        }
        case ':' -> {
          out.write(c);
          out.write(' ');
        }
        default -> out.write(c);
      }
    }
    return out.toByteArray();
  }

  private static int endOfString(byte[] json, int start) {
    int i = start + 1;
    while (i < json.length && json[i] != '"') {
      i += json[i] == '\\' ? 2 : 1;
    }
    return Math.min(json.length, i + 1);
  }

  private static void newLine(ByteArrayOutputStream out, int depth) {
    out.write('\n');
    for (int i = 0; i < depth; i++) {
      out.write(' ');
      out.write(' ');
    }
  }
}
