package io.kybern.model.wire;

import io.kybern.api.meta.v1.ListMeta;
import io.kybern.model.KubernetesObject;
import io.kybern.model.LazyPart;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.UnknownFields;
import io.kybern.model.Unstructured;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes whole objects. */
final class Writers {
  private static final int START_SIZE = 1024;

  /** A buffer is not larger than this only because of a guess. */
  private static final int MAX_START_SIZE = 4 << 20;

  private Writers() {}

  static byte[] write(Object object, WireFormat format, boolean setOnly) {
    SizeGuess size = size(object, format);
    byte[] bytes =
        switch (format) {
          case JSON -> {
            ByteSink sink = new ByteSink(size.next());
            json(object, new JsonOutput(sink), setOnly, true);
            yield sink.toByteArray();
          }
          case YAML -> treeToYaml(tree(object, setOnly));
          case PROTOBUF -> {
            ProtobufOutput out = new ProtobufOutput(size.next());
            envelope(object, out);
            yield out.toByteArray();
          }
          case CBOR -> {
            ByteSink sink = new ByteSink(size.next());
            CborHeads.writeSelfDescribed(sink);
            json(object, new CborOutput(sink), setOnly, true);
            yield sink.toByteArray();
          }
        };
    size.seen(bytes.length);
    return bytes;
  }

  /** What is known of the size of such objects. */
  private static SizeGuess size(Object object, WireFormat format) {
    if (!(object instanceof Message message)) {
      return new SizeGuess();
    }
    MessageType<?> type = message.messageType();
    return switch (format) {
      case JSON -> JsonMembers.of(type).jsonSize();
      case CBOR -> JsonMembers.of(type).cborSize();
      case PROTOBUF -> ProtobufLayout.of(type).size();
      case YAML -> new SizeGuess();
    };
  }

  /** The JSON of an object that {@code depth} others are around. */
  static byte[] json(Object object, int depth) {
    ByteSink sink = new ByteSink(START_SIZE);
    json(object, new JsonOutput(sink, depth), false, true);
    return sink.toByteArray();
  }

  private static void json(Object object, Output out, boolean setOnly, boolean root) {
    if (object instanceof Unstructured unstructured) {
      tree(unstructured.content(), out);
    } else if (root) {
      new MessageWriter(out, setOnly).root((Message) object);
    } else {
      new MessageWriter(out, setOnly).item((Message) object);
    }
  }

  private static void envelope(Object object, ProtobufOutput out) {
    if (!(object instanceof Message message)) {
      throw new IllegalArgumentException(
          "protobuf cannot hold an object without a Java type; write it as JSON");
    }
    MessageType<?> type = message.messageType();
    UnknownFields unknown = type.unknownFields(message);
    String kind = unknown == null ? null : unknown.kind();
    String apiVersion = unknown == null ? null : unknown.apiVersion();
    Envelope.writeEnd(out);
    int before = out.size();
    new ProtobufWriter(out).message(message);
    Envelope.writeStart(
        out,
        before,
        apiVersion != null ? apiVersion : type.apiVersion() == null ? "" : type.apiVersion(),
        kind != null ? kind : type.kind() == null ? "" : type.kind());
  }

  static boolean losesUnknownFields(Message message, WireFormat format) {
    MessageType<?> type = message.messageType();
    UnknownFields unknown = type.unknownFields(message);
    if (unknown != null
        && (format == WireFormat.PROTOBUF ? unknown.json() : unknown.protobuf()) != null) {
      return true;
    }
    for (int i = 0; i < type.fieldCount(); i++) {
      Object value = type.slot(message, i);
      if (value instanceof LazyPart part) {
        if (part.encoded() != null && part.isProtobuf() == (format == WireFormat.PROTOBUF)) {
          continue;
        }
        value = part.get();
      }
      if (valueLoses(value, format)) {
        return true;
      }
    }
    return false;
  }

  private static boolean valueLoses(@Nullable Object value, WireFormat format) {
    if (value instanceof Message nested) {
      return losesUnknownFields(nested, format);
    }
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(element -> valueLoses(element, format));
    }
    return value instanceof Collection<?> list
        && list.stream().anyMatch(element -> valueLoses(element, format));
  }

  static byte[] writeWatchEvent(String type, Object object, WireFormat format) {
    SizeGuess size = size(object, format);
    byte[] event = watchEvent(type, object, format, size.next());
    size.seen(event.length);
    return event;
  }

  private static byte[] watchEvent(String type, Object object, WireFormat format, int capacity) {
    switch (format) {
      case JSON -> {
        ByteSink sink = new ByteSink(capacity);
        JsonOutput out = new JsonOutput(sink);
        out.beginObject();
        out.member("type");
        out.string(type);
        out.member("object");
        json(object, out, false, true);
        out.endObject();
        sink.write('\n');
        return sink.toByteArray();
      }
      case CBOR -> {
        ByteSink sink = new ByteSink(capacity);
        CborHeads.writeSelfDescribed(sink);
        CborOutput out = new CborOutput(sink);
        out.beginObject();
        out.member("type");
        out.string(type);
        out.member("object");
        CborHeads.writeSelfDescribed(sink);
        json(object, out, false, true);
        out.endObject();
        return sink.toByteArray();
      }
      case PROTOBUF -> {
        ProtobufOutput out = new ProtobufOutput(capacity);
        envelope(object, out);
        out.header(1, 0);
        out.header(2, 0);
        out.string(1, type);
        out.fixed32BigEndian(out.size());
        return out.toByteArray();
      }
      default -> throw new IllegalArgumentException("a watch is JSON, CBOR or protobuf");
    }
  }

  static byte[] writeList(
      String apiVersion,
      String listKind,
      ListMeta metadata,
      List<? extends KubernetesObject> items,
      WireFormat format) {
    int capacity = capacity(items, format);
    switch (format) {
      case JSON -> {
        ByteSink sink = new ByteSink(capacity);
        list(apiVersion, listKind, metadata, items, new JsonOutput(sink));
        return sink.toByteArray();
      }
      case CBOR -> {
        ByteSink sink = new ByteSink(capacity);
        CborHeads.writeSelfDescribed(sink);
        list(apiVersion, listKind, metadata, items, new CborOutput(sink));
        return sink.toByteArray();
      }
      case YAML -> {
        TreeOutput out = new TreeOutput();
        list(apiVersion, listKind, metadata, items, out);
        return treeToYaml(out.result());
      }
      default -> {
        ProtobufOutput out = new ProtobufOutput(capacity);
        Envelope.writeEnd(out);
        int before = out.size();
        ProtobufWriter writer = new ProtobufWriter(out);
        for (int i = items.size() - 1; i >= 0; i--) {
          int item = out.size();
          if (!(items.get(i) instanceof Message message)) {
            throw new IllegalArgumentException(
                "protobuf cannot hold an object without a Java type; write it as JSON");
          }
          writer.message(message);
          out.header(2, item);
        }
        int list = out.size();
        writer.message(metadata);
        out.header(1, list);
        Envelope.writeStart(out, before, apiVersion, listKind);
        return out.toByteArray();
      }
    }
  }

  /** Room for a list whose items have the usual size; a large one may still have to grow. */
  private static int capacity(List<? extends KubernetesObject> items, WireFormat format) {
    int each = items.isEmpty() ? 0 : size(items.get(0), format).next();
    return (int) Math.min(START_SIZE + (long) items.size() * each, MAX_START_SIZE);
  }

  private static void list(
      String apiVersion,
      String listKind,
      ListMeta metadata,
      List<? extends KubernetesObject> items,
      Output out) {
    out.beginObject();
    out.member("kind");
    out.string(listKind);
    out.member("apiVersion");
    out.string(apiVersion);
    out.member("metadata");
    new MessageWriter(out, false).item(metadata);
    out.member("items");
    out.beginArray(items.size());
    for (KubernetesObject item : items) {
      out.element();
      json(item, out, false, false);
    }
    out.endArray();
    out.endObject();
  }

  static @Nullable Object toTree(Message message, boolean setOnly) {
    TreeOutput out = new TreeOutput();
    new MessageWriter(out, setOnly).root(message);
    return out.result();
  }

  private static @Nullable Object tree(Object object, boolean setOnly) {
    return object instanceof Unstructured unstructured
        ? unstructured.content()
        : toTree((Message) object, setOnly);
  }

  static byte[] treeToJson(@Nullable Object tree) {
    ByteSink sink = new ByteSink(64);
    tree(tree, new JsonOutput(sink));
    return sink.toByteArray();
  }

  static byte[] treeToCbor(@Nullable Object tree) {
    ByteSink sink = new ByteSink(64);
    CborHeads.writeSelfDescribed(sink);
    tree(tree, new CborOutput(sink));
    return sink.toByteArray();
  }

  static byte[] treeToYaml(@Nullable Object tree) {
    return YamlWriter.write(tree).getBytes(StandardCharsets.UTF_8);
  }

  static void tree(@Nullable Object tree, Output out) {
    tree(tree, out, 0);
  }

  /** Writes a tree; members of maps in the order the map has. */
  private static void tree(@Nullable Object tree, Output out, int depth) {
    Trees.requireShallow(depth);
    if (tree == null) {
      out.nullValue();
    } else if (tree instanceof String text) {
      out.string(text);
    } else if (tree instanceof Boolean bool) {
      out.bool(bool);
    } else if (tree instanceof Double || tree instanceof Float) {
      out.number(((Number) tree).doubleValue());
    } else if (tree instanceof BigInteger || tree instanceof BigDecimal) {
      out.decimal((Number) tree);
    } else if (tree instanceof Number number) {
      out.integer(number.longValue());
    } else if (tree instanceof Map<?, ?> map) {
      out.beginObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.member((String) entry.getKey());
        tree(entry.getValue(), out, depth + 1);
      }
      out.endObject();
    } else if (tree instanceof Collection<?> list) {
      out.beginArray(list.size());
      for (Object element : list) {
        out.element();
        tree(element, out, depth + 1);
      }
      out.endArray();
    } else {
      throw new IllegalArgumentException("a tree cannot hold a " + tree.getClass().getName());
    }
  }
}
