package io.kybern.model.fuzz;

import io.kybern.api.core.v1.Pod;
import io.kybern.error.DecodeException;
import io.kybern.model.ObjectType;
import io.kybern.model.Pieces;
import io.kybern.model.Quantity;
import io.kybern.model.Unstructured;
import io.kybern.model.selector.FieldQuery;
import io.kybern.model.selector.LabelQuery;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.ListStream;
import io.kybern.model.wire.ManifestObject;
import io.kybern.model.wire.WatchStream;
import io.kybern.model.wire.WireFormat;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One fuzz target for each format. Each takes any bytes and fails if the {@link Contract} is
 * broken.
 */
final class Targets {
  /** Names of the targets, as the runners take them. */
  static final Map<String, Consumer<byte[]>> ALL =
      new TreeMap<>(
          Map.of(
              "cbor", Targets::cbor,
              "json", Targets::json,
              "protobuf", Targets::protobuf,
              "yaml", Targets::yaml,
              "list", Targets::list,
              "watch", Targets::watch,
              "manifest", Targets::manifest,
              "quantity", Targets::quantity,
              "selector", Targets::selector));

  private Targets() {}

  static void json(byte[] data) {
    Contract.check(WireFormat.JSON, codec -> codec.readAny(WireFormat.JSON, data));
    Contract.check(WireFormat.JSON, codec -> codec.read(Pod.TYPE, WireFormat.JSON, data));
    Object compact = Contract.orNull(() -> Codec.compactJson(data));
    Object tree = Contract.orNull(() -> List.of(tree(data)));
    if (tree != null) {
      Contract.require(
          List.of(tree((byte[]) compact)).equals(tree), "compact JSON differs", tree, compact);
    }
  }

  private static Object tree(byte[] json) {
    Object tree = Codec.jsonToTree(json);
    return tree == null ? "null" : tree;
  }

  static void protobuf(byte[] data) {
    Contract.check(WireFormat.PROTOBUF, codec -> codec.readAny(WireFormat.PROTOBUF, data));
    Contract.check(WireFormat.PROTOBUF, codec -> codec.read(Pod.TYPE, WireFormat.PROTOBUF, data));
  }

  static void yaml(byte[] data) {
    Contract.check(WireFormat.YAML, codec -> codec.readAny(WireFormat.YAML, data));
    Object tree = Contract.orNull(() -> Codec.yamlToTree(data));
    if (tree != null) {
      Object again = Codec.yamlToTree(Codec.treeToYaml(tree));
      Contract.require(tree.equals(again), "YAML differs", tree, again);
      Object json = Codec.jsonToTree(Codec.treeToJson(tree));
      Contract.require(tree.equals(json), "JSON differs", tree, json);
    }
  }

  static void cbor(byte[] data) {
    Contract.check(WireFormat.CBOR, codec -> codec.readAny(WireFormat.CBOR, data));
    Contract.check(WireFormat.CBOR, codec -> codec.read(Pod.TYPE, WireFormat.CBOR, data));
    Object tree = Contract.orNull(() -> List.of(cborTree(data)));
    if (tree != null) {
      Object again = List.of(cborTree(Codec.treeToCbor(((List<?>) tree).get(0))));
      Contract.require(tree.equals(again), "CBOR differs", tree, again);
    }
  }

  private static Object cborTree(byte[] cbor) {
    Object tree = Codec.cborToTree(cbor);
    return tree == null ? "null" : tree;
  }

  static void manifest(byte[] data) {
    Object objects = Contract.orNull(() -> Contract.EAGER.readManifest(data));
    if (objects instanceof List<?> list) {
      for (Object object : list) {
        Object content = ((ManifestObject) object).object();
        Contract.force(content);
        Codec.write(content, WireFormat.JSON);
      }
    }
  }

  /** The first two bytes say the format, the kind, and in what pieces the rest arrives. */
  static void list(byte[] data) {
    if (data.length < 2) {
      return;
    }
    WireFormat format = formatOf(data[0]);
    boolean dynamic = (data[0] & 4) != 0;
    List<Object> whole = items(format, typeOf(dynamic), data, Integer.MAX_VALUE);
    List<Object> pieces = items(format, typeOf(dynamic), data, 1 + (data[1] & 0xFF));
    Contract.require(whole.equals(pieces), "pieces make a difference", whole, pieces);
  }

  private static ObjectType<?> typeOf(boolean dynamic) {
    return dynamic ? Unstructured.type("v1", "Pod") : Pod.TYPE;
  }

  private static WireFormat formatOf(byte selector) {
    if ((selector & 8) != 0) {
      return WireFormat.CBOR;
    }
    return switch (selector & 3) {
      case 0, 1 -> WireFormat.JSON;
      case 2 -> WireFormat.PROTOBUF;
      default -> WireFormat.YAML;
    };
  }

  private static List<Object> items(
      WireFormat format, ObjectType<?> type, byte[] data, int pieces) {
    List<Object> items = new ArrayList<>();
    try (ListStream<?> stream =
        Contract.EAGER.readList(type, format, new Pieces(data, 2, pieces))) {
      for (Object item = stream.next(); item != null; item = stream.next()) {
        items.add(item);
      }
      items.add(stream.metadata());
    } catch (DecodeException refused) {
      items.add(refused.reason());
    } catch (EOFException cut) {
      items.add("cut");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return items;
  }

  /** As {@link #list}. */
  static void watch(byte[] data) {
    if (data.length < 2 || formatOf(data[0]) == WireFormat.YAML) {
      return;
    }
    WireFormat format = formatOf(data[0]);
    boolean dynamic = (data[0] & 4) != 0;
    List<Object> whole = events(format, typeOf(dynamic), data, Integer.MAX_VALUE);
    List<Object> pieces = events(format, typeOf(dynamic), data, 1 + (data[1] & 0xFF));
    Contract.require(whole.equals(pieces), "pieces make a difference", whole, pieces);
  }

  private static List<Object> events(
      WireFormat format, ObjectType<?> type, byte[] data, int pieces) {
    List<Object> events = new ArrayList<>();
    try (WatchStream<?> stream =
        Contract.EAGER.readWatch(type, format, new Pieces(data, 2, pieces))) {
      for (WatchStream.Event<?> event = stream.next(); event != null; event = stream.next()) {
        Contract.require(
            (event.object() == null) != (event.status() == null), "no one part", event, "");
        events.add(event);
      }
    } catch (DecodeException refused) {
      events.add(refused.reason());
    } catch (EOFException cut) {
      events.add("cut");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return events;
  }

  static void quantity(byte[] data) {
    try {
      Quantity quantity = Quantity.parse(new String(data, StandardCharsets.UTF_8));
      Quantity again = Quantity.parse(quantity.toString());
      Contract.require(again.equals(quantity), "another quantity", quantity, again);
      Contract.require(again.hashCode() == quantity.hashCode(), "hash code", quantity, again);
      Contract.require(
          again.toString().equals(quantity.toString()), "another text", quantity, again);
    } catch (IllegalArgumentException refused) {
      Contract.require(refused.getMessage() != null, "no message", data, refused);
    }
  }

  static void selector(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      LabelQuery query = LabelQuery.parse(text);
      Contract.require(
          LabelQuery.parse(query.toString()).equals(query), "another query", query, text);
      query.matches(Map.of());
    } catch (IllegalArgumentException refused) {
      Contract.require(refused.getMessage() != null, "no message", text, refused);
    }
    try {
      FieldQuery query = FieldQuery.parse(text);
      FieldQuery again = FieldQuery.parse(query.toString());
      Contract.require(
          Set.copyOf(again.requirements()).equals(Set.copyOf(query.requirements())),
          "another query",
          query,
          again);
    } catch (IllegalArgumentException refused) {
      Contract.require(refused.getMessage() != null, "no message", text, refused);
    }
  }
}
