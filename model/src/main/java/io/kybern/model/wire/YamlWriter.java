package io.kybern.model.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes trees as kubectl prints YAML: sorted keys, two spaces, lists not indented under their key,
 * text with line ends as a literal block, quotes only where a reader needs them, lines folded after
 * column 80. The layout is that of the common C emitter and its ports; no library here writes it
 * the same, see the decision about YAML.
 */
final class YamlWriter {
  private static final int STEP = 2;

  /** Go writes this key without quotes and then cannot read it; with them every reader can. */
  private static final String MERGE_KEY = "<<";

  private static final int MAX_SIMPLE_KEY_BYTES = 128;

  private final YamlText out = new YamlText();
  private int indent = -1;

  private YamlWriter() {}

  static String write(@Nullable Object tree) {
    YamlWriter writer = new YamlWriter();
    writer.value(tree, false, 0);
    writer.out.endDocument();
    return writer.out.toString();
  }

  private void value(@Nullable Object tree, boolean underKey, int depth) {
    Trees.requireShallow(depth);
    if (tree instanceof Map<?, ?> map) {
      if (map.isEmpty()) {
        out.indicator("{", true, true, false);
        out.indicator("}", false, false, false);
      } else {
        mapping(map, depth);
      }
    } else if (tree instanceof Collection<?> list) {
      if (list.isEmpty()) {
        out.indicator("[", true, true, false);
        out.indicator("]", false, false, false);
      } else {
        sequence(list, underKey, depth);
      }
    } else {
      scalar(tree, false);
    }
  }

  private void mapping(Map<?, ?> map, int depth) {
    int before = indent;
    indent = indent < 0 ? 0 : indent + STEP;
    List<String> keys = new ArrayList<>();
    map.keySet().forEach(key -> keys.add((String) key));
    for (String key : NaturalOrder.sort(keys)) {
      out.newLine(indent);
      if (isSimpleKey(key)) {
        scalar(key, true);
        out.indicator(":", false, false, false);
      } else {
        out.indicator("?", true, false, true);
        scalar(key, false);
        out.newLine(indent);
        out.indicator(":", true, false, true);
      }
      value(map.get(key), true, depth + 1);
    }
    indent = before;
  }

  private static boolean isSimpleKey(String key) {
    if (key.codePoints().anyMatch(YamlText::isBreak)) {
      return false;
    }
    return key.length() <= MAX_SIMPLE_KEY_BYTES
        && key.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= MAX_SIMPLE_KEY_BYTES;
  }

  private void sequence(Collection<?> list, boolean underKey, int depth) {
    int before = indent;
    if (indent < 0) {
      indent = 0;
    } else if (!underKey || out.onlyIndented()) {
      indent += STEP;
    }
    for (Object element : list) {
      out.newLine(indent);
      out.indicator("-", true, false, true);
      value(element, false, depth + 1);
    }
    indent = before;
  }

  private void scalar(@Nullable Object value, boolean key) {
    int textIndent = indent < 0 ? STEP : indent + STEP;
    if (value instanceof String text) {
      string(wholePairs(text), key, textIndent);
    } else if (value instanceof Double number) {
      out.plain(Numbers.formatYaml(number), false, textIndent);
    } else if (value instanceof BigInteger number) {
      out.plain(Numbers.formatYaml(number), false, textIndent);
    } else if (value instanceof BigDecimal number) {
      out.plain(number.toString().replace('E', 'e'), false, textIndent);
    } else {
      out.plain(String.valueOf(value), false, textIndent);
    }
  }

  /** Half a surrogate pair becomes U+FFFD, as in the other formats. */
  private static String wholePairs(String text) {
    StringBuilder whole = null;
    for (int i = 0; i < text.length(); i++) {
      int point = text.codePointAt(i);
      if (Character.isSupplementaryCodePoint(point)) {
        i++;
      } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        whole = whole == null ? new StringBuilder(text) : whole;
        whole.setCharAt(i, '\uFFFD');
      }
    }
    return whole == null ? text : whole.toString();
  }

  private void string(String text, boolean key, int textIndent) {
    YamlShape shape = YamlShape.of(text);
    boolean folds = !key;
    if (text.indexOf('\n') >= 0) {
      if (shape.block() && !key) {
        out.literal(text, textIndent, STEP);
      } else {
        out.doubleQuoted(text, folds, textIndent);
      }
    } else if (!YamlScalars.staysString(text) || key && text.equals(MERGE_KEY)) {
      out.doubleQuoted(text, folds, textIndent);
    } else if (shape.plain()) {
      out.plain(text, folds, textIndent);
    } else if (shape.singleQuoted()) {
      out.singleQuoted(text, folds, textIndent);
    } else {
      out.doubleQuoted(text, folds, textIndent);
    }
  }
}
