package io.kybern.benchmarks.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The few bytes of protobuf and JSON around objects. */
final class Wire {
  static final String JSON = "application/json";
  static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  private static final byte[] MAGIC = {'k', '8', 's', 0};

  private Wire() {}

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static int varintLength(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  static void varint(OutputStream out, long value) throws IOException {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** A field of bytes. */
  static void field(OutputStream out, int number, byte[] value) throws IOException {
    out.write(number << 3 | 2);
    varint(out, value.length);
    out.write(value);
  }

  /** The envelope up to the object's bytes. */
  static void envelope(OutputStream out, String version, String kind, long length)
      throws IOException {
    ByteArrayOutputStream type = new ByteArrayOutputStream();
    field(type, 1, ascii(version));
    field(type, 2, ascii(kind));
    out.write(MAGIC);
    field(out, 1, type.toByteArray());
    out.write(2 << 3 | 2);
    varint(out, length);
  }

  /** What follows the object's bytes in the envelope: two empty strings. */
  static void envelopeEnd(OutputStream out) throws IOException {
    out.write(new byte[] {3 << 3 | 2, 0, 4 << 3 | 2, 0});
  }

  /** An object on its own, from its bytes in a list. */
  static byte[] single(boolean protobuf, String version, String kind, byte[] item) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream(item.length + 100);
      if (protobuf) {
        envelope(out, version, kind, item.length);
        out.write(item);
        envelopeEnd(out);
      } else {
        out.write(ascii("{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + version + "\","));
        out.write(item, 1, item.length - 1);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e); // memory does not fail so
    }
  }
}
