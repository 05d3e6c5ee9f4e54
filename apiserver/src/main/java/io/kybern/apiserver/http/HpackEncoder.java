package io.kybern.apiserver.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.Header;

/**
 * Headers of answers in the form of HPACK (RFC 7541) that needs no memory of earlier ones:
 * literals, with the static table's names. Stateless. The library's encoder allocates as much for
 * each header as for the largest it ever saw.
 */
final class HpackEncoder {
  /** Names of the static table (appendix A) that answers have. */
  private static final Map<String, Integer> NAMES =
      Map.ofEntries(
          Map.entry(":status", 8),
          Map.entry("allow", 22),
          Map.entry("cache-control", 24),
          Map.entry("content-encoding", 26),
          Map.entry("content-length", 28),
          Map.entry("content-type", 31),
          Map.entry("date", 33),
          Map.entry("etag", 34),
          Map.entry("last-modified", 44),
          Map.entry("location", 46),
          Map.entry("retry-after", 53),
          Map.entry("vary", 59),
          Map.entry("www-authenticate", 61));

  /** A header that is whole in the static table. */
  private static final int INDEXED = 0x80;

  private static final int STATUS_200 = 8;

  private HpackEncoder() {}

  /** Names must be lower case. */
  static byte[] encode(List<Header> headers) {
    ByteArrayOutputStream block = new ByteArrayOutputStream(256);
    for (Header header : headers) {
      String name = header.getName();
      if (name.equals(":status") && header.getValue().equals("200")) {
        block.write(INDEXED | STATUS_200);
        continue;
      }
      int index = NAMES.getOrDefault(name, 0);
      // A literal that nobody need remember: the index of its name has four bits.
      number(block, 4, index);
      if (index == 0) {
        text(block, name);
      }
      text(block, header.getValue());
    }
    return block.toByteArray();
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(block, 7, bytes.length);
    block.writeBytes(bytes);
  }

  /** A number that begins with the last bits of an octet whose first ones are zero. */
  private static void number(ByteArrayOutputStream block, int bits, int number) {
    int most = (1 << bits) - 1;
    if (number < most) {
      block.write(number);
      return;
    }
    block.write(most);
    int rest = number - most;
    for (; rest >= 0x80; rest >>>= 7) {
      block.write(rest & 0x7f | 0x80);
    }
    block.write(rest);
  }
}
