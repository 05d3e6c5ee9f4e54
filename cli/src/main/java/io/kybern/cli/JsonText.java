package io.kybern.cli;

import io.kybern.model.wire.Codec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON as Go writes maps: members sorted by name. */
final class JsonText {
  private static final int STEP = 4;

  private JsonText() {}

  /** In one line, without its end. */
  static byte[] compact(@Nullable Object tree) {
    return Codec.treeToJson(sorted(tree));
  }

  /** Indented by four spaces, with a line end. */
  static byte[] indented(@Nullable Object tree) {
    byte[] compact = compact(tree);
    ByteArrayOutputStream out = new ByteArrayOutputStream(compact.length * 2);
    int depth = 0;
    boolean text = false;
    for (int i = 0; i < compact.length; i++) {
      byte b = compact[i];
      if (text) {
        out.write(b);
        if (b == '\\') {
          out.write(compact[++i]);
        }
        text = b != '"';
        continue;
      }
      switch (b) {
        case '{', '[' -> {
          out.write(b);
          if (compact[i + 1] == b + 2) { // The closing one: nothing between them.
            out.write(compact[++i]);
          } else {
            newLine(out, ++depth);
          }
        }
        case '}', ']' -> {
          newLine(out, --depth);
          out.write(b);
        }
        case ',' -> {
          out.write(b);
          newLine(out, depth);
        }
        case ':' -> {
          out.write(b);
          out.write(' ');
        }
        default -> {
          text = b == '"';
          out.write(b);
        }
      }
    }
    out.write('\n');
    return out.toByteArray();
  }

  private static void newLine(ByteArrayOutputStream out, int depth) {
    out.write('\n');
    for (int i = 0; i < depth * STEP; i++) {
      out.write(' ');
    }
  }

  private static @Nullable Object sorted(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((name, value) -> sorted.put((String) name, sorted(value)));
      return sorted;
    }
    if (tree instanceof List<?> list) {
      List<@Nullable Object> sorted = new ArrayList<>(list.size());
      list.forEach(element -> sorted.add(sorted(element)));
      return sorted;
    }
    return tree;
  }
}
