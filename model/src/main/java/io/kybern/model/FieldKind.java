package io.kybern.model;

/**
 * What one value of a field is, on the wire and in Java. Lists and maps have the kind of their
 * elements.
 */
public enum FieldKind {
  /** {@link Boolean}; protobuf varint. */
  BOOL('b', 0),
  /** {@link Integer}; protobuf varint, sign-extended to ten bytes when negative. */
  INT32('i', 0),
  /** {@link Long}; protobuf varint. */
  INT64('l', 0),
  /** {@link Double}; protobuf fixed64. */
  DOUBLE('d', 1),
  /** {@link String}. */
  STRING('s', 2),
  /** {@link Bytes}; JSON base64. */
  BYTES('y', 2),
  /** A {@link Message} of the field's {@link Field#messageType()}. */
  MESSAGE('m', 2),
  /** {@link Quantity}; JSON string (a number is accepted), protobuf message with the string. */
  QUANTITY('q', 2),
  /** {@link IntOrString}; JSON number or string, protobuf message. */
  INT_OR_STRING('o', 2),
  /** {@link java.time.Instant} in whole seconds; JSON RFC 3339. */
  TIME('t', 2),
  /** {@link java.time.Instant} in microseconds; JSON RFC 3339 with six digits. */
  MICRO_TIME('u', 2),
  /** {@link java.time.Duration}; JSON in Go's syntax such as {@code 1m30s}. */
  DURATION('g', 2),
  /** {@link RawJson}; any JSON value, held as its bytes. */
  RAW('r', 2),
  /** A list of strings that protobuf wraps into a message of its own. */
  STRING_ITEMS('S', 2);

  private static final FieldKind[] BY_CODE = new FieldKind[128];

  static {
    for (FieldKind kind : values()) {
      BY_CODE[kind.code] = kind;
    }
  }

  private final char code;
  private final int wireType;

  FieldKind(char code, int wireType) {
    this.code = code;
    this.wireType = wireType;
  }

  static FieldKind ofCode(char code) {
    return BY_CODE[code];
  }

  /** Protobuf wire type: 0 varint, 1 eight bytes, 2 length and bytes. */
  public int wireType() {
    return wireType;
  }
}
