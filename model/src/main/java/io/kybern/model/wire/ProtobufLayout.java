package io.kybern.model.wire;

import io.kybern.model.Bytes;
import io.kybern.model.Field;
import io.kybern.model.MessageType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The protobuf numbers of a type: of its fields, and of the messages that JSON flattens into it.
 * Immutable.
 */
final class ProtobufLayout {
  /** One number: a field, or a message whose fields lie in the same slots. */
  record Entry(int number, @Nullable Field field, @Nullable ProtobufLayout group) {}

  private static final int DIRECT = 64;

  /** By number, ascending. */
  private final Entry[] entries;

  private final @Nullable Entry[] direct;

  /**
   * The encoding of a message in which nothing is set; made on first use, a race makes it twice.
   */
  private @Nullable Bytes emptyEncoding;

  private ProtobufLayout(List<Entry> list) {
    list.sort(Comparator.comparingInt(Entry::number));
    entries = list.toArray(new Entry[0]);
    direct = new Entry[DIRECT];
    for (Entry entry : entries) {
      if (entry.number() < DIRECT) {
        direct[entry.number()] = entry;
      }
    }
  }

  static ProtobufLayout of(MessageType<?> type) {
    Object known = type.protobufLayout();
    if (known == null) {
      known = of(type.fields(), 0);
      type.protobufLayout(known);
    }
    return (ProtobufLayout) known;
  }

  private static ProtobufLayout of(List<Field> fields, int depth) {
    List<Entry> entries = new ArrayList<>();
    List<Field> group = new ArrayList<>();
    int groupNumber = 0;
    for (Field field : fields) {
      int[] numbers = field.protobufNumbers();
      int number = numbers.length <= depth ? 0 : numbers[depth];
      if (!group.isEmpty() && number != groupNumber) {
        entries.add(new Entry(groupNumber, null, of(group, depth + 1)));
        group = new ArrayList<>();
      }
      if (numbers.length == depth + 1) {
        entries.add(new Entry(number, field, null));
      } else if (numbers.length > depth) {
        groupNumber = number;
        group.add(field);
      }
    }
    if (!group.isEmpty()) {
      entries.add(new Entry(groupNumber, null, of(group, depth + 1)));
    }
    return new ProtobufLayout(entries);
  }

  Entry[] entries() {
    return entries;
  }

  @Nullable Entry find(int number) {
    if (number < DIRECT) {
      return direct[number];
    }
    for (Entry entry : entries) {
      if (entry.number() == number) {
        return entry;
      }
    }
    return null;
  }

  static Bytes emptyEncoding(MessageType<?> type) {
    ProtobufLayout layout = of(type);
    Bytes known = layout.emptyEncoding;
    if (known == null) {
      ProtobufOutput out = new ProtobufOutput(64);
      new ProtobufWriter(out).message(type.empty());
      known = Bytes.of(out.toByteArray());
      layout.emptyEncoding = known;
    }
    return known;
  }
}
