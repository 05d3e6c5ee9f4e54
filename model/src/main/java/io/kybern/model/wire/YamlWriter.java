package io.kybern.model.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/**
 * Writes trees as kubectl prints YAML: sorted keys, two spaces, lists not indented, text with line ends
 * as a literal block, quotes only where kubectl's own reader needs them.
 */
final class YamlWriter {
  private static final Optional<org.snakeyaml.engine.v2.common.Anchor> NO_ANCHOR = Optional.empty();
  private static final Optional<String> NO_TAG = Optional.empty();

  private final List<Event> events = new ArrayList<>();

  private YamlWriter() {}

  static String write(@Nullable Object tree) {
    YamlWriter writer = new YamlWriter();
    writer.events.add(new StreamStartEvent());
    writer.events.add(new DocumentStartEvent(false, Optional.empty(), Map.of()));
    writer.value(tree);
    writer.events.add(new DocumentEndEvent(false));
    writer.events.add(new StreamEndEvent());
    DumpSettings settings =
        DumpSettings.builder()
            .setIndent(2)
            .setWidth(Integer.MAX_VALUE)
            .setSplitLines(false)
            .setMaxSimpleKeyLength(1024)
            .build();
    Text text = new Text();
    Emitter emitter = new Emitter(settings, text);
    writer.events.forEach(emitter::emit);
    return text.buffer.toString();
  }

  private void value(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      events.add(
          new MappingStartEvent(
              NO_ANCHOR, NO_TAG, true, map.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK));
      List<String> keys = new ArrayList<>();
      map.keySet().forEach(key -> keys.add((String) key));
      keys.sort(NaturalOrder.INSTANCE);
      for (String key : keys) {
        string(key);
        value(map.get(key));
      }
      events.add(new MappingEndEvent());
    } else if (tree instanceof Collection<?> list) {
      events.add(
          new SequenceStartEvent(
              NO_ANCHOR, NO_TAG, true, list.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK));
      list.forEach(this::value);
      events.add(new SequenceEndEvent());
    } else if (tree instanceof String text) {
      string(text);
    } else if (tree instanceof Double number) {
      plain(Numbers.format(number));
    } else {
      plain(String.valueOf(tree));
    }
  }

  private void plain(String text) {
    scalar(text, ScalarStyle.PLAIN);
  }

  private void string(String text) {
    ScalarStyle style =
        text.indexOf('\n') >= 0
            ? ScalarStyle.LITERAL
            : YamlScalars.staysString(text) ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
    scalar(text, style);
  }

  private void scalar(String text, ScalarStyle style) {
    events.add(
        new ScalarEvent(NO_ANCHOR, NO_TAG, new ImplicitTuple(true, true), text, style));
  }

  private static final class Text implements StreamDataWriter {
    private final StringBuilder buffer = new StringBuilder();

    @Override
    public void write(String text) {
      buffer.append(text);
    }

    @Override
    public void write(String text, int offset, int length) {
      buffer.append(text, offset, offset + length);
    }
  }
}
