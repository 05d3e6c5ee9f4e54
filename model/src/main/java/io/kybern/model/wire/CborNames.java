package io.kybern.model.wire;

import io.kybern.model.Field;
import io.kybern.model.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The names of a type's fields as CBOR, ready to be written, and the order in which Go writes them:
 * by the bytes of the encoded name, the shorter first. Immutable.
 */
final class CborNames {
  private final byte[][] names;
  private final int[] order;

  private CborNames(MessageType<?> type) {
    names = new byte[type.fieldCount()][];
    List<Integer> all = new ArrayList<>();
    for (Field field : type.fields()) {
      names[field.index()] = encoded(field.name());
      if (field.inJson()) {
        all.add(field.index());
      }
    }
    byte[] kind = encoded("kind");
    byte[] apiVersion = encoded("apiVersion");
    all.add(Output.KIND);
    all.add(Output.API_VERSION);
    all.sort(
        (a, b) ->
            Arrays.compareUnsigned(
                a == Output.KIND ? kind : a == Output.API_VERSION ? apiVersion : names[a],
                b == Output.KIND ? kind : b == Output.API_VERSION ? apiVersion : names[b]));
    order = all.stream().mapToInt(Integer::intValue).toArray();
  }

  static CborNames of(MessageType<?> type) {
    return JsonNames.of(type).cbor(type);
  }

  /** For {@link JsonNames}, which keeps it. */
  static CborNames make(MessageType<?> type) {
    return new CborNames(type);
  }

  private static byte[] encoded(String name) {
    ByteSink sink = new ByteSink(name.length() + 2);
    CborHeads.write(sink, CborHeads.BYTES, name.length());
    sink.write(name.getBytes(StandardCharsets.US_ASCII));
    return sink.toByteArray();
  }

  byte[] name(int index) {
    return names[index];
  }

  /** Indexes of fields, {@link Output#KIND} and {@link Output#API_VERSION}. */
  int[] order() {
    return order;
  }
}
