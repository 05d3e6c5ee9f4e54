package io.kybern.model;

import io.kybern.model.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Protobuf to which an unknown field was added in each message, those that JSON flattens included.
 * Written without any help of the code under test but the description of the types.
 *
 * @param bytes the envelope with the object
 * @param marks how many fields were added
 */
record MarkedProtobuf(byte[] bytes, int marks) {
  /** Field 5000, of length and bytes. */
  private static final byte[] MARK = {(byte) 0xC2, (byte) 0xB8, 2, 4, 'm', 'a', 'r', 'k'};

  static MarkedProtobuf of(MessageType<?> type, byte[] envelope) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(envelope, 0, 4);
    Cursor in = new Cursor(envelope, 4, envelope.length);
    int[] marks = {0};
    while (in.more()) {
      int start = in.at;
      long tag = in.varint();
      if (tag == (2 << 3 | 2)) {
        Cursor raw = in.part();
        put(out, tag, mark(type.fields(), 0, raw, marks));
      } else {
        in.skip(tag);
        out.write(envelope, start, in.at - start);
      }
    }
    return new MarkedProtobuf(out.toByteArray(), marks[0]);
  }

  /** How often the added field stands in {@code bytes}. */
  static int count(byte[] bytes) {
    int count = 0;
    for (int i = 0; i + MARK.length <= bytes.length; i++) {
      count += Bytes.of(MARK).isAt(bytes, i) ? 1 : 0;
    }
    return count;
  }

  private static byte[] mark(List<Field> fields, int depth, Cursor in, int[] marks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (in.more()) {
      int start = in.at;
      long tag = in.varint();
      List<Field> group = new ArrayList<>();
      Field field = null;
      for (Field candidate : fields) {
        int[] numbers = candidate.protobufNumbers();
        if (numbers.length > depth && numbers[depth] == tag >>> 3) {
          if (numbers.length == depth + 1) {
            field = candidate;
          } else {
            group.add(candidate);
          }
        }
      }
      if (!group.isEmpty()) {
        put(out, tag, mark(group, depth + 1, in.part(), marks));
      } else if (field != null && field.kind() == FieldKind.MESSAGE) {
        Cursor part = in.part();
        put(
            out,
            tag,
            field.shape() == Field.Shape.MAP
                ? entry(field, part, marks)
                : message(field, part, marks));
      } else {
        in.skip(tag);
        out.write(in.bytes, start, in.at - start);
      }
    }
    out.writeBytes(MARK);
    marks[0]++;
    return out.toByteArray();
  }

  private static byte[] message(Field field, Cursor part, int[] marks) {
    return mark(field.messageType().fields(), 0, part, marks);
  }

  private static byte[] entry(Field field, Cursor in, int[] marks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (in.more()) {
      int start = in.at;
      long tag = in.varint();
      if (tag == (2 << 3 | 2)) {
        put(out, tag, message(field, in.part(), marks));
      } else {
        in.skip(tag);
        out.write(in.bytes, start, in.at - start);
      }
    }
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, long tag, byte[] content) {
    varint(out, tag);
    varint(out, content.length);
    out.writeBytes(content);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest > 127) {
      out.write((int) (rest & 127 | 128));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** A position in protobuf that is known to be well-formed. */
  private static final class Cursor {
    private final byte[] bytes;
    private final int end;
    private int at;

    Cursor(byte[] bytes, int from, int end) {
      this.bytes = bytes;
      this.at = from;
      this.end = end;
    }

    boolean more() {
      return at < end;
    }

    long varint() {
      long value = 0;
      int shift = 0;
      byte b;
      do {
        b = bytes[at++];
        value |= (long) (b & 127) << shift;
        shift += 7;
      } while (b < 0);
      return value;
    }

    Cursor part() {
      int length = (int) varint();
      at += length;
      return new Cursor(bytes, at - length, at);
    }

    void skip(long tag) {
      switch ((int) tag & 7) {
        case 0 -> varint();
        case 1 -> at += 8;
        case 2 -> part();
        default -> throw new AssertionError(WireFormat.PROTOBUF + " wire type " + (tag & 7));
      }
    }
  }
}
