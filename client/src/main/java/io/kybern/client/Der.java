package io.kybern.client;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As much of DER as it takes to turn the older forms of private keys into PKCS #8, the one that
 * Java reads.
 */
final class Der {
  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int SEQUENCE = 0x30;
  private static final int CURVE = 0xA0;

  private static final byte[] RSA = HexFormat.of().parseHex("2A864886F70D010101");
  private static final byte[] EC = HexFormat.of().parseHex("2A8648CE3D0201");
  private static final byte[] NULL = {0x05, 0x00};
  private static final byte[] ZERO = {INTEGER, 1, 0};

  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "2A864886F70D010101", "RSA",
          "2A864886F70D01010A", "RSASSA-PSS",
          "2A8648CE3D0201", "EC",
          "2B6570", "Ed25519",
          "2B6571", "Ed448");

  private Der() {}

  /** PKCS #8 around an RSA key in PKCS #1. */
  static byte[] pkcs8OfRsa(byte[] pkcs1) {
    return tag(
        SEQUENCE, ZERO, tag(SEQUENCE, tag(OBJECT_IDENTIFIER, RSA), NULL), tag(OCTET_STRING, pkcs1));
  }

  /** PKCS #8 around an EC key in SEC 1; {@code null} if it does not name its curve. */
  static byte @Nullable [] pkcs8OfEc(byte[] sec1) {
    byte[] curve = curve(sec1);
    return curve == null
        ? null
        : tag(
            SEQUENCE,
            ZERO,
            tag(SEQUENCE, tag(OBJECT_IDENTIFIER, EC), curve),
            tag(OCTET_STRING, sec1));
  }

  /** Java's name of the algorithm of a key in PKCS #8; {@code null} if it is not known. */
  static @Nullable String algorithmOfPkcs8(byte[] pkcs8) {
    Cursor outer = Cursor.of(pkcs8).enter(SEQUENCE);
    Cursor algorithm = outer.skip(INTEGER).enter(SEQUENCE);
    byte[] identifier = algorithm.content(OBJECT_IDENTIFIER);
    return identifier == null
        ? null
        : ALGORITHMS.get(HexFormat.of().withUpperCase().formatHex(identifier));
  }

  /** The identifier of the curve, with its tag. */
  private static byte @Nullable [] curve(byte[] sec1) {
    byte[] identifier =
        Cursor.of(sec1)
            .enter(SEQUENCE)
            .skip(INTEGER)
            .skip(OCTET_STRING)
            .enter(CURVE)
            .content(OBJECT_IDENTIFIER);
    return identifier == null ? null : tag(OBJECT_IDENTIFIER, identifier);
  }

  private static byte[] tag(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(p -> p.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length >= 0x80) {
      int bytes = 4 - Integer.numberOfLeadingZeros(length) / 8;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(length >> (8 * i));
      }
    } else {
      out.write(length);
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** A place in DER. What does not fit leads to a place from which nothing can be read. */
  private record Cursor(byte[] bytes, int at, int end) {
    private static final Cursor NOWHERE = new Cursor(new byte[0], 0, 0);

    static Cursor of(byte[] bytes) {
      return new Cursor(bytes, 0, bytes.length);
    }

    /** Into the element here, if it has that tag. */
    Cursor enter(int tag) {
      if (at + 2 > end || (bytes[at] & 0xFF) != tag) {
        return NOWHERE;
      }
      int length = bytes[at + 1] & 0xFF;
      int start = at + 2;
      if (length >= 0x80) {
        int count = length & 0x7F;
        if (count == 0 || count > 3 || start + count > end) {
          return NOWHERE;
        }
        length = 0;
        for (int i = 0; i < count; i++) {
          length = length << 8 | (bytes[start++] & 0xFF);
        }
      }
      return length > end - start ? NOWHERE : new Cursor(bytes, start, start + length);
    }

    /** Behind the element here, if it has that tag. */
    @SuppressWarnings("ReferenceEquality") // there is one such place
    Cursor skip(int tag) {
      Cursor inside = enter(tag);
      return inside == NOWHERE ? NOWHERE : new Cursor(bytes, inside.end, end);
    }

    @SuppressWarnings("ReferenceEquality")
    byte @Nullable [] content(int tag) {
      Cursor inside = enter(tag);
      return inside == NOWHERE ? null : Arrays.copyOfRange(inside.bytes, inside.at, inside.end);
    }
  }
}
