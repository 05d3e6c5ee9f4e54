package io.kybern.model.wire;

/** The first bytes of CBOR data items (RFC 8949, section 3). */
final class CborHeads {
  static final int POSITIVE = 0;
  static final int NEGATIVE = 1;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int MAP = 5;
  static final int TAG = 6;
  static final int OTHER = 7;

  static final int FALSE = 0xF4;
  static final int TRUE = 0xF5;
  static final int NULL = 0xF6;
  static final int UNDEFINED = 0xF7;
  static final int BREAK = 0xFF;

  /** "The rest is CBOR": how Kubernetes starts each object. */
  static final int TAG_SELF_DESCRIBED = 55799;

  static final int TAG_TIME_TEXT = 0;
  static final int TAG_EPOCH_TIME = 1;
  static final int TAG_BASE64_URL = 21;

  /** "Bytes that are base64 in a text format": Go's {@code []byte}. */
  static final int TAG_BASE64 = 22;

  static final int TAG_BASE16 = 23;

  private static final byte[] SELF_DESCRIBED = {(byte) 0xD9, (byte) 0xD9, (byte) 0xF7};

  private CborHeads() {}

  /** Whether the bytes start as Kubernetes starts objects in CBOR. */
  static boolean startsSelfDescribed(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == SELF_DESCRIBED[0]
        && bytes[1] == SELF_DESCRIBED[1]
        && bytes[2] == SELF_DESCRIBED[2];
  }

  /** Writes the tag that Kubernetes starts objects with. */
  static void writeSelfDescribed(ByteSink sink) {
    sink.write(SELF_DESCRIBED);
  }

  /** How many bytes the head has that starts with {@code head}, or -1 if there is none. */
  static int size(int head) {
    int info = head & 31;
    if (info < 24) {
      return 1;
    }
    if (info < 28) {
      return 1 + (1 << info - 24);
    }
    int major = head >> 5;
    return info == 31 && major >= BYTES && major <= MAP ? 1 : -1;
  }

  /** The number that the head at {@code at} holds, all of whose bytes are there; unsigned. */
  static long argument(byte[] source, int at, int head) {
    int info = head & 31;
    if (info < 24 || info > 27) {
      return info;
    }
    long value = 0;
    int to = at + 1 + (1 << info - 24);
    for (int i = at + 1; i < to; i++) {
      value = value << 8 | source[i] & 0xFF;
    }
    return value;
  }

  static void checkCount(long count, boolean open, int max, ReadPath path, int at) {
    if (!open && (count < 0 || count > max)) {
      throw path.error("a list or map says it has " + Long.toUnsignedString(count) + " parts", at);
    }
  }

  static void checkTag(long tag, ReadPath path, int at) {
    if (tag == 2 || tag == 3) {
      throw path.error("big integers are not part of Kubernetes' CBOR", at);
    }
  }

  /** Checks what is neither number, string, list, map nor tag, and floating-point numbers. */
  static void checkOther(int head, long argument, ReadPath path, int at) {
    if (head == 0xF8 && argument >= 0 && argument < 32) {
      throw path.error("a simple value in a form that CBOR does not have", at);
    }
    if (head >= 0xF9 && head <= 0xFB) {
      double value = floating(head, argument);
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        throw path.error("a number is not finite", at);
      }
    }
  }

  /** The number with 16, 32 or 64 bits that starts with {@code head}. */
  static double floating(int head, long bits) {
    return switch (head) {
      case 0xF9 -> half((int) bits);
      case 0xFA -> Float.intBitsToFloat((int) bits);
      default -> Double.longBitsToDouble(bits);
    };
  }

  private static float half(int bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    float size =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        };
    return (bits & 0x8000) == 0 ? size : -size;
  }

  /** Writes a head in the fewest bytes. */
  static void write(ByteSink sink, int major, long argument) {
    int type = major << 5;
    if (argument < 0) {
      write(sink, type | 27, argument, 8);
    } else if (argument < 24) {
      sink.write(type | (int) argument);
    } else if (argument < 1 << 8) {
      write(sink, type | 24, argument, 1);
    } else if (argument < 1 << 16) {
      write(sink, type | 25, argument, 2);
    } else if (argument < 1L << 32) {
      write(sink, type | 26, argument, 4);
    } else {
      write(sink, type | 27, argument, 8);
    }
  }

  private static void write(ByteSink sink, int head, long argument, int bytes) {
    sink.ensure(1 + bytes);
    sink.bytes[sink.size++] = (byte) head;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      sink.bytes[sink.size++] = (byte) (argument >>> shift);
    }
  }

  /** Writes a finite number in the fewest bytes that keep its value. */
  static void writeFloating(ByteSink sink, double value) {
    float single = (float) value;
    if (single != value) {
      write(sink, 0xFB, Double.doubleToRawLongBits(value), 8);
      return;
    }
    int half = toHalf(single);
    if (half >= 0) {
      write(sink, 0xF9, half, 2);
    } else {
      write(sink, 0xFA, Float.floatToRawIntBits(single) & 0xFFFFFFFFL, 4);
    }
  }

  /** The 16 bits of the same value, or -1 if there are none. */
  private static int toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float size = Math.abs(value);
    if (size < 0x1p-14f) {
      float fraction = size * 0x1p24f;
      return fraction == (int) fraction ? sign | (int) fraction : -1;
    }
    boolean fits = size < 0x1p16f && (bits & 0x1FFF) == 0;
    return fits ? sign | (bits & 0x7FFFFFFF) - (112 << 23) >> 13 : -1;
  }
}
