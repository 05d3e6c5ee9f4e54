package io.kybern.model.wire;

import io.kybern.model.Bytes;
import io.kybern.model.MessageType;
import io.kybern.model.RawJson;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CBOR as Go's deterministic encoder of the API server writes it: members sorted by the bytes of
 * their encoded names, strings as byte strings, each number in the fewest bytes that keep its value
 * and its sort.
 */
final class CborOutput extends Output {
  private final ByteSink sink;
  private final int embedded;

  /** For each open map: where its head is, and its first place in the next two. */
  private int[] heads = new int[8];

  private int[] firsts = new int[8];
  private boolean[] sorted = new boolean[8];
  private int open;

  /** Where the names of the members of all open maps start and end. */
  private int[] nameFroms = new int[32];

  private int[] nameTos = new int[32];
  private int members;

  CborOutput(ByteSink sink) {
    this(sink, 0);
  }

  /** Output of an object that {@code embedded} others are around. */
  CborOutput(ByteSink sink, int embedded) {
    this.sink = sink;
    this.embedded = embedded;
  }

  @Override
  int @Nullable [] order(MessageType<?> type) {
    return CborNames.of(type).order();
  }

  @Override
  void beginObject() {
    if (open == heads.length) {
      heads = Arrays.copyOf(heads, open * 2);
      firsts = Arrays.copyOf(firsts, open * 2);
      sorted = Arrays.copyOf(sorted, open * 2);
    }
    heads[open] = sink.size;
    firsts[open] = members;
    sorted[open] = true;
    open++;
    // Most heads have one byte; if not, what follows moves.
    sink.write(0);
  }

  @Override
  void endObject() {
    open--;
    int first = firsts[open];
    int count = members - first;
    int head = heads[open];
    if (!sorted[open]) {
      sort(first, count);
    }
    members = first;
    if (count < 24) {
      sink.bytes[head] = (byte) (CborHeads.MAP << 5 | count);
      return;
    }
    ByteSink wide = new ByteSink(9);
    CborHeads.write(wide, CborHeads.MAP, count);
    sink.ensure(wide.size);
    System.arraycopy(sink.bytes, head + 1, sink.bytes, head + wide.size, sink.size - head - 1);
    System.arraycopy(wide.bytes, 0, sink.bytes, head, wide.size);
    sink.size += wide.size - 1;
  }

  private void sort(int first, int count) {
    int from = nameFroms[first];
    byte[] unsorted = Arrays.copyOfRange(sink.bytes, from, sink.size);
    Integer[] order = new Integer[count];
    for (int i = 0; i < count; i++) {
      order[i] = first + i;
    }
    Arrays.sort(order, (a, b) -> compareNames(unsorted, from, a, b));
    int at = from;
    for (Integer member : order) {
      int memberFrom = nameFroms[member];
      int memberTo = member + 1 == first + count ? sink.size : nameFroms[member + 1];
      System.arraycopy(unsorted, memberFrom - from, sink.bytes, at, memberTo - memberFrom);
      at += memberTo - memberFrom;
    }
  }

  private int compareNames(byte[] bytes, int base, int a, int b) {
    return Arrays.compareUnsigned(
        bytes,
        nameFroms[a] - base,
        nameTos[a] - base,
        bytes,
        nameFroms[b] - base,
        nameTos[b] - base);
  }

  @Override
  void member(JsonMembers members, int index) {
    int from = sink.size;
    sink.write(CborNames.of(members.type()).name(index));
    named(from);
  }

  @Override
  void member(String name) {
    int from = sink.size;
    string(name);
    named(from);
  }

  private void named(int from) {
    if (members == nameFroms.length) {
      nameFroms = Arrays.copyOf(nameFroms, members * 2);
      nameTos = Arrays.copyOf(nameTos, members * 2);
    }
    nameFroms[members] = from;
    nameTos[members] = sink.size;
    int level = open - 1;
    sorted[level] &=
        members == firsts[level] || compareNames(sink.bytes, 0, members - 1, members) < 0;
    members++;
  }

  @Override
  void beginArray(int size) {
    CborHeads.write(sink, CborHeads.ARRAY, size);
  }

  @Override
  void element() {}

  @Override
  void endArray() {}

  @Override
  void string(String value) {
    int length = value.length();
    int start = sink.size;
    CborHeads.write(sink, CborHeads.BYTES, length);
    sink.ensure(length);
    if (ByteSink.copyIfAscii(value, sink.bytes, sink.size)) {
      sink.size += length;
      return;
    }
    int bytes = length;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        // Two chars of a pair stand for four bytes.
        bytes += c < 0x800 ? 1 : isPair(value, i) ? 1 : isPair(value, i - 1) ? 1 : 2;
      }
    }
    sink.size = start;
    CborHeads.write(sink, CborHeads.BYTES, bytes);
    sink.ensure(bytes);
    utf8(value);
  }

  private static boolean isPair(String text, int at) {
    return at >= 0
        && at + 1 < text.length()
        && Character.isHighSurrogate(text.charAt(at))
        && Character.isLowSurrogate(text.charAt(at + 1));
  }

  /** Half a surrogate pair becomes U+FFFD. */
  private void utf8(String text) {
    byte[] bytes = sink.bytes;
    int size = sink.size;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[size++] = (byte) c;
      } else if (c < 0x800) {
        bytes[size++] = (byte) (0xC0 | c >> 6);
        bytes[size++] = (byte) (0x80 | c & 0x3F);
      } else if (isPair(text, i)) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        bytes[size++] = (byte) (0xF0 | point >> 18);
        bytes[size++] = (byte) (0x80 | point >> 12 & 0x3F);
        bytes[size++] = (byte) (0x80 | point >> 6 & 0x3F);
        bytes[size++] = (byte) (0x80 | point & 0x3F);
      } else {
        char whole = Character.isSurrogate(c) ? '\uFFFD' : c;
        bytes[size++] = (byte) (0xE0 | whole >> 12);
        bytes[size++] = (byte) (0x80 | whole >> 6 & 0x3F);
        bytes[size++] = (byte) (0x80 | whole & 0x3F);
      }
    }
    sink.size = size;
  }

  @Override
  void bool(boolean value) {
    sink.write(value ? CborHeads.TRUE : CborHeads.FALSE);
  }

  @Override
  void integer(long value) {
    if (value < 0) {
      CborHeads.write(sink, CborHeads.NEGATIVE, -1 - value);
    } else {
      CborHeads.write(sink, CborHeads.POSITIVE, value);
    }
  }

  @Override
  void number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("Kubernetes' CBOR has no number for " + value);
    }
    CborHeads.writeFloating(sink, value);
  }

  /** Go keeps no numbers that are neither a 64-bit integer nor a double. */
  @Override
  void decimal(Number value) {
    double nearest = value.doubleValue();
    if (Double.isInfinite(nearest)) {
      throw new IllegalArgumentException(
          "Kubernetes' CBOR has no number as large as " + ReadPath.shown(value.toString()));
    }
    number(nearest);
  }

  @Override
  void nullValue() {
    sink.write(CborHeads.NULL);
  }

  @Override
  void base64(Bytes value) {
    CborHeads.write(sink, CborHeads.TAG, CborHeads.TAG_BASE64);
    CborHeads.write(sink, CborHeads.BYTES, value.size());
    sink.ensure(value.size());
    value.copyTo(sink.bytes, sink.size);
    sink.size += value.size();
  }

  @Override
  void raw(RawJson value) {
    if (value.size() == 0) {
      nullValue();
    } else {
      byte[] json = JsonOutput.json(value, embedded);
      Writers.tree(TreeOutput.treeOf(json), this);
    }
  }

  @Override
  void members(byte[] json) {
    for (Map.Entry<String, ?> member : TreeOutput.mapOf(json).entrySet()) {
      member(member.getKey());
      Writers.tree(member.getValue(), this);
    }
  }
}
