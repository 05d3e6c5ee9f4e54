package io.kybern.model.wire;

import io.kybern.error.DecodeException;
import io.kybern.model.Bytes;
import io.kybern.model.CompactList;
import io.kybern.model.CompactMap;
import io.kybern.model.Field;
import io.kybern.model.FieldKind;
import io.kybern.model.IntOrString;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.Quantity;
import io.kybern.model.RawJson;
import io.kybern.model.UnknownFields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages in Kubernetes protobuf by the description of their type.
 *
 * <p>Go writes every value that is no pointer, zero or not. A zero of such a field therefore means
 * what an absent one means, and becomes {@code null} here. Lengths are checked against what is left
 * before anything is allocated for them.
 */
final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int START_GROUP = 3;
  private static final int END_GROUP = 4;
  private static final int FIXED32 = 5;

  private static final int MAX_COPIED_AGAIN = 64 << 10;

  private final ReadContext context;
  private final byte[] source;
  private final ReadPath path;
  private final Scratch scratch;
  private int at;
  private long copiedAgain;

  /** The most messages that were in each other since {@link #begin}. */
  private int deepest;

  ProtobufReader(ReadContext context, byte[] source, int from, ReadPath path, Scratch scratch) {
    this.context = context;
    this.source = source;
    this.at = from;
    this.path = path;
    this.scratch = scratch;
  }

  DecodeException error(String reason) {
    return path.error(reason, at);
  }

  /** The message in the bytes from here to {@code end}. */
  <T extends Message> T message(MessageType<T> type, int end) {
    return message(type, end, null, null);
  }

  <T extends Message> T message(
      MessageType<T> type, int end, @Nullable Message onto, @Nullable UnknownFields typeMeta) {
    path.requireRoom(scratch.depth(), at);
    int count = type.fieldCount();
    @Nullable Object[] values = scratch.take(count);
    deepest = Math.max(deepest, scratch.depth());
    ByteSink unknown = null;
    String apiVersion = typeMeta == null ? null : typeMeta.apiVersion();
    String kind = typeMeta == null ? null : typeMeta.kind();
    if (onto != null) {
      again(count);
      for (int i = 0; i < count; i++) {
        values[i] = type.slot(onto, i);
      }
      UnknownFields before = type.unknownFields(onto);
      if (before != null && before.protobuf() != null) {
        again(before.protobuf().length);
        unknown = new ByteSink(before.protobuf().length + 16);
        unknown.write(before.protobuf());
      }
    }
    unknown = fields(ProtobufLayout.of(type), values, end, unknown);
    UnknownFields extra =
        unknown == null && apiVersion == null && kind == null
            ? null
            : new UnknownFields(
                unknown == null ? null : unknown.toByteArray(), null, apiVersion, kind);
    T message = type.create(values, extra);
    scratch.release(values, count);
    return message;
  }

  /** Reads fields into their slots up to {@code end}; answers the bytes of unknown ones. */
  private @Nullable ByteSink fields(
      ProtobufLayout layout, @Nullable Object[] values, int end, @Nullable ByteSink unknownBefore) {
    ByteSink unknown = unknownBefore;
    while (at < end) {
      int start = at;
      int tag = tag(end);
      ProtobufLayout.Entry entry = layout.find(tag >>> 3);
      if (entry == null) {
        skip(tag, end, 0);
        unknown = unknown == null ? new ByteSink(at - start + 16) : unknown;
        unknown.write(source, start, at - start);
        continue;
      }
      ProtobufLayout group = entry.group();
      Field field = entry.field();
      if (group != null) {
        unknown = group(entry.number(), group, tag, values, end, unknown);
      } else if (field != null) {
        path.push(field, at);
        if (entry.unique()) {
          requireWireType(tag, LENGTH);
          String text = string(end, StringCache.NONE);
          values[field.index()] = text.isEmpty() ? null : text;
        } else {
          field(field, tag, start, values, end);
        }
        path.pop();
      }
    }
    return unknown;
  }

  /**
   * A message that JSON flattens: its fields lie in the same slots, its unknown ones are wrapped.
   */
  private @Nullable ByteSink group(
      int number,
      ProtobufLayout group,
      int tag,
      @Nullable Object[] values,
      int end,
      @Nullable ByteSink unknownBefore) {
    requireWireType(tag, LENGTH);
    ByteSink inner = fields(group, values, length(end), null);
    if (inner == null) {
      return unknownBefore;
    }
    ByteSink unknown = unknownBefore == null ? new ByteSink(inner.size + 16) : unknownBefore;
    unknown.varint((long) number << 3 | LENGTH);
    unknown.varint(inner.size);
    unknown.write(inner.bytes, 0, inner.size);
    return unknown;
  }

  private void field(Field field, int tag, int start, @Nullable Object[] values, int end) {
    int index = field.index();
    if (field.lazy()) {
      if (!context.managedFields() && field.name().equals("managedFields")) {
        skip(tag, end, 0);
        return;
      }
      if (context.lazy()) {
        lazy(field, tag, start, values, end);
        return;
      }
    }
    switch (field.shape()) {
      case SINGLE -> values[index] = single(field, tag, end, values[index]);
      case LIST -> values[index] = repeated(field, tag, start, end, values[index]);
      case MAP -> values[index] = repeated(field, tag, start, end, values[index]);
    }
  }

  /** A list or map, shared with other objects if they have the same. */
  private Object repeated(Field field, int tag, int start, int end, @Nullable Object before) {
    int content = at;
    if (before == null && (tag & 7) == LENGTH && shares(PartCache.MIN_BYTES)) {
      skipRepeated(tag, end);
      int to = at;
      if (shares(to - start)) {
        long hash = PartCache.hash(source, start, to);
        PartCache.Part known = find(field, start, to, hash);
        if (known != null) {
          return known.value();
        }
        at = content;
        int outside = begin();
        long copied = copiedAgain;
        Object value = decoded(field, tag, end, null);
        keep(field, start, to, hash, value, outside, copied);
        return value;
      }
      at = content;
    }
    return decoded(field, tag, end, before);
  }

  private boolean shares(int length) {
    return PartCache.takes(length, scratch.depth()) && context.parts() != PartCache.NONE;
  }

  private PartCache.@Nullable Part find(Field field, int start, int to, long hash) {
    PartCache.Part known = context.parts().find(context, field, source, start, to, hash);
    if (known != null) {
      deepest = Math.max(deepest, scratch.depth() + known.levels());
    }
    return known;
  }

  /** Begins to look how deep a part is; what it answers is for {@link #keep}. */
  private int begin() {
    int outside = deepest;
    deepest = scratch.depth();
    return outside;
  }

  private void keep(
      Field field, int start, int to, long hash, Object value, int outside, long copied) {
    int levels = deepest - scratch.depth();
    deepest = Math.max(deepest, outside);
    if (copied == copiedAgain) { // else the next one would not be counted
      context.parts().put(context, field, source, start, to, hash, value, levels);
    }
  }

  private Object decoded(Field field, int tag, int end, @Nullable Object before) {
    return field.shape() == Field.Shape.LIST
        ? list(field, tag, end, (List<?>) before)
        : map(field, tag, end, (Map<?, ?>) before);
  }

  /** Passes over the rest of an entry whose tag was read, and over the ones like it that follow. */
  private void skipRepeated(int tag, int end) {
    skip(tag, end, 0);
    while (at < end) {
      int before = at;
      if (tag(end) != tag) {
        at = before;
        return;
      }
      skip(tag, end, 0);
    }
  }

  private void lazy(Field field, int tag, int start, @Nullable Object[] values, int end) {
    requireWireType(tag, LENGTH);
    int content = at;
    boolean repeated = field.shape() != Field.Shape.SINGLE;
    if (repeated) {
      skipRepeated(tag, end);
    } else {
      skip(tag, end, 0);
    }
    int index = field.index();
    if (values[index] instanceof LazyProtobuf part) {
      again(part.size());
      values[index] = part.with(Arrays.copyOfRange(source, start, at));
      return;
    }
    if (!repeated && !field.pointer() && isEmptyEncoding(field, content)) {
      return;
    }
    values[index] = new LazyProtobuf(Arrays.copyOfRange(source, start, at), field, context);
  }

  /**
   * Counts what is copied because a part of a message that was already there goes on. No encoder of
   * Kubernetes writes parts of one field apart from each other; without a bound a small input could
   * make the copies grow with its square.
   */
  private void again(long copied) {
    copiedAgain += copied;
    if (copiedAgain > MAX_COPIED_AGAIN + 4L * source.length) {
      throw error("the parts of too many fields are apart from each other");
    }
  }

  private boolean isEmptyEncoding(Field field, int content) {
    Bytes empty = ProtobufLayout.emptyEncoding(field.messageType());
    int from = at - empty.size();
    return from > content
        && from - content <= 5
        && empty.isAt(source, from)
        && lengthAt(content) == empty.size();
  }

  private int lengthAt(int position) {
    int before = at;
    at = position;
    long length = varint(source.length);
    at = before;
    return (int) length;
  }

  private List<Object> list(Field field, int tag, int end, @Nullable List<?> before) {
    int mark = scratch.top;
    int index = 0;
    if (before != null) {
      again(before.size());
      before.forEach(scratch::push);
      index = before.size();
    }
    path.push(index, at);
    if ((tag & 7) == LENGTH && field.kind().wireType() == VARINT) {
      int packedEnd = length(end);
      while (at < packedEnd) {
        scratch.push(value(field, VARINT, packedEnd, null));
      }
    } else {
      while (true) {
        scratch.push(value(field, tag & 7, end, null));
        if (at >= end) {
          break;
        }
        int start = at;
        if (tag(end) != tag) {
          at = start;
          break;
        }
        path.replace(++index);
      }
    }
    path.pop();
    List<Object> list = CompactList.copyOfRange(scratch.stack, mark, scratch.top);
    scratch.drop(mark);
    return list;
  }

  private Map<String, Object> map(Field field, int tag, int end, @Nullable Map<?, ?> before) {
    int mark = scratch.top;
    if (before != null) {
      again(2L * before.size());
      before.forEach(
          (key, value) -> {
            scratch.push(key);
            scratch.push(value);
          });
    }
    path.push("", at);
    while (true) {
      requireWireType(tag, LENGTH);
      int entryEnd = length(end);
      String key = "";
      Object value = null;
      while (at < entryEnd) {
        int part = tag(entryEnd);
        if (part >>> 3 == 1) {
          requireWireType(part, LENGTH);
          key = string(entryEnd);
          path.replace(key);
        } else if (part >>> 3 == 2) {
          value = value(field, part & 7, entryEnd, null);
        } else {
          skip(part, entryEnd, 0);
        }
      }
      scratch.push(key);
      scratch.push(value == null ? ZeroValues.of(field) : value);
      if (at >= end) {
        break;
      }
      int start = at;
      if (tag(end) != tag) {
        at = start;
        break;
      }
    }
    path.pop();
    Map<String, Object> map = CompactMap.sortedLastWins(scratch.stack, mark, scratch.top);
    scratch.drop(mark);
    return map;
  }

  private @Nullable Object single(Field field, int tag, int end, @Nullable Object before) {
    Object value = value(field, tag & 7, end, before instanceof Message message ? message : null);
    return field.pointer() ? value : zeroToNull(field, value);
  }

  private static @Nullable Object zeroToNull(Field field, Object value) {
    return switch (field.kind()) {
      case MESSAGE -> value == field.messageType().empty() ? null : value;
      case BYTES, STRING_ITEMS -> value;
      case RAW -> ((RawJson) value).size() == 0 ? null : value;
      default -> field.isDefault(value) ? null : value;
    };
  }

  private Object value(Field field, int wireType, int end, @Nullable Message onto) {
    FieldKind kind = field.kind();
    if (wireType != kind.wireType()) {
      throw error("expected protobuf wire type " + kind.wireType() + ", found " + wireType);
    }
    switch (kind) {
      case BOOL:
        return varint(end) != 0;
      case INT32:
        return int32(end);
      case INT64:
        return varint(end);
      case DOUBLE:
        return Double.longBitsToDouble(fixed64(end));
      case STRING:
        return string(end);
      default:
        break;
    }
    int valueEnd = length(end);
    switch (kind) {
      case BYTES:
        int from = at;
        at = valueEnd;
        return Bytes.of(source, from, valueEnd - from);
      case MESSAGE:
        return message(field.messageType(), valueEnd, onto, null);
      default:
        return builtin(kind, valueEnd);
    }
  }

  private Object builtin(FieldKind kind, int end) {
    long number = 0;
    long second = 0;
    String text = "";
    RawJson raw = ZeroValues.NO_JSON;
    int mark = scratch.top;
    boolean any = at < end;
    while (at < end) {
      int tag = tag(end);
      int wireType = tag & 7;
      switch (tag >>> 3) {
        case 1 -> {
          switch (kind) {
            case QUANTITY -> text = checkedString(wireType, end);
            case STRING_ITEMS -> scratch.push(checkedString(wireType, end));
            case RAW -> {
              requireWireType(tag, LENGTH);
              int rawEnd = length(end);
              raw = RawJson.wrap(Arrays.copyOfRange(source, at, rawEnd));
              at = rawEnd;
            }
            default -> number = checkedVarint(wireType, end);
          }
        }
        case 2 -> {
          if (kind == FieldKind.INT_OR_STRING
              || kind == FieldKind.TIME
              || kind == FieldKind.MICRO_TIME) {
            second = checkedVarint(wireType, end);
          } else {
            skip(tag, end, 0);
          }
        }
        case 3 -> {
          if (kind == FieldKind.INT_OR_STRING) {
            text = checkedString(wireType, end);
          } else {
            skip(tag, end, 0);
          }
        }
        default -> skip(tag, end, 0);
      }
    }
    try {
      return switch (kind) {
        case QUANTITY -> Quantity.parse(text.isEmpty() ? "0" : text);
        case INT_OR_STRING ->
            number == 1 ? IntOrString.of(text) : IntOrString.of(Math.toIntExact(second));
        case TIME -> any ? Instant.ofEpochSecond(number) : Field.ZERO_TIME;
        case MICRO_TIME ->
            any ? Instant.ofEpochSecond(number, second / 1000 * 1000) : Field.ZERO_TIME;
        case DURATION -> Duration.ofNanos(number);
        case RAW -> raw;
        case STRING_ITEMS -> {
          Object list = CompactList.copyOfRange(scratch.stack, mark, scratch.top);
          scratch.drop(mark);
          yield list;
        }
        default -> throw new IllegalStateException(kind.toString());
      };
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException malformed) {
      throw path.error(String.valueOf(malformed.getMessage()), at, malformed);
    }
  }

  private long checkedVarint(int wireType, int end) {
    requireWireType(wireType, VARINT);
    return varint(end);
  }

  private String checkedString(int wireType, int end) {
    requireWireType(wireType, LENGTH);
    return string(end);
  }

  private void requireWireType(int tag, int wireType) {
    if ((tag & 7) != wireType) {
      throw error("expected protobuf wire type " + wireType + ", found " + (tag & 7));
    }
  }

  String string(int end) {
    return string(end, context.strings());
  }

  private String string(int end, StringCache strings) {
    int to = length(end);
    int from = at;
    String text = strings.of(source, from, to);
    if (text == null) {
      throw error("a string is not UTF-8");
    }
    at = to;
    return text;
  }

  /** Reads a length and answers where the part ends. */
  int length(int end) {
    long length = varint(end);
    if (length < 0 || length > end - at) {
      throw error(
          "a part says it has "
              + Long.toUnsignedString(length)
              + " bytes, "
              + (end - at)
              + " are left");
    }
    return at + (int) length;
  }

  int tag(int end) {
    if (at < end && source[at] > 7) {
      return source[at++];
    }
    long tag = varint(end);
    if (tag < 8 || tag > 0xFFFFFFFFL || tag >>> 3 > (1 << 29) - 1) {
      throw error("a protobuf tag is out of range");
    }
    return (int) tag;
  }

  private int int32(int end) {
    long value = varint(end);
    if (value < Integer.MIN_VALUE || value > 0xFFFFFFFFL) {
      throw error("expected a 32-bit number, found " + value);
    }
    return (int) value;
  }

  private long varint(int end) {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at >= end) {
        throw error("the protobuf ends early");
      }
      byte b = source[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        if (shift == 63 && b > 1) {
          break;
        }
        return value;
      }
    }
    throw error("a protobuf number has more than 64 bits");
  }

  private long fixed64(int end) {
    if (end - at < 8) {
      throw error("the protobuf ends early");
    }
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = value << 8 | source[at + i] & 0xFF;
    }
    at += 8;
    return value;
  }

  private void skip(int tag, int end, int depth) {
    switch (tag & 7) {
      case VARINT -> varint(end);
      case FIXED64 -> advance(8, end);
      case LENGTH -> at = length(end);
      case START_GROUP -> {
        if (depth > ReadPath.MAX_DEPTH) {
          throw error("nested deeper than " + ReadPath.MAX_DEPTH + " levels");
        }
        int inner = tag(end);
        while ((inner & 7) != END_GROUP) {
          skip(inner, end, depth + 1);
          inner = tag(end);
        }
        if (inner >>> 3 != tag >>> 3) {
          throw error("a protobuf group ends with another number than it started with");
        }
      }
      case FIXED32 -> advance(4, end);
      default -> throw error("protobuf wire type " + (tag & 7) + " does not exist here");
    }
  }

  private void advance(int count, int end) {
    if (end - at < count) {
      throw error("the protobuf ends early");
    }
    at += count;
  }

  int position() {
    return at;
  }

  void position(int position) {
    at = position;
  }

  void skipField(int tag, int end) {
    skip(tag, end, 0);
  }
}
