package io.kybern.model.wire;

import io.kybern.model.Bytes;
import io.kybern.model.CompactMap;
import io.kybern.model.Field;
import io.kybern.model.FieldKind;
import io.kybern.model.IntOrString;
import io.kybern.model.LazyPart;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.Quantity;
import io.kybern.model.RawJson;
import io.kybern.model.UnknownFields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes messages as Kubernetes protobuf, byte for byte as Go's generated code does: fields by
 * ascending number, maps by key, and what is no pointer in Go written even if it is zero.
 */
final class ProtobufWriter {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;

  private final ProtobufOutput out;

  ProtobufWriter(ProtobufOutput out) {
    this.out = out;
  }

  /** The fields of a message, without header. */
  void message(Message message) {
    MessageType<?> type = message.messageType();
    UnknownFields unknown = type.unknownFields(message);
    if (unknown != null && unknown.protobuf() != null) {
      out.raw(unknown.protobuf());
    }
    fields(message, type, type.present(message), ProtobufLayout.of(type));
  }

  /**
   * @param present the fields that are there, as bits by their index
   */
  private void fields(Message message, MessageType<?> type, long present, ProtobufLayout layout) {
    ProtobufLayout.Entry[] entries = layout.entries();
    for (int i = entries.length - 1; i >= 0; i--) {
      ProtobufLayout.Entry entry = entries[i];
      Field field = entry.field();
      if (field == null) {
        int before = out.size();
        fields(message, type, present, Objects.requireNonNull(entry.group()));
        out.header(entry.number(), before);
      } else if ((present >>> field.index() & 1) != 0) {
        field(entry.number(), field, Objects.requireNonNull(type.slot(message, field.index())));
      } else {
        byte[] zero = entry.zero();
        if (zero != null) {
          out.raw(zero);
        }
      }
    }
  }

  private void field(int number, Field field, Object slot) {
    if (slot instanceof String text) {
      out.string(number, text); // of most kinds there is one value where of this there are five
      return;
    }
    Object value = slot;
    if (slot instanceof LazyPart part) {
      byte[] encoded = part.isProtobuf() ? part.encoded() : null;
      if (encoded != null) {
        out.raw(encoded);
        return;
      }
      value = part.get();
    }
    switch (field.shape()) {
      case LIST -> {
        List<?> list = (List<?>) value;
        for (int i = list.size() - 1; i >= 0; i--) {
          single(number, field, list.get(i));
        }
      }
      case MAP -> map(number, field, (Map<?, ?>) value);
      case SINGLE -> single(number, field, value);
    }
  }

  private void map(int number, Field field, Map<?, ?> source) {
    if (!(source instanceof CompactMap<?>) && source.isEmpty()) {
      return;
    }
    CompactMap<?> map = (CompactMap<?>) source;
    for (int i = map.size() - 1; i >= 0; i--) {
      int before = out.size();
      single(2, field, map.valueAt(i));
      out.string(1, map.keyAt(i));
      out.header(number, before);
    }
  }

  /** What Go writes for a value that is no pointer and was not set. */
  static byte[] zero(int number, Field field) {
    ProtobufOutput out = new ProtobufOutput(8);
    if (field.kind() == FieldKind.MESSAGE) {
      out.bytes(ProtobufLayout.emptyEncoding(field.messageType()));
      out.header(number, 0);
    } else {
      new ProtobufWriter(out).single(number, field, ZeroValues.of(field));
    }
    return out.toByteArray();
  }

  private void single(int number, Field field, Object value) {
    switch (field.kind()) {
      case BOOL -> {
        out.varint((Boolean) value ? 1 : 0);
        out.tag(number, VARINT);
      }
      case INT32, INT64 -> {
        out.varint(((Number) value).longValue());
        out.tag(number, VARINT);
      }
      case DOUBLE -> {
        out.fixed64(Double.doubleToRawLongBits((Double) value));
        out.tag(number, FIXED64);
      }
      case STRING -> out.string(number, (String) value);
      default -> {
        int before = out.size();
        content(field, value);
        out.header(number, before);
      }
    }
  }

  /** The content of a value that has a length before it. */
  private void content(Field field, Object value) {
    switch (field.kind()) {
      case BYTES -> out.bytes((Bytes) value);
      case MESSAGE -> message((Message) value);
      case QUANTITY -> out.string(1, ((Quantity) value).toString());
      case INT_OR_STRING -> {
        IntOrString either = (IntOrString) value;
        out.string(3, either.isString() ? either.stringValue() : "");
        out.varint(either.isString() ? 0 : either.intValue());
        out.tag(2, VARINT);
        out.varint(either.isString() ? 1 : 0);
        out.tag(1, VARINT);
      }
      case TIME -> time((Instant) value, 0);
      case MICRO_TIME -> time((Instant) value, ((Instant) value).getNano() / 1000 * 1000);
      case DURATION -> {
        out.varint(nanos((Duration) value));
        out.tag(1, VARINT);
      }
      case RAW -> {
        RawJson raw = (RawJson) value;
        if (raw.size() > 0) {
          out.raw(raw.bytes());
          out.varint(raw.size());
          out.tag(1, 2);
        }
      }
      case STRING_ITEMS -> {
        List<?> items = (List<?>) value;
        for (int i = items.size() - 1; i >= 0; i--) {
          out.string(1, (String) items.get(i));
        }
      }
      default -> throw new IllegalStateException(field.toString());
    }
  }

  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException tooLong) {
      throw new IllegalArgumentException("no 64-bit nanoseconds: " + duration, tooLong);
    }
  }

  private void time(Instant value, int nanos) {
    if (!value.equals(Field.ZERO_TIME)) {
      out.varint(nanos);
      out.tag(2, VARINT);
      out.varint(value.getEpochSecond());
      out.tag(1, VARINT);
    }
  }
}
