package io.kybern.model.wire;

import io.kybern.error.DecodeException;
import io.kybern.model.Bytes;
import io.kybern.model.CompactList;
import io.kybern.model.CompactMap;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;

/**
 * Makes trees of YAML documents. The library finds the structure; what a scalar means is decided
 * here, by kubectl's rules. Aliases share the tree of their anchor; how much they may add up to is
 * bounded.
 */
final class YamlReader {
  /** A document and the line it starts on, from 1. */
  record Document(@Nullable Object tree, int line) {}

  /** How many values all aliases may stand for. */
  private static final long MAX_ALIASED_VALUES = 400_000;

  /** A text counts as one value more for each so many characters. */
  private static final int CHARS_PER_VALUE = 32;

  private static final String STANDARD_TAG = "tag:yaml.org,2002:";

  private final Parser events;
  private final Problems problems;
  private final ReadPath path = new ReadPath();
  private final Map<String, Anchored> anchors = new HashMap<>();
  private long values;
  private long aliased;
  private int document;

  private record Anchored(@Nullable Object tree, long values) {}

  private YamlReader(String text, Problems problems) {
    this.problems = problems;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.events = new ParserImpl(new YamlSource(text), options);
  }

  /** All documents of a stream. */
  static List<Document> documents(byte[] yaml, Problems problems) {
    String text = StringCache.decodeUtf8(yaml, 0, yaml.length);
    if (text == null) {
      throw new DecodeException("the YAML is not UTF-8", null, "", -1);
    }
    return new YamlReader(text.startsWith("\uFEFF") ? text.substring(1) : text, problems).read();
  }

  private List<Document> read() {
    List<Document> documents = new ArrayList<>();
    for (Event event = take(); event != null; event = take()) {
      if (event.getEventId() == Event.ID.DocumentStart) {
        document++;
        anchors.clear();
        int line = line(event);
        Event content = required();
        line = Math.max(line, line(content));
        documents.add(new Document(json(content, node(content)), line));
      }
    }
    return documents;
  }

  private @Nullable Event take() {
    try {
      return events.getEvent();
    } catch (MarkedYAMLException malformed) {
      int line = malformed.getProblemMark() == null ? 0 : malformed.getProblemMark().getLine() + 1;
      throw new DecodeException(
          "line " + line + ": " + malformed.getProblem(), null, "", -1, malformed);
    } catch (YAMLException malformed) {
      throw new DecodeException(String.valueOf(malformed.getMessage()), null, "", -1, malformed);
    } catch (NumberFormatException malformed) {
      // The library does not check how large the number in an escape or a directive is.
      throw new DecodeException("a number in the YAML is too large", null, "", -1, malformed);
    }
  }

  private Event required() {
    Event event = take();
    if (event == null) {
      throw new DecodeException("the YAML ends early", null, "", -1);
    }
    return event;
  }

  private static int line(Event event) {
    return event.getStartMark() == null ? 0 : event.getStartMark().getLine() + 1;
  }

  private DecodeException error(Event event, String reason) {
    return path.error(
        (document > 1 ? "document " + document + ", " : "") + "line " + line(event) + ": " + reason,
        -1);
  }

  /** The value that starts with {@code first}; without recursion, so that depth costs no stack. */
  private @Nullable Object node(Event first) {
    Deque<Collection> open = new ArrayDeque<>();
    Event event = first;
    while (true) {
      values++;
      Object value;
      switch (event.getEventId()) {
        case SequenceStart -> {
          open.push(new Sequence((NodeEvent) event, values));
          path.push(0, -1);
          event = required();
          continue;
        }
        case MappingStart -> {
          open.push(new Mapping((NodeEvent) event, values));
          path.push("?", -1);
          event = required();
          continue;
        }
        case SequenceEnd, MappingEnd -> {
          Collection ended = open.pop();
          path.pop();
          value = ended.finish();
          event = ended.start;
          anchor(ended.start, value, values - ended.valuesBefore + 1);
        }
        case Scalar -> {
          long before = values;
          value = scalar((ScalarEvent) event);
          anchor((ScalarEvent) event, value, values - before + 1);
        }
        case Alias -> value = aliased((AliasEvent) event);
        default -> throw error(event, "a value was expected");
      }
      if (open.isEmpty()) {
        return value;
      }
      open.peek().accept(event, value);
      event = required();
    }
  }

  private void anchor(NodeEvent event, @Nullable Object value, long count) {
    if (event.getAnchor() != null) {
      anchors.put(event.getAnchor(), new Anchored(value, count));
    }
  }

  private @Nullable Object aliased(AliasEvent alias) {
    Anchored anchored = anchors.get(alias.getAnchor());
    if (anchored == null) {
      throw error(
          alias, "alias *" + ReadPath.shown(alias.getAnchor()) + " has no anchor before it");
    }
    aliased += anchored.values();
    values += anchored.values();
    if (aliased > MAX_ALIASED_VALUES) {
      throw error(alias, "the aliases stand for more than " + MAX_ALIASED_VALUES + " values");
    }
    return anchored.tree();
  }

  /** A list or map that is being read. */
  private abstract static class Collection {
    final NodeEvent start;
    final long valuesBefore;

    Collection(NodeEvent start, long valuesBefore) {
      this.start = start;
      this.valuesBefore = valuesBefore;
    }

    abstract void accept(Event event, @Nullable Object value);

    abstract Object finish();
  }

  private final class Sequence extends Collection {
    private final List<@Nullable Object> elements = new ArrayList<>();

    Sequence(NodeEvent start, long valuesBefore) {
      super(start, valuesBefore);
    }

    @Override
    void accept(Event event, @Nullable Object value) {
      elements.add(json(event, value));
      path.replace(elements.size());
    }

    @Override
    Object finish() {
      return CompactList.copyOfRange(elements.toArray(), 0, elements.size());
    }
  }

  private final class Mapping extends Collection {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();
    private final Set<String> named = new HashSet<>();
    private @Nullable Event keyEvent;
    private String key = "";

    Mapping(NodeEvent start, long valuesBefore) {
      super(start, valuesBefore);
    }

    @Override
    void accept(Event event, @Nullable Object value) {
      if (keyEvent == null) {
        keyEvent = event;
        key = isMerge(event) ? "<<" : keyName(event, value);
        path.replace(key);
        return;
      }
      Object member = json(event, value);
      if (isMerge(keyEvent)) {
        merge(event, member, members);
      } else {
        if (!named.add(key) && !problems.duplicateKey(path.toString(), key, line(keyEvent))) {
          throw error(keyEvent, "key \"" + ReadPath.shown(key) + "\" comes twice");
        }
        members.put(key, member);
      }
      keyEvent = null;
      path.replace("?");
    }

    @Override
    Object finish() {
      @Nullable Object[] entries = new Object[members.size() * 2];
      int size = 0;
      for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
        entries[size++] = member.getKey();
        entries[size++] = member.getValue();
      }
      return CompactMap.sortedLastWins(entries, 0, size);
    }
  }

  private static boolean isMerge(Event event) {
    return event instanceof ScalarEvent scalar
        && scalar.getValue().equals("<<")
        && (scalar.getTag() == null
            ? scalar.isPlain()
            : scalar.getTag().equals(STANDARD_TAG + "merge"));
  }

  /**
   * Puts in what {@code value} has. As in Go it counts more than what came before it, not after it.
   */
  @SuppressWarnings("unchecked")
  private void merge(Event event, @Nullable Object value, Map<String, @Nullable Object> members) {
    if (value instanceof Map<?, ?> map) {
      members.putAll((Map<String, Object>) map);
      return;
    }
    if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
      for (int i = list.size() - 1; i >= 0; i--) {
        members.putAll((Map<String, Object>) list.get(i));
      }
      return;
    }
    throw error(event, "<< needs a map or a list of maps");
  }

  private String keyName(Event event, @Nullable Object key) {
    if (key instanceof String name) {
      return name;
    }
    if (key instanceof Boolean || key instanceof Long) {
      return String.valueOf(key);
    }
    if (key instanceof Double number) {
      return Numbers.formatYamlKey(number);
    }
    throw error(event, "the key of a map must be a string, a 64-bit number or a boolean");
  }

  private @Nullable Object scalar(ScalarEvent event) {
    String text = event.getValue();
    values += text.length() / CHARS_PER_VALUE;
    if (event.getScalarStyle() == DumperOptions.ScalarStyle.DOUBLE_QUOTED && hasHalfPair(text)) {
      throw error(event, "half of a surrogate pair is no character");
    }
    String tag = event.getTag();
    if (tag == null) {
      return event.isPlain() ? YamlScalars.resolve(text) : text;
    }
    return tag.startsWith(STANDARD_TAG)
        ? tagged(event, tag.substring(STANDARD_TAG.length()), text)
        : text;
  }

  private static boolean hasHalfPair(String text) {
    return text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }

  /** A scalar that says what it is. Tags that JSON has no type for make strings, as in Go. */
  private @Nullable Object tagged(Event event, String tag, String text) {
    Object value = YamlScalars.resolve(text);
    boolean fits =
        switch (tag) {
          case "null" -> value == null;
          case "bool" -> value instanceof Boolean;
          case "int" -> value instanceof Long || value instanceof BigInteger;
          case "float" -> value instanceof Long || value instanceof Double;
          case "timestamp" -> {
            value = text;
            yield YamlTimestamps.matches(text);
          }
          case "binary" -> {
            value = binary(text);
            yield value != null;
          }
          default -> {
            value = text;
            yield true;
          }
        };
    if (!fits) {
      throw error(event, "the value after !!" + tag + " is none");
    }
    return value;
  }

  private static @Nullable String binary(String text) {
    try {
      return Bytes.ofBase64(text.replace("\n", "").replace("\r", "")).utf8();
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /** A value as it comes back from JSON, where a number without decimal places is a whole one. */
  private @Nullable Object json(Event event, @Nullable Object value) {
    if (!(value instanceof Double number)) {
      return value;
    }
    if (number.isNaN() || number.isInfinite()) {
      throw error(event, "JSON has no number for " + number);
    }
    return Numbers.asRead(number);
  }
}
