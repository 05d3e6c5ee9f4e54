package io.kybern.merge;

import io.kybern.merge.PatchException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JSON patch, RFC 6902: operations that are applied one after the other, all of them or none.
 * Immutable.
 *
 * <p>What the API server lets pass beyond the RFC passes here too: a negative index counts from the
 * end of a list, and may have leading zeros; {@code replace} adds a member that an object does not
 * have; {@code test} takes a member that is not there for {@code null} and {@code copy} copies it
 * as {@code null}; a value that is left out is {@code null}. Beyond what the API server does, the
 * whole tree may be added to, copied, or moved to.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
public final class JsonPatch {
  /** Most operations that a patch may have; the API server's limit. */
  public static final int MAX_OPERATIONS = 10_000;

  /**
   * Most bytes of JSON that all {@code copy} operations of a patch together may add, counted
   * roughly; the API server's limit.
   */
  public static final long MAX_COPIED_BYTES = 3 * 1024 * 1024;

  private enum Op {
    ADD,
    REMOVE,
    REPLACE,
    MOVE,
    COPY,
    TEST;

    static @Nullable Op of(@Nullable Object name) {
      if (!(name instanceof String text)) {
        return null;
      }
      return switch (text) {
        case "add" -> ADD;
        case "remove" -> REMOVE;
        case "replace" -> REPLACE;
        case "move" -> MOVE;
        case "copy" -> COPY;
        case "test" -> TEST;
        default -> null;
      };
    }
  }

  private record Operation(
      Op op, String name, JsonPointer path, @Nullable JsonPointer from, @Nullable Object value) {}

  private final List<Operation> operations;

  private JsonPatch(List<Operation> operations) {
    this.operations = operations;
  }

  /**
   * The patch that a tree describes.
   *
   * @throws PatchException if it is no list of operations as the RFC has them ({@link
   *     Kind#MALFORMED}), or has more than {@link #MAX_OPERATIONS} ({@link Kind#TOO_LARGE})
   */
  public static JsonPatch parse(@Nullable Object tree) {
    if (!(tree instanceof List<?> list)) {
      throw PatchException.malformed("a JSON patch must be a list, found " + Trees.name(tree));
    }
    if (list.size() > MAX_OPERATIONS) {
      throw PatchException.of(
          Kind.TOO_LARGE,
          "a JSON patch has at most " + MAX_OPERATIONS + " operations, found " + list.size());
    }
    List<Operation> operations = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      try {
        operations.add(operation(list.get(i)));
      } catch (PatchException e) {
        throw e.inOperation(i, null, "");
      }
    }
    return new JsonPatch(operations);
  }

  private static Operation operation(@Nullable Object tree) {
    if (!(tree instanceof Map<?, ?> members)) {
      throw PatchException.malformed("must be an object, found " + Trees.name(tree));
    }
    Op op = Op.of(members.get("op"));
    if (op == null) {
      Object found = members.get("op");
      throw PatchException.malformed(
          "\"op\" must be one of add, remove, replace, move, copy, test, found "
              + (found instanceof String name
                  ? '"' + PatchException.shortened(name) + '"'
                  : Trees.name(found)));
    }
    JsonPointer path = pointer(members, "path");
    JsonPointer from = op == Op.MOVE || op == Op.COPY ? pointer(members, "from") : null;
    return new Operation(
        op, (String) Objects.requireNonNull(members.get("op")), path, from, members.get("value"));
  }

  private static JsonPointer pointer(Map<?, ?> members, String name) {
    Object text = members.get(name);
    if (text instanceof String pointer) {
      return JsonPointer.parse(pointer);
    }
    throw PatchException.malformed("\"" + name + "\" must be a string, found " + Trees.name(text));
  }

  /** How many operations there are. */
  public int size() {
    return operations.size();
  }

  /**
   * {@code document} with all operations applied.
   *
   * @throws PatchException for the first operation that cannot be applied: {@link Kind#TEST_FAILED}
   *     for a {@code test} of something that is there but different, otherwise {@link
   *     Kind#NOT_APPLICABLE}
   */
  public @Nullable Object apply(@Nullable Object document) {
    Run run = new Run(Trees.copy(document, Trees.MAX_DEPTH));
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      try {
        run.apply(operation);
      } catch (PatchException e) {
        throw e.inOperation(i, operation.name(), operation.path().toString());
      }
    }
    return run.root;
  }

  /** A tree of its own that the operations change. */
  private static final class Run {
    private @Nullable Object root;
    private long copied;

    Run(@Nullable Object root) {
      this.root = root;
    }

    void apply(Operation operation) {
      JsonPointer path = operation.path();
      switch (operation.op()) {
        case ADD -> add(path, copy(operation.value(), path));
        case REMOVE -> remove(path);
        case REPLACE -> replace(path, copy(operation.value(), path));
        case MOVE -> move(from(operation), path);
        case COPY -> add(path, counted(copy(get(from(operation)), path)));
        case TEST -> test(path, operation.value());
      }
    }

    private static JsonPointer from(Operation operation) {
      JsonPointer from = operation.from();
      if (from == null) {
        throw new IllegalStateException(operation.name());
      }
      return from;
    }

    private static @Nullable Object copy(@Nullable Object value, JsonPointer path) {
      return Trees.copy(value, Trees.MAX_DEPTH - path.depth());
    }

    private @Nullable Object counted(@Nullable Object value) {
      copied += Trees.jsonLength(value, MAX_COPIED_BYTES - copied);
      if (copied > MAX_COPIED_BYTES) {
        throw PatchException.of(
            Kind.NOT_APPLICABLE, "a patch may copy at most " + MAX_COPIED_BYTES + " bytes");
      }
      return value;
    }

    /** The value at {@code path}; {@code null} for a member that an object does not have. */
    private @Nullable Object get(JsonPointer path) {
      if (path.isRoot()) {
        return root;
      }
      Object holder = path.holder(root);
      return holder instanceof List<?> list
          ? list.get(path.index(path.last(), list.size()))
          : Trees.object(holder).get(path.last());
    }

    private void add(JsonPointer path, @Nullable Object value) {
      if (path.isRoot()) {
        root = value;
        return;
      }
      Object holder = path.holder(root);
      if (holder instanceof Map<?, ?>) {
        Trees.object(holder).put(path.last(), value);
        return;
      }
      List<@Nullable Object> list = Trees.list(holder);
      if (path.last().equals("-")) {
        list.add(value);
      } else {
        list.add(path.index(path.last(), list.size() + 1), value);
      }
    }

    private void replace(JsonPointer path, @Nullable Object value) {
      if (path.isRoot()) {
        root = value;
        return;
      }
      Object holder = path.holder(root);
      if (holder instanceof Map<?, ?>) {
        Trees.object(holder).put(path.last(), value);
      } else {
        List<@Nullable Object> list = Trees.list(holder);
        list.set(path.index(path.last(), list.size()), value);
      }
    }

    private @Nullable Object remove(JsonPointer path) {
      if (path.isRoot()) {
        throw PatchException.of(Kind.NOT_APPLICABLE, "the whole document cannot be removed");
      }
      Object holder = path.holder(root);
      if (holder instanceof Map<?, ?>) {
        Map<String, @Nullable Object> object = Trees.object(holder);
        if (!object.containsKey(path.last())) {
          throw path.missing();
        }
        return object.remove(path.last());
      }
      List<@Nullable Object> list = Trees.list(holder);
      return list.remove(path.index(path.last(), list.size()));
    }

    private void move(JsonPointer from, JsonPointer path) {
      if (from.contains(path)) {
        throw PatchException.of(
            Kind.NOT_APPLICABLE, "\"" + from + "\" cannot be moved into itself");
      }
      Object value = remove(from);
      Trees.checkDepth(value, Trees.MAX_DEPTH - path.depth());
      add(path, value);
    }

    private void test(JsonPointer path, @Nullable Object expected) {
      Object found = get(path);
      if (!Trees.equal(found, expected)) {
        throw PatchException.of(
            Kind.TEST_FAILED, "found " + Trees.name(found) + " that differs from the one expected");
      }
    }
  }
}
