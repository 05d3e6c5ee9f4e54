package io.kybern.client;

import java.nio.charset.StandardCharsets;

/** Percent-encoding of RFC 3986 over UTF-8. */
final class PercentEncoding {
  /** What needs no encoding in a path segment, beyond letters and digits. */
  static final String SEGMENT = "-._~!$&'()*+,;=:@";

  /** What needs no encoding in a query's name or value, beyond letters and digits. */
  static final String QUERY = "-._~";

  /** What needs no encoding in the name of a header, beyond letters and digits. */
  static final String TOKEN = "-._~!$&*+^`'|";

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private PercentEncoding() {}

  static void append(StringBuilder out, String text, String allowed) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= 'a' && c <= 'z')
          || (c >= '0' && c <= '9')
          || (c >= 'A' && c <= 'Z')
          || allowed.indexOf(c) >= 0) {
        out.append(c);
      } else if (c < 0x80) {
        append(out, (byte) c);
      } else {
        int end = Character.isHighSurrogate(c) && i + 1 < text.length() ? i + 2 : i + 1;
        for (byte b : text.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
          append(out, b);
        }
        i = end - 1;
      }
    }
  }

  private static void append(StringBuilder out, byte b) {
    out.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
  }
}
