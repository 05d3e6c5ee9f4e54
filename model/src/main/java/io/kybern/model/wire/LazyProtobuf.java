package io.kybern.model.wire;

import io.kybern.model.CompactMap;
import io.kybern.model.Field;
import io.kybern.model.LazyPart;
import io.kybern.model.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A part of an object as protobuf: all entries of one field, with their tags. */
final class LazyProtobuf extends LazyPart {
  private final Field field;
  private final ReadContext context;

  LazyProtobuf(byte[] entries, Field field, ReadContext context) {
    super(entries);
    this.field = field;
    this.context = context;
  }

  /** How many bytes the part has, as long as nobody reads it. */
  int size() {
    return Objects.requireNonNull(encoded()).length;
  }

  /** The same part with more entries after it. */
  LazyProtobuf with(byte[] more) {
    byte[] before = Objects.requireNonNull(encoded());
    byte[] all = Arrays.copyOf(before, before.length + more.length);
    System.arraycopy(more, 0, all, before.length, more.length);
    return new LazyProtobuf(all, field, context);
  }

  @Override
  protected Object decode(byte[] entries) {
    ReadPath path = new ReadPath();
    path.root(field.owner().simpleName());
    ReadContext eager = context.eager();
    ProtobufReader reader = new ProtobufReader(eager, entries, 0, path, new Scratch());
    Message holder = reader.message(field.owner(), entries.length);
    Object value = field.owner().get(holder, field.index());
    if (value != null) {
      return value;
    }
    return switch (field.shape()) {
      case SINGLE -> ZeroValues.of(field);
      case LIST -> List.of();
      case MAP -> CompactMap.copyOf(Map.of());
    };
  }

  @Override
  public boolean isProtobuf() {
    return true;
  }
}
