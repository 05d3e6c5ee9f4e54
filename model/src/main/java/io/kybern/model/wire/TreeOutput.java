package io.kybern.model.wire;

import io.kybern.model.Bytes;
import io.kybern.model.CompactList;
import io.kybern.model.CompactMap;
import io.kybern.model.RawJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A tree of immutable maps and lists. */
final class TreeOutput extends Output {
  private final Scratch parts = new Scratch();
  private int[] marks = new int[16];
  private int depth;

  /** The finished tree. */
  @Nullable Object result() {
    if (depth != 0 || parts.top != 1) {
      throw new IllegalStateException("the tree is not finished");
    }
    return parts.stack[0];
  }

  private void begin() {
    if (depth == marks.length) {
      marks = java.util.Arrays.copyOf(marks, depth * 2);
    }
    marks[depth++] = parts.top;
  }

  private void end(Object value, int mark) {
    parts.drop(mark);
    parts.push(value);
  }

  @Override
  void beginObject() {
    begin();
  }

  @Override
  void endObject() {
    int mark = marks[--depth];
    end(CompactMap.sortedLastWins(parts.stack, mark, parts.top), mark);
  }

  @Override
  void member(JsonMembers members, int index) {
    parts.push(members.type().field(index).name());
  }

  @Override
  void member(String name) {
    parts.push(name);
  }

  @Override
  void beginArray(int size) {
    begin();
  }

  @Override
  void element() {}

  @Override
  void endArray() {
    int mark = marks[--depth];
    end(CompactList.copyOfRange(parts.stack, mark, parts.top), mark);
  }

  @Override
  void string(String value) {
    parts.push(value);
  }

  @Override
  void bool(boolean value) {
    parts.push(value);
  }

  @Override
  void integer(long value) {
    parts.push(value);
  }

  @Override
  void number(double value) {
    parts.push(Numbers.asRead(value));
  }

  @Override
  void decimal(Number value) {
    parts.push(value);
  }

  @Override
  void nullValue() {
    parts.push(null);
  }

  @Override
  void base64(Bytes value) {
    parts.push(value.base64());
  }

  @Override
  void raw(RawJson value) {
    parts.push(value.size() == 0 ? null : treeOf(JsonOutput.json(value, 0)));
  }

  /** JSON that was checked before. */
  static @Nullable Object treeOf(byte[] json) {
    return Readers.jsonToTree(json, Problems.ACCEPT_ALL);
  }

  @Override
  void members(byte[] json) {
    mapOf(json)
        .forEach(
            (name, value) -> {
              parts.push(name);
              parts.push(value);
            });
  }

  /** Members of an object, with commas between them. */
  static CompactMap<?> mapOf(byte[] json) {
    byte[] object = new byte[json.length + 2];
    object[0] = '{';
    System.arraycopy(json, 0, object, 1, json.length);
    object[object.length - 1] = '}';
    Object tree = treeOf(object);
    if (!(tree instanceof CompactMap<?> map)) {
      throw new IllegalStateException(new String(object, StandardCharsets.UTF_8));
    }
    return map;
  }
}
