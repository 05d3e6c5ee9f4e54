package io.kybern.model.wire;

import io.kybern.error.DecodeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads manifests: YAML documents, or JSON or CBOR objects one after the other. Lists are taken
 * apart.
 */
final class Manifests {
  private Manifests() {}

  static List<ManifestObject> read(ReadContext context, byte[] bytes) {
    if (Envelope.startsWithMagic(bytes, 0, bytes.length)) {
      return List.of(
          new ManifestObject(
              Readers.readAny(context, WireFormat.PROTOBUF, bytes, Problems.REJECT_DUPLICATES),
              1,
              1));
    }
    List<YamlReader.Document> documents =
        CborHeads.startsSelfDescribed(bytes)
            ? cborObjects(bytes)
            : startsAsJson(bytes)
                ? jsonObjects(bytes)
                : YamlReader.documents(bytes, Problems.REJECT_DUPLICATES);
    List<ManifestObject> objects = new ArrayList<>();
    int number = 0;
    for (YamlReader.Document document : documents) {
      number++;
      if (document.tree() != null) {
        try {
          add(context, document.tree(), number, document.line(), objects);
        } catch (DecodeException malformed) {
          throw new DecodeException(
              "document " + number + " (line " + document.line() + "): " + malformed.reason(),
              malformed.kind(),
              malformed.field(),
              malformed.offset(),
              malformed);
        }
      }
    }
    return List.copyOf(objects);
  }

  private static void add(
      ReadContext context,
      @Nullable Object tree,
      int number,
      int line,
      List<ManifestObject> objects) {
    if (tree instanceof Map<?, ?> map
        && map.get("kind") instanceof String kind
        && kind.endsWith("List")
        && map.get("items") instanceof Collection<?> items) {
      for (Object item : items) {
        add(context, named(item, map.get("apiVersion"), kind), number, line, objects);
      }
      return;
    }
    objects.add(
        new ManifestObject(
            Readers.anyFromTree(context, tree, Problems.REJECT_DUPLICATES), number, line));
  }

  /** Items of a list of one kind need not name theirs. */
  private static @Nullable Object named(
      @Nullable Object item, @Nullable Object apiVersion, String listKind) {
    String kind = listKind.substring(0, listKind.length() - "List".length());
    if (kind.isEmpty() || !(item instanceof Map<?, ?> map) || map.get("kind") != null) {
      return item;
    }
    Map<Object, @Nullable Object> named = new LinkedHashMap<>(map);
    named.put("kind", kind);
    named.put("apiVersion", apiVersion);
    return Trees.freeze(named);
  }

  private static boolean startsAsJson(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b == '{' || b == '[';
      }
    }
    return false;
  }

  private static List<YamlReader.Document> cborObjects(byte[] bytes) {
    List<YamlReader.Document> documents = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      ReadPath path = new ReadPath();
      CborInput in =
          new CborInput(bytes, from, bytes.length, StringCache.NONE, path, new Scratch());
      documents.add(new YamlReader.Document(in.tree(Problems.REJECT_DUPLICATES), 1));
      from = in.position();
    }
    return documents;
  }

  private static List<YamlReader.Document> jsonObjects(byte[] bytes) {
    List<YamlReader.Document> documents = new ArrayList<>();
    ReadPath path = new ReadPath();
    JsonInput in = new JsonInput(bytes, 0, bytes.length, StringCache.NONE, path, new Scratch());
    int line = 1;
    int counted = 0;
    while (!in.atEnd()) {
      for (; counted < in.position(); counted++) {
        line += bytes[counted] == '\n' ? 1 : 0;
      }
      documents.add(new YamlReader.Document(in.tree(Problems.REJECT_DUPLICATES), line));
    }
    return documents;
  }
}
