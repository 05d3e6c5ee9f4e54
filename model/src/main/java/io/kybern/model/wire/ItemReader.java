package io.kybern.model.wire;

import io.kybern.api.meta.v1.Status;
import io.kybern.error.DecodeException;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.ObjectType;
import io.kybern.model.Unstructured;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the objects of a list or a watch, one after the other with the same scratch space. For one
 * thread.
 *
 * @param <T> type of the objects
 */
final class ItemReader<T> {
  private final ReadContext context;
  private final ObjectType<T> type;
  private final WireFormat format;

  private final Scratch scratch = Scratch.forMany();
  private int end;

  /** Reads items in JSON or CBOR, or in protobuf with {@link #protobuf}. */
  ItemReader(ReadContext context, ObjectType<T> type, WireFormat format) {
    this.context = context;
    this.type = type;
    this.format = format;
  }

  ObjectType<T> type() {
    return type;
  }

  /**
   * The object in {@code [from, to)} of {@code source}, which starts at {@code base} of the body.
   */
  T item(byte[] source, int from, int to, long base) {
    return item(source, from, to, base, true);
  }

  @SuppressWarnings("unchecked")
  private T item(byte[] source, int from, int to, long base, boolean whole) {
    if (type instanceof MessageType<?> messageType) {
      return (T) message(messageType, source, from, to, base, whole);
    }
    Unstructured.Type dynamic = (Unstructured.Type) type;
    Object tree = tree(source, from, to, base, dynamic.kind(), whole);
    Unstructured object = Readers.unstructured(tree, dynamic.kind());
    if (object.kind().isEmpty() && !dynamic.kind().isEmpty()) {
      Map<String, Object> named = new LinkedHashMap<>(object.content());
      named.put("apiVersion", dynamic.apiVersion());
      named.put("kind", dynamic.kind());
      object = Unstructured.of(named);
    }
    return (T) object;
  }

  /**
   * The object that starts at {@code from}, if it is right and ends before {@code to}, else {@code
   * null}: whoever has all of its bytes can tell what is wrong. {@link #end} is where it ends.
   */
  @Nullable T start(byte[] source, int from, int to, long base) {
    try {
      return item(source, from, to, base, false);
    } catch (DecodeException wrongOrCutOff) {
      return null;
    }
  }

  /** Where in the source the latest object ended. */
  int end() {
    return end;
  }

  private Object tree(byte[] source, int from, int to, long base, String kind, boolean whole) {
    ReadPath path = new ReadPath();
    path.base(base);
    path.root(kind.isEmpty() ? null : kind);
    scratch.clear();
    Input in = input(source, from, to, path, scratch);
    Object tree = in.tree(context);
    end(in, whole);
    return tree == null ? "" : tree;
  }

  private <M extends Message> M message(
      MessageType<M> messageType, byte[] source, int from, int to, long base, boolean whole) {
    scratch.clear();
    ReadPath path = new ReadPath();
    path.base(base);
    Input in = input(source, from, to, path, scratch);
    M message =
        new MessageReader(context, in, scratch, Problems.REJECT_DUPLICATES).root(messageType);
    end(in, whole);
    return message;
  }

  private void end(Input in, boolean whole) {
    if (whole) {
      in.requireEnd();
    }
    end = (int) in.offset();
  }

  private Input input(byte[] source, int from, int to, ReadPath path, Scratch scratch) {
    return format == WireFormat.CBOR
        ? new CborInput(source, from, to, context.strings(), path, scratch)
        : new JsonInput(source, from, to, context.strings(), path, scratch);
  }

  Status status(byte[] source, int from, int to, long base) {
    return message(Status.TYPE, source, from, to, base, true);
  }

  /**
   * The event of a watch whose object is in {@code [from, to)} of the body.
   *
   * @param from negative if it has no object
   */
  WatchStream.Event<T> event(String eventType, BodyBuffer body, int from, int to) {
    if (eventType.isEmpty() || from < 0) {
      throw new DecodeException(
          "a watch event needs a type and an object", "WatchEvent", "", body.offset());
    }
    return eventType.equals("ERROR")
        ? new WatchStream.Event<>(eventType, null, status(body.bytes, from, to, body.base()))
        : new WatchStream.Event<>(eventType, item(body.bytes, from, to, body.base()), null);
  }

  /** A message without envelope. */
  @SuppressWarnings("unchecked")
  T protobuf(byte[] source, int from, int to, long base) {
    if (!(type instanceof MessageType<?> messageType)) {
      throw new DecodeException(
          "protobuf cannot be read without a Java type", type.kind(), "", base + from);
    }
    scratch.clear();
    ReadPath path = new ReadPath();
    path.root(messageType.simpleName());
    path.base(base);
    T message =
        (T) new ProtobufReader(context, source, from, path, scratch).message(messageType, to);
    return message;
  }
}
