package io.kybern.model.wire;

import io.kybern.api.Kinds;
import io.kybern.api.meta.v1.WatchEvent;
import io.kybern.error.DecodeException;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.ObjectType;
import io.kybern.model.UnknownFields;
import io.kybern.model.Unstructured;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads whole objects. */
final class Readers {
  /** A watch event is the one object that does not name its kind. */
  private static final Set<String> WATCH_EVENT_MEMBERS = Set.of("type", "object");

  private Readers() {}

  @SuppressWarnings("unchecked")
  static <T> T read(
      ReadContext context, ObjectType<T> type, WireFormat format, byte[] bytes, Problems problems) {
    if (type instanceof MessageType<?> messageType) {
      return (T) message(context, messageType, format, bytes, 0, bytes.length, problems);
    }
    return (T)
        unstructured(context, (Unstructured.Type) type, format, bytes, 0, bytes.length, problems);
  }

  static <T> T read(
      ReadContext context, ObjectType<T> type, WireFormat format, byte[] bytes, int from, int to) {
    @SuppressWarnings("unchecked")
    T object =
        type instanceof MessageType<?> messageType
            ? (T) message(context, messageType, format, bytes, from, to, Problems.REJECT_DUPLICATES)
            : (T)
                unstructured(
                    context,
                    (Unstructured.Type) type,
                    format,
                    bytes,
                    from,
                    to,
                    Problems.REJECT_DUPLICATES);
    return object;
  }

  private static <M extends Message> M message(
      ReadContext context,
      MessageType<M> type,
      WireFormat format,
      byte[] bytes,
      int from,
      int to,
      Problems problems) {
    ReadPath path = new ReadPath();
    path.root(type.simpleName());
    Scratch scratch = new Scratch();
    switch (format) {
      case JSON -> {
        JsonInput in = new JsonInput(bytes, from, to, context.strings(), path, scratch);
        M message = new MessageReader(context, in, scratch, problems).root(type);
        in.requireEnd();
        return message;
      }
      case CBOR -> {
        CborInput in = new CborInput(bytes, from, to, context.strings(), path, scratch);
        Problems strict = Problems.withoutDuplicates(problems);
        M message = new MessageReader(context, in, scratch, strict).root(type);
        in.requireEnd();
        return message;
      }
      case PROTOBUF -> {
        Envelope envelope = Envelope.read(bytes, from, to, path);
        return enveloped(context, type, envelope, bytes, path, scratch);
      }
      default -> {
        return fromTree(context, type, yamlToTree(bytes, problems), problems, 0);
      }
    }
  }

  private static <M extends Message> M enveloped(
      ReadContext context,
      MessageType<M> type,
      Envelope envelope,
      byte[] bytes,
      ReadPath path,
      Scratch scratch) {
    UnknownFields typeMeta = null;
    if (type.isKind()) {
      boolean sameKind = envelope.kind().isEmpty() || envelope.kind().equals(type.kind());
      boolean sameVersion =
          envelope.apiVersion().isEmpty() || envelope.apiVersion().equals(type.apiVersion());
      if (!sameKind || !sameVersion && !MessageReader.servesManyVersions(type)) {
        throw path.error(
            "expected "
                + type.apiVersion()
                + " "
                + type.kind()
                + ", found "
                + ReadPath.shown(envelope.apiVersion())
                + " "
                + ReadPath.shown(envelope.kind()),
            envelope.from());
      }
      if (!sameVersion) {
        typeMeta = new UnknownFields(null, null, envelope.apiVersion(), null);
      }
    }
    return new ProtobufReader(context, bytes, envelope.from(), path, scratch)
        .message(type, envelope.to(), null, typeMeta);
  }

  private static Unstructured unstructured(
      ReadContext context,
      Unstructured.Type type,
      WireFormat format,
      byte[] bytes,
      int from,
      int to,
      Problems problems) {
    Object tree =
        switch (format) {
          case JSON ->
              context.lazy() && problems == Problems.REJECT_DUPLICATES
                  ? lazyTree(context, bytes, from, to, type.kind())
                  : jsonToTree(bytes, from, to, problems, type.kind());
          case YAML -> yamlToTree(bytes, problems);
          case CBOR -> cborToTree(bytes, from, to, type.kind());
          case PROTOBUF ->
              throw new DecodeException(
                  "protobuf cannot be read without a Java type", type.kind(), "", -1);
        };
    return unstructured(tree, type.kind());
  }

  @SuppressWarnings("unchecked")
  static Unstructured unstructured(@Nullable Object tree, @Nullable String kind) {
    if (!(tree instanceof Map<?, ?> map)) {
      throw new DecodeException("expected an object", kind, "", 0);
    }
    return Unstructured.wrap((Map<String, Object>) map);
  }

  static Object readAny(ReadContext context, WireFormat format, byte[] bytes, Problems problems) {
    if (format == WireFormat.PROTOBUF) {
      ReadPath path = new ReadPath();
      Envelope envelope = Envelope.read(bytes, 0, bytes.length, path);
      MessageType<?> type =
          envelope.kind().isEmpty() && envelope.apiVersion().isEmpty()
              ? WatchEvent.TYPE
              : Kinds.find(envelope.apiVersion(), envelope.kind());
      if (type == null) {
        throw path.error(
            "kind \""
                + ReadPath.shown(envelope.kind())
                + "\" of \""
                + ReadPath.shown(envelope.apiVersion())
                + "\" has no Java type",
            4);
      }
      path.root(type.simpleName());
      return enveloped(context, type, envelope, bytes, path, new Scratch());
    }
    Object tree = null;
    if (format == WireFormat.YAML) {
      tree = yamlToTree(bytes, problems);
    } else {
      TypeMeta typeMeta =
          format == WireFormat.CBOR
              ? TypeMeta.ofCbor(bytes, 0, bytes.length)
              : TypeMeta.ofJson(bytes, 0, bytes.length);
      MessageType<?> type = Kinds.find(typeMeta.apiVersion(), typeMeta.kind());
      if (type != null) {
        return message(context, type, format, bytes, 0, bytes.length, problems);
      }
      tree = format == WireFormat.CBOR ? cborToTree(bytes) : jsonToTree(bytes, problems);
    }
    return anyFromTree(context, tree, problems);
  }

  /** The object of a tree that names its kind and version. */
  static Object anyFromTree(ReadContext context, @Nullable Object tree, Problems problems) {
    Unstructured object = unstructured(tree, null);
    if (object.content().keySet().equals(WATCH_EVENT_MEMBERS)) {
      return fromTree(context, WatchEvent.TYPE, tree, problems, 0);
    }
    if (object.kind().isEmpty() || object.apiVersion().isEmpty()) {
      throw new DecodeException(
          "an object must name its "
              + (object.apiVersion().isEmpty() ? "apiVersion" : "kind")
              + " as a string",
          null,
          object.apiVersion().isEmpty() ? "apiVersion" : "kind",
          -1);
    }
    MessageType<?> type = Kinds.find(object.apiVersion(), object.kind());
    return type == null ? object : fromTree(context, type, tree, problems, 0);
  }

  static <T extends Message> T fromTree(
      MessageType<T> type, @Nullable Object tree, Problems problems) {
    if (tree instanceof LazyTree part) {
      return part.as(type);
    }
    return fromTree(ReadContext.plain(), type, tree, problems, 0);
  }

  /** The message of a tree that {@code embedded} others are around. */
  static <T extends Message> T fromTree(MessageType<T> type, Object tree, int embedded) {
    return fromTree(ReadContext.plain(), type, tree, Problems.REJECT_DUPLICATES, embedded);
  }

  private static <T extends Message> T fromTree(
      ReadContext context,
      MessageType<T> type,
      @Nullable Object tree,
      Problems problems,
      int embedded) {
    TreeInput in = new TreeInput(tree, new ReadPath(), embedded);
    return new MessageReader(context, in, new Scratch(), problems).root(type);
  }

  static @Nullable Object jsonToTree(byte[] json, Problems problems) {
    return jsonToTree(json, 0, json.length, problems, null);
  }

  private static @Nullable Object jsonToTree(
      byte[] json, int from, int to, Problems problems, @Nullable String kind) {
    ReadPath path = new ReadPath();
    path.root(kind == null || kind.isEmpty() ? null : kind);
    JsonInput in = new JsonInput(json, from, to, StringCache.NONE, path, new Scratch());
    Object tree = in.tree(problems);
    in.requireEnd();
    return tree;
  }

  private static @Nullable Object lazyTree(
      ReadContext context, byte[] json, int from, int to, String kind) {
    ReadPath path = new ReadPath();
    path.root(kind.isEmpty() ? null : kind);
    JsonInput in = new JsonInput(json, from, to, context.strings(), path, new Scratch());
    Object tree = in.tree(context);
    in.requireEnd();
    return tree;
  }

  static @Nullable Object cborToTree(byte[] cbor) {
    return cborToTree(cbor, 0, cbor.length, null);
  }

  private static @Nullable Object cborToTree(byte[] cbor, int from, int to, @Nullable String kind) {
    ReadPath path = new ReadPath();
    path.root(kind == null || kind.isEmpty() ? null : kind);
    CborInput in = new CborInput(cbor, from, to, StringCache.NONE, path, new Scratch());
    Object tree = in.tree(Problems.REJECT_DUPLICATES);
    in.requireEnd();
    return tree;
  }

  static @Nullable Object yamlToTree(byte[] yaml, Problems problems) {
    List<YamlReader.Document> documents =
        YamlReader.documents(yaml, problems).stream().filter(d -> d.tree() != null).toList();
    if (documents.size() != 1) {
      throw new DecodeException(
          "expected one YAML document, found " + documents.size(), null, "", -1);
    }
    return Objects.requireNonNull(documents.get(0)).tree();
  }

  static byte[] compactJson(byte[] json) {
    JsonInput in =
        new JsonInput(json, 0, json.length, StringCache.NONE, new ReadPath(), new Scratch());
    byte[] compact = in.raw();
    in.requireEnd();
    return compact;
  }
}
