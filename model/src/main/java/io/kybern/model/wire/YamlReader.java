package io.kybern.model.wire;

import io.kybern.error.DecodeException;
import io.kybern.model.CompactList;
import io.kybern.model.CompactMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Makes trees of YAML documents. The library finds the structure; what a scalar means is decided here,
 * by kubectl's rules. Aliases share the tree of their anchor; how much they may add up to is bounded.
 */
final class YamlReader {
  /** A document and the line it starts on, from 1. */
  record Document(@Nullable Object tree, int line) {}

  /** How many values all aliases of a document may stand for. */
  private static final long MAX_ALIASED_VALUES = 1_000_000;

  private final Parser events;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private long values;
  private long aliased;
  private int document;

  private record Anchored(@Nullable Object tree, long values) {}

  private YamlReader(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.events = new ParserImpl(new StreamReader(text), options);
  }

  /** All documents of a stream. */
  static List<Document> documents(byte[] yaml) {
    String text = StringCache.decodeUtf8(yaml, 0, yaml.length);
    if (text == null) {
      throw new DecodeException("the YAML is not UTF-8", null, "", -1);
    }
    return new YamlReader(text.startsWith("\uFEFF") ? text.substring(1) : text).read();
  }

  private List<Document> read() {
    List<Document> documents = new ArrayList<>();
    try {
      for (Event event = take(); event != null; event = take()) {
        if (event.getEventId() == Event.ID.DocumentStart) {
          document++;
          anchors.clear();
          aliased = 0;
          int line = line(event);
          Event content = required();
          line = Math.max(line, line(content));
          documents.add(new Document(withoutMerge(node(content, 0)), line));
        }
      }
    } catch (MarkedYAMLException malformed) {
      int line = malformed.getProblemMark() == null ? 0 : malformed.getProblemMark().getLine() + 1;
      throw new DecodeException(
          "line " + line + ": " + malformed.getProblem(), null, "", -1, malformed);
    } catch (YAMLException malformed) {
      throw new DecodeException(String.valueOf(malformed.getMessage()), null, "", -1, malformed);
    }
    return documents;
  }

  private @Nullable Event take() {
    return events.getEvent();
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
    return new DecodeException(
        (document > 1 ? "document " + document + ", " : "") + "line " + line(event) + ": " + reason,
        null,
        "",
        -1);
  }

  private @Nullable Object node(Event event, int depth) {
    if (depth > ReadPath.MAX_DEPTH) {
      throw error(event, "nested deeper than " + ReadPath.MAX_DEPTH + " levels");
    }
    values++;
    if (event instanceof AliasEvent alias) {
      Anchored anchored = anchors.get(alias.getAnchor());
      if (anchored == null) {
        throw error(event, "alias *" + alias.getAnchor() + " has no anchor before it");
      }
      aliased += anchored.values();
      values += anchored.values();
      if (aliased > MAX_ALIASED_VALUES) {
        throw error(event, "the aliases stand for more than " + MAX_ALIASED_VALUES + " values");
      }
      return anchored.tree();
    }
    long before = values;
    Object tree =
        switch (event.getEventId()) {
          case Scalar -> scalar((ScalarEvent) event);
          case SequenceStart -> sequence(depth);
          case MappingStart -> mapping(depth);
          default -> throw error(event, "a value was expected");
        };
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      anchors.put(node.getAnchor(), new Anchored(tree, values - before + 1));
    }
    return tree;
  }

  private Object sequence(int depth) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (Event event = required(); event.getEventId() != Event.ID.SequenceEnd; event = required()) {
      elements.add(withoutMerge(node(event, depth + 1)));
    }
    return CompactList.copyOfRange(elements.toArray(), 0, elements.size());
  }

  private Object mapping(int depth) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    List<Map<?, ?>> merged = new ArrayList<>();
    for (Event event = required(); event.getEventId() != Event.ID.MappingEnd; event = required()) {
      Object key = node(event, depth + 1);
      Event valueEvent = required();
      Object value = withoutMerge(node(valueEvent, depth + 1));
      if (key == YamlScalars.MERGE && event instanceof ScalarEvent) {
        merge(valueEvent, value, merged);
        continue;
      }
      String name = keyName(event, key);
      if (members.containsKey(name)) {
        throw error(event, "key \"" + name + "\" comes twice");
      }
      members.put(name, value);
    }
    for (Map<?, ?> map : merged) {
      map.forEach((name, value) -> members.putIfAbsent((String) name, value));
    }
    @Nullable Object[] entries = new Object[members.size() * 2];
    int size = 0;
    for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
      entries[size++] = member.getKey();
      entries[size++] = member.getValue();
    }
    return CompactMap.sortedLastWins(entries, 0, size);
  }

  /** Anywhere but as a key, {@code <<} is a string. */
  private static @Nullable Object withoutMerge(@Nullable Object value) {
    return value == YamlScalars.MERGE ? "<<" : value;
  }

  private void merge(Event event, @Nullable Object value, List<Map<?, ?>> merged) {
    if (value instanceof Map<?, ?> map) {
      merged.add(map);
      return;
    }
    if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
      list.forEach(map -> merged.add((Map<?, ?>) map));
      return;
    }
    throw error(event, "<< needs a map or a list of maps");
  }

  private String keyName(Event event, @Nullable Object key) {
    if (key instanceof String name) {
      return name;
    }
    if (key instanceof Boolean || key instanceof Long || key instanceof java.math.BigInteger) {
      return String.valueOf(key);
    }
    if (key instanceof Double number && !number.isNaN() && !number.isInfinite()) {
      return Numbers.format(number);
    }
    throw error(event, "the key of a map must be a string, a number or a boolean");
  }

  private @Nullable Object scalar(ScalarEvent event) {
    String text = event.getValue();
    String tag = event.getTag() == null ? "" : event.getTag();
    switch (tag) {
      case "":
        break;
      case "!", "tag:yaml.org,2002:str":
        return text;
      case "tag:yaml.org,2002:binary":
        try {
          return new String(
              Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
          throw error(event, "expected base64 after !!binary");
        }
      case "tag:yaml.org,2002:null",
          "tag:yaml.org,2002:bool",
          "tag:yaml.org,2002:int",
          "tag:yaml.org,2002:float":
        return checked(event, YamlScalars.resolve(text));
      default:
        throw error(event, "tag " + tag + " is not supported");
    }
    return event.isPlain() ? checked(event, YamlScalars.resolve(text)) : text;
  }

  private @Nullable Object checked(Event event, @Nullable Object value) {
    if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
      throw error(event, "JSON has no number for " + number);
    }
    return value;
  }
}
