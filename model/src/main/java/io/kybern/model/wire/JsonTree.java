package io.kybern.model.wire;

import io.kybern.model.CompactList;
import io.kybern.model.CompactMap;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes an immutable tree of JSON; without recursion, so that depth costs no stack. For one thread.
 */
final class JsonTree {
  /** What is smaller takes more memory as a part than as a tree. */
  private static final int LAZY_BYTES = 100;

  private final JsonInput in;
  private final ReadPath path;
  private final Scratch scratch;

  /**
   * Where on the stack the parts of the object at each level start; of an array the complement of
   * that.
   */
  private int[] marks = new int[16];

  /** The place in the object at each level, or that of an array's elements. */
  private @Nullable Shape[] places = new Shape[16];

  JsonTree(JsonInput in, ReadPath path, Scratch scratch) {
    this.in = in;
    this.path = path;
    this.scratch = scratch;
  }

  /** The next value. */
  @Nullable Object read(Problems problems) {
    return read(scratch.shape(), problems);
  }

  private @Nullable Object read(@Nullable Shape place, Problems problems) {
    int outside = path.depth();
    start(place);
    while (path.depth() > outside) {
      int depth = path.depth();
      if (marks[depth] < 0 ? element(depth) : member(depth)) {
        start(places[depth]);
      } else if (marks[depth] < 0) {
        endArray(~marks[depth]);
      } else {
        endObject(marks[depth], places[depth], problems);
      }
    }
    return scratch.pop();
  }

  /**
   * The next value; if it is an object, with its larger members as parts that are decoded when they
   * are asked for.
   */
  @Nullable Object readLazily(ReadContext context) {
    if (in.peek() != Input.OBJECT) {
      return read(Problems.REJECT_DUPLICATES);
    }
    in.beginObject();
    enter(scratch.shape(), scratch.top);
    path.push("", in.offset());
    int depth = path.depth();
    while (member(depth)) {
      int token = in.peek();
      byte[] later = token == Input.OBJECT || token == Input.ARRAY ? in.later(LAZY_BYTES) : null;
      if (later == null) {
        scratch.push(read(places[depth], Problems.REJECT_DUPLICATES));
      } else {
        String member = (String) Objects.requireNonNull(scratch.stack[scratch.top - 1]);
        scratch.push(new LazyTree(later, path.root(), member, context));
      }
    }
    endObject(marks[depth], places[depth], Problems.REJECT_DUPLICATES);
    return scratch.pop();
  }

  /** Takes a scalar, or goes into an object or array. */
  private void start(@Nullable Shape place) {
    switch (in.peek()) {
      case Input.OBJECT -> {
        in.beginObject();
        enter(place, scratch.top);
        path.push("", in.offset());
      }
      case Input.ARRAY -> {
        in.beginArray();
        enter(place, ~scratch.top);
        path.push(0, in.offset());
      }
      case Input.STRING -> scratch.push(in.string());
      case Input.NUMBER -> scratch.push(in.anyNumber());
      case Input.TRUE, Input.FALSE -> scratch.push(in.bool());
      default -> {
        in.nullValue();
        scratch.push(null);
      }
    }
  }

  private void enter(@Nullable Shape place, int mark) {
    int depth = path.depth() + 1;
    if (depth >= marks.length) {
      marks = Arrays.copyOf(marks, depth * 2);
      places = Arrays.copyOf(places, depth * 2);
    }
    marks[depth] = mark;
    places[depth] = place == null ? null : place.inner();
  }

  private boolean element(int depth) {
    if (!in.nextElement()) {
      return false;
    }
    path.replace(scratch.top - ~marks[depth]);
    return true;
  }

  private boolean member(int depth) {
    if (!in.nextName()) {
      return false;
    }
    Shape before = places[depth];
    Shape after = before == null ? null : before.follow(in);
    String name;
    if (after == null) {
      in.name();
      name = in.memberName();
      after = before == null ? null : before.add(name);
    } else {
      name = after.name();
    }
    places[depth] = after;
    path.replace(name);
    scratch.push(name);
    return true;
  }

  private void endArray(int mark) {
    path.pop();
    Object list = CompactList.copyOfRange(scratch.stack, mark, scratch.top);
    scratch.drop(mark);
    scratch.push(list);
  }

  private void endObject(int mark, @Nullable Shape place, Problems problems) {
    path.pop();
    @Nullable Object[] sorted = place == null ? null : place.sorted(scratch.stack, mark);
    Map<String, @Nullable Object> map;
    if (sorted == null) {
      map = CompactMap.sortedLastWins(scratch.stack, mark, scratch.top);
      Duplicates.check(map, scratch, mark, path, in.offset(), problems);
    } else {
      map = CompactMap.wrapSorted(sorted);
    }
    scratch.drop(mark);
    scratch.push(map);
  }
}
