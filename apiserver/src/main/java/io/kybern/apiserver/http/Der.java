package io.kybern.apiserver.http;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The few forms of the Distinguished Encoding Rules (X.690) that certificates are made of. */
final class Der {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  static final byte[] TRUE = value(0x01, new byte[] {(byte) 0xff});

  private Der() {}

  /** A value with its tag and length. */
  static byte[] value(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length > 0xffff) {
      throw new IllegalArgumentException(length + " bytes are too many for a certificate");
    }
    if (length > 0xff) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 0x7f) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return value(0x30, parts);
  }

  static byte[] set(byte[]... parts) {
    return value(0x31, parts);
  }

  static byte[] integer(BigInteger number) {
    return value(0x02, number.toByteArray());
  }

  static byte[] octets(byte[]... parts) {
    return value(0x04, parts);
  }

  /**
   * Bits, the first one the highest of the first byte.
   *
   * @param unused how many bits at the end do not count
   */
  static byte[] bits(int unused, byte... bytes) {
    return value(0x03, new byte[] {(byte) unused}, bytes);
  }

  static byte[] text(String text) {
    return value(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A time as certificates write it: in two forms, the older one until 2049. */
  static byte[] time(Instant time) {
    String text = TIME.format(time);
    boolean isShort = text.compareTo("2050") < 0;
    return value(
        isShort ? 0x17 : 0x18,
        (isShort ? text.substring(2) : text).getBytes(StandardCharsets.US_ASCII));
  }

  /** An object identifier, such as {@code 2.5.29.17}. */
  static byte[] oid(String dotted) {
    String[] arcs = dotted.split("\\.");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arc >>> shift != 0) {
          out.write(arc >>> shift & 0x7f | 0x80);
        }
      }
      out.write(arc & 0x7f);
    }
    return value(0x06, out.toByteArray());
  }
}
