package io.kybern.model.wire;

import io.kybern.model.CompactList;
import io.kybern.model.CompactMap;
import io.kybern.model.Field;
import io.kybern.model.IntOrString;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.Quantity;
import io.kybern.model.RawJson;
import io.kybern.model.UnknownFields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages from JSON-like input by the description of their type. Accepts what Go's decoder
 * of the API server accepts: names match by case, {@code null} is no value, numbers are not
 * strings.
 */
final class MessageReader {
  private final ReadContext context;
  private final Input in;
  private final ReadPath path;
  private final Scratch scratch;
  private final Problems problems;
  private final boolean lazy;

  MessageReader(ReadContext context, Input in, Scratch scratch, Problems problems) {
    this.context = context;
    this.in = in;
    this.path = in.path;
    this.scratch = scratch;
    this.problems = problems;
    // What is reported about unknown and duplicate fields has to be reported now.
    this.lazy = context.lazy() && problems == Problems.REJECT_DUPLICATES;
  }

  /** A whole object; one that names its kind must be of {@code type}. */
  <T extends Message> T root(MessageType<T> type) {
    path.root(type.simpleName());
    return message(type, true);
  }

  private <T extends Message> T message(MessageType<T> type, boolean root) {
    if (type.jsonForm() != MessageType.JsonForm.OBJECT) {
      return schemaForm(type);
    }
    in.beginObject();
    path.requireRoom(scratch.depth(), in.offset());
    int count = type.fieldCount();
    @Nullable Object[] values = scratch.take(count);
    long seenLow = 0;
    long seenHigh = 0;
    Unknown unknown = null;
    int guess = 0;
    while (in.nextMember()) {
      Field field = in.field(type, guess);
      if (field == null) {
        unknown = other(type, root, unknown);
        continue;
      }
      int index = field.index();
      guess = index + 1;
      long bit = 1L << index;
      if (((index < 64 ? seenLow : seenHigh) & bit) != 0) {
        Duplicates.report(field.name(), path, in.offset(), problems);
      }
      if (index < 64) {
        seenLow |= bit;
      } else {
        seenHigh |= bit;
      }
      path.push(field, in.offset());
      values[index] = value(field);
      path.pop();
    }
    T message = type.create(values, unknown == null ? null : unknown.finish(in.isUnordered()));
    scratch.release(values, count);
    return message;
  }

  /**
   * A member that is no field: the kind and version of a kind, or something the type does not know.
   */
  private @Nullable Unknown other(MessageType<?> type, boolean root, @Nullable Unknown unknown) {
    String name = in.memberName();
    if (type.isKind() && (name.equals("kind") || name.equals("apiVersion"))) {
      return typeMeta(type, root, unknown, name);
    }
    problems.unknownField(path.with(name));
    path.push(name, in.offset());
    byte[] value = in.unknown();
    path.pop();
    if (value == null) {
      return unknown;
    }
    Unknown known = unknown == null ? new Unknown() : unknown;
    if (known.put(name, value)) {
      Duplicates.report(name, path, in.offset(), problems);
    }
    return known;
  }

  private @Nullable Unknown typeMeta(
      MessageType<?> type, boolean root, @Nullable Unknown unknown, String name) {
    boolean isKind = name.equals("kind");
    Unknown known = unknown == null ? new Unknown() : unknown;
    if (isKind ? known.hasKind : known.hasApiVersion) {
      Duplicates.report(name, path, in.offset(), problems);
    }
    known.hasKind |= isKind;
    known.hasApiVersion |= !isKind;
    path.push(name, in.offset());
    String value = "";
    if (in.peek() == Input.NULL) {
      in.nullValue();
    } else {
      value = in.string();
    }
    String expected = isKind ? type.kind() : type.apiVersion();
    boolean says = !value.isEmpty() && !(root && value.equals(expected));
    if (says && root && (isKind || !servesManyVersions(type))) {
      throw path.error(
          "expected \"" + expected + "\", found \"" + ReadPath.shown(value) + '"', in.offset());
    }
    path.pop();
    if (isKind) {
      known.kind = says ? value : null;
    } else {
      known.apiVersion = says ? value : null;
    }
    return known;
  }

  /** Whether objects of the type name the version of whatever resource they are for. */
  static boolean servesManyVersions(MessageType<?> type) {
    return type.name().startsWith("io.k8s.apimachinery.pkg.apis.meta.");
  }

  /** The value of {@code field}, or {@code null}. */
  @Nullable Object value(Field field) {
    if (in.peek() == Input.NULL) {
      in.nullValue();
      return null;
    }
    if (field.lazy()) {
      if (!context.managedFields() && field.name().equals("managedFields")) {
        in.skip();
        return null;
      }
      byte[] later = lazy ? in.later() : null;
      if (later != null) {
        return in.lazy(later, field, context);
      }
    }
    return switch (field.shape()) {
      case SINGLE -> single(field);
      case LIST -> list(field);
      case MAP -> map(field);
    };
  }

  private List<Object> list(Field field) {
    in.beginArray();
    int mark = scratch.top;
    int index = 0;
    path.push(0, in.offset());
    while (in.nextElement()) {
      path.replace(index++);
      // Where JSON has null Go has a zero value.
      scratch.push(in.peek() == Input.NULL ? zero(field) : single(field));
    }
    path.pop();
    List<Object> list = CompactList.copyOfRange(scratch.stack, mark, scratch.top);
    scratch.drop(mark);
    return list;
  }

  private Map<String, Object> map(Field field) {
    in.beginObject();
    int mark = scratch.top;
    path.push("", in.offset());
    while (in.nextMember()) {
      String key = in.memberName();
      path.replace(key);
      scratch.push(key);
      scratch.push(in.peek() == Input.NULL ? zero(field) : single(field));
    }
    path.pop();
    Map<String, Object> map = CompactMap.sortedLastWins(scratch.stack, mark, scratch.top);
    Duplicates.check(map, scratch, mark, path, in.offset(), problems);
    scratch.drop(mark);
    return map;
  }

  private Object zero(Field field) {
    in.nullValue();
    return ZeroValues.of(field);
  }

  private Object single(Field field) {
    switch (field.kind()) {
      case BOOL:
        return in.bool();
      case INT32:
        return (int) in.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT64:
        return in.integer(Long.MIN_VALUE, Long.MAX_VALUE);
      case DOUBLE:
        return in.number();
      case STRING:
        return in.string();
      case BYTES:
        return in.bytes();
      case MESSAGE:
        return message(field.messageType(), false);
      case QUANTITY:
        return quantity();
      case INT_OR_STRING:
        return in.peek() == Input.STRING
            ? IntOrString.of(in.string())
            : IntOrString.of((int) in.integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
      case TIME:
        return ((Instant) parsed(GoTime::parseTime)).truncatedTo(ChronoUnit.SECONDS);
      case MICRO_TIME:
        return parsed(GoTime::parseMicroTime);
      case DURATION:
        return parsed(GoTime::parseDuration);
      case RAW:
        return RawJson.wrapJson(in.raw());
      case STRING_ITEMS:
        return stringItems();
      default:
        throw new IllegalStateException(field.toString());
    }
  }

  private List<Object> stringItems() {
    in.beginArray();
    int mark = scratch.top;
    while (in.nextElement()) {
      if (in.peek() == Input.NULL) {
        in.nullValue();
        scratch.push("");
      } else {
        scratch.push(in.string());
      }
    }
    List<Object> list = CompactList.copyOfRange(scratch.stack, mark, scratch.top);
    scratch.drop(mark);
    return list;
  }

  private Quantity quantity() {
    String text =
        in.peek() == Input.NUMBER && in.quantityMayBeNumber()
            ? new String(in.raw(), StandardCharsets.US_ASCII)
            : in.string();
    try {
      return Quantity.parse(text.strip());
    } catch (IllegalArgumentException malformed) {
      throw path.error(String.valueOf(malformed.getMessage()), in.offset(), malformed);
    }
  }

  private interface Parser {
    Object parse(String text);
  }

  private Object parsed(Parser parser) {
    String text = in.string();
    try {
      return parser.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw path.error(String.valueOf(malformed.getMessage()), in.offset(), malformed);
    }
  }

  /** A message that JSON shows as a schema or as something shorter. */
  private <T extends Message> T schemaForm(MessageType<T> type) {
    path.requireRoom(scratch.depth(), in.offset());
    @Nullable Object[] values = scratch.take(type.fieldCount());
    Field other =
        switch (type.jsonForm()) {
          case SCHEMA_OR_BOOL -> type.field("allows");
          case SCHEMA_OR_ARRAY -> type.field("jsonSchemas");
          default -> type.field("property");
        };
    Field schema = type.field("schema");
    if (other == null || schema == null) {
      throw new IllegalStateException(type.name());
    }
    if (in.peek() == Input.OBJECT) {
      values[schema.index()] = message(schema.messageType(), false);
      if (type.jsonForm() == MessageType.JsonForm.SCHEMA_OR_BOOL) {
        values[other.index()] = true;
      }
    } else {
      values[other.index()] =
          type.jsonForm() == MessageType.JsonForm.SCHEMA_OR_BOOL ? in.bool() : list(other);
    }
    T message = type.create(values, null);
    scratch.release(values, type.fieldCount());
    return message;
  }

  /** Members of an object that its type does not know, as they came. */
  private static final class Unknown {
    /** More names than this are looked up in {@link #places}. */
    private static final int MAX_SCANNED = 8;

    private final List<String> names = new ArrayList<>(2);
    private final List<byte[]> values = new ArrayList<>(2);
    private @Nullable Map<String, Integer> places;
    private boolean hasKind;
    private boolean hasApiVersion;
    private @Nullable String kind;
    private @Nullable String apiVersion;

    /** Takes a member, in place of one of the same name; answers whether there was one. */
    boolean put(String name, byte[] value) {
      int place = place(name);
      if (place >= 0) {
        values.set(place, value);
        return true;
      }
      if (places != null) {
        places.put(name, names.size());
      }
      names.add(name);
      values.add(value);
      return false;
    }

    private int place(String name) {
      if (names.size() <= MAX_SCANNED) {
        return names.indexOf(name);
      }
      if (places == null) {
        places = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
          places.put(names.get(i), i);
        }
      }
      return places.getOrDefault(name, -1);
    }

    @Nullable UnknownFields finish(boolean byName) {
      if (names.isEmpty() && kind == null && apiVersion == null) {
        return null;
      }
      return new UnknownFields(null, names.isEmpty() ? null : json(byName), apiVersion, kind);
    }

    private byte[] json(boolean byName) {
      Integer[] order = new Integer[names.size()];
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
      if (byName) {
        Arrays.sort(order, Comparator.comparing(names::get));
      }
      ByteSink json = new ByteSink(values.get(0).length + names.get(0).length() + 3);
      for (int i = 0; i < names.size(); i++) {
        if (i > 0) {
          json.write(',');
        }
        JsonOutput.quote(json, names.get(order[i]));
        json.write(':');
        json.write(values.get(order[i]));
      }
      return json.toByteArray();
    }
  }
}
