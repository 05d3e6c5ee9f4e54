package io.kybern.model.wire;

import io.kybern.model.Field;
import io.kybern.model.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON names of a type's fields, found by their bytes. Immutable. */
final class JsonNames {
  private final Field[] fields;
  private final byte[][] names;

  /** Open addressing; one more than the field's index, 0 for an empty place. */
  private final short[] table;

  private JsonNames(MessageType<?> type) {
    List<Field> all = type.fields();
    fields = all.toArray(new Field[0]);
    names = new byte[fields.length][];
    int size = Integer.highestOneBit(Math.max(2, fields.length * 3));
    table = new short[size];
    for (int i = 0; i < fields.length; i++) {
      byte[] name = fields[i].name().getBytes(StandardCharsets.US_ASCII);
      names[i] = name;
      if (fields[i].inJson()) {
        int at = hash(name, 0, name.length) & size - 1;
        while (table[at] != 0) {
          at = at + 1 & size - 1;
        }
        table[at] = (short) (i + 1);
      }
    }
  }

  /** Made when CBOR is first written; a race makes the same twice. */
  private @Nullable CborNames cbor;

  static JsonNames of(MessageType<?> type) {
    Object known = type.jsonNames();
    if (known == null) {
      known = new JsonNames(type);
      type.jsonNames(known);
    }
    return (JsonNames) known;
  }

  /** The same names in CBOR; {@code type} is the one that these are the names of. */
  CborNames cbor(MessageType<?> type) {
    CborNames known = cbor;
    if (known == null) {
      known = CborNames.make(type);
      cbor = known;
    }
    return known;
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash ^ hash >>> 7;
  }

  private static int hash(String text) {
    int hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = hash * 31 + text.charAt(i);
    }
    return hash ^ hash >>> 7;
  }

  /** The field whose name is {@code [from, to)} of {@code source}; {@code guess} is tried first. */
  @Nullable Field find(byte[] source, int from, int to, int guess) {
    if (guess < fields.length && same(names[guess], source, from, to) && fields[guess].inJson()) {
      return fields[guess];
    }
    int at = hash(source, from, to) & table.length - 1;
    while (table[at] != 0) {
      int index = table[at] - 1;
      if (same(names[index], source, from, to)) {
        return fields[index];
      }
      at = at + 1 & table.length - 1;
    }
    return null;
  }

  @Nullable Field find(String name) {
    int at = hash(name) & table.length - 1;
    while (table[at] != 0) {
      Field field = fields[table[at] - 1];
      if (field.name().equals(name)) {
        return field;
      }
      at = at + 1 & table.length - 1;
    }
    return null;
  }

  private static boolean same(byte[] name, byte[] source, int from, int to) {
    if (name.length != to - from) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (name[i] != source[from + i]) {
        return false;
      }
    }
    return true;
  }
}
