package io.kybern.model.wire;

import io.kybern.error.DecodeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads manifests: YAML documents, or JSON objects one after the other. Lists are taken apart. */
final class Manifests {
  private Manifests() {}

  static List<ManifestObject> read(ReadContext context, byte[] bytes) {
    if (Envelope.startsWithMagic(bytes, 0, bytes.length)) {
      return List.of(
          new ManifestObject(
              Readers.readAny(context, WireFormat.PROTOBUF, bytes, Problems.REJECT_DUPLICATES), 1, 1));
    }
    List<YamlReader.Document> documents =
        startsAsJson(bytes) ? jsonObjects(bytes) : YamlReader.documents(bytes);
    List<ManifestObject> objects = new ArrayList<>();
    int number = 0;
    for (YamlReader.Document document : documents) {
      number++;
      if (document.tree() != null) {
        try {
          add(document.tree(), number, document.line(), objects);
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
      @Nullable Object tree, int number, int line, List<ManifestObject> objects) {
    if (tree instanceof Map<?, ?> map
        && map.get("kind") instanceof String kind
        && kind.endsWith("List")
        && map.get("items") instanceof Collection<?> items) {
      for (Object item : items) {
        add(item, number, line, objects);
      }
      return;
    }
    objects.add(
        new ManifestObject(
            Readers.anyFromTree(tree, Problems.REJECT_DUPLICATES), number, line));
  }

  private static boolean startsAsJson(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b == '{' || b == '[';
      }
    }
    return false;
  }

  private static List<YamlReader.Document> jsonObjects(byte[] bytes) {
    List<YamlReader.Document> documents = new ArrayList<>();
    ReadPath path = new ReadPath();
    JsonInput in =
        new JsonInput(bytes, 0, bytes.length, StringCache.NONE, path, new Scratch());
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
