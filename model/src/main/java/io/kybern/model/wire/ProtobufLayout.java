package io.kybern.model.wire;

import io.kybern.model.Bytes;
import io.kybern.model.Field;
import io.kybern.model.MessageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The protobuf numbers of a type: of its fields, and of the messages that JSON flattens into it.
 * Immutable.
 */
final class ProtobufLayout {
  /** Fields of {@code ObjectMeta} that no two objects have the same of. */
  private static final Set<String> UNIQUE = Set.of("name", "uid", "resourceVersion");

  /** One number: a field, or a message whose fields lie in the same slots. */
  static final class Entry {
    private final int number;
    private final @Nullable Field field;
    private final @Nullable ProtobufLayout group;
    private final boolean writtenIfAbsent;
    private final boolean unique;

    /** Made on first use; a race makes it twice. */
    private byte @Nullable [] zero;

    private Entry(int number, @Nullable Field field, @Nullable ProtobufLayout group) {
      this.number = number;
      this.field = field;
      this.group = group;
      writtenIfAbsent = field != null && ZeroValues.standForAbsent(field);
      unique =
          field != null
              && field.owner().simpleName().equals("ObjectMeta")
              && UNIQUE.contains(field.name());
    }

    int number() {
      return number;
    }

    @Nullable Field field() {
      return field;
    }

    @Nullable ProtobufLayout group() {
      return group;
    }

    /** Whether it is a string that every object has another one of. */
    boolean unique() {
      return unique;
    }

    /** What is written if the field is absent, with its number; {@code null} for nothing. */
    byte @Nullable [] zero() {
      byte[] known = zero;
      if (known == null && writtenIfAbsent && field != null) {
        known = ProtobufWriter.zero(number, field);
        zero = known;
      }
      return known;
    }
  }

  private static final int DIRECT = 64;

  /** By number, ascending. */
  private final Entry[] entries;

  private final @Nullable Entry[] direct;

  /**
   * The encoding of a message in which nothing is set; made on first use, a race makes it twice.
   */
  private @Nullable Bytes emptyEncoding;

  private final SizeGuess size = new SizeGuess();

  private ProtobufLayout(List<Entry> list) {
    // No comparator of a method: its class would be made anew in each process, even from an
    // archive.
    list.sort((a, b) -> Integer.compare(a.number, b.number));
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

  /** Of objects of the type in their envelope. */
  SizeGuess size() {
    return size;
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
