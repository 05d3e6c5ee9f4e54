package io.kybern.model.wire;

import io.kybern.model.Bytes;
import io.kybern.model.CompactMap;
import io.kybern.model.Field;
import io.kybern.model.IntOrString;
import io.kybern.model.LazyPart;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.Quantity;
import io.kybern.model.RawJson;
import io.kybern.model.UnknownFields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to JSON-like output by the description of their type.
 *
 * <p>Presence follows Go's encoder: what {@code omitempty} or {@code omitzero} leaves out is left
 * out, a value that is no pointer is written even if it is zero, an absent list without {@code
 * omitempty} is {@code null}. With {@code setOnly} just what was set is written.
 */
final class MessageWriter {
  private final Output out;
  private final boolean setOnly;

  MessageWriter(Output out, boolean setOnly) {
    this.out = out;
    this.setOnly = setOnly;
  }

  /** A whole object, with its kind and version if it is a kind. */
  void root(Message message) {
    message(message, true);
  }

  /** An item of a list, which does not name its kind. */
  void item(Message message) {
    message(message, false);
  }

  private void message(Message message, boolean root) {
    MessageType<?> type = message.messageType();
    if (type.jsonForm() != MessageType.JsonForm.OBJECT) {
      schemaForm(message, type);
      return;
    }
    out.beginObject();
    UnknownFields unknown = type.unknownFields(message);
    String kind = unknown == null ? null : unknown.kind();
    String apiVersion = unknown == null ? null : unknown.apiVersion();
    if (root && type.isKind()) {
      kind = kind == null ? type.kind() : kind;
      apiVersion = apiVersion == null ? type.apiVersion() : apiVersion;
    }
    JsonMembers members = JsonMembers.of(type);
    long written = type.present(message) & members.known();
    if (!setOnly) {
      written |= members.evenIfAbsent();
    }
    int[] order = out.order(type);
    if (order == null) {
      name("kind", kind);
      name("apiVersion", apiVersion);
      // Most fields of most messages are not set: only those that are cost something.
      for (long rest = written; rest != 0; rest &= rest - 1) {
        field(members, type.field(Long.numberOfTrailingZeros(rest)), message);
      }
    } else {
      for (int i : order) {
        switch (i) {
          case Output.KIND -> name("kind", kind);
          case Output.API_VERSION -> name("apiVersion", apiVersion);
          default -> {
            if ((written >>> i & 1) != 0) {
              field(members, type.field(i), message);
            }
          }
        }
      }
    }
    if (unknown != null && unknown.json() != null) {
      out.members(unknown.json());
    }
    out.endObject();
  }

  private void name(String member, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      out.member(member);
      out.string(value);
    }
  }

  private void field(JsonMembers members, Field field, Message message) {
    int index = field.index();
    Object slot = members.type().slot(message, index);
    Object value = slot instanceof LazyPart part ? part.get() : slot;
    if (value == null) {
      out.member(members, index);
      value(field, ZeroValues.standForAbsent(field) ? ZeroValues.of(field) : null);
    } else if (setOnly || !members.unlessZero(index) || !isZero(field, value)) {
      out.member(members, index);
      value(field, value);
    }
  }

  private static boolean isZero(Field field, Object value) {
    return value instanceof String text
        ? text.isEmpty()
        : value instanceof RawJson raw ? raw.size() == 0 : field.isDefault(value);
  }

  /** A whole value: list, map or single. */
  void value(Field field, @Nullable Object value) {
    if (value == null) {
      out.nullValue();
      return;
    }
    switch (field.shape()) {
      case SINGLE -> single(field, value);
      case LIST -> {
        List<?> list = (List<?>) value;
        out.beginArray(list.size());
        for (int i = 0; i < list.size(); i++) {
          out.element();
          single(field, Objects.requireNonNull(list.get(i)));
        }
        out.endArray();
      }
      case MAP -> {
        out.beginObject();
        if (value instanceof CompactMap<?> map) {
          for (int i = 0; i < map.size(); i++) {
            out.member(map.keyAt(i));
            single(field, Objects.requireNonNull(map.valueAt(i)));
          }
        } else {
          for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
            out.member((String) entry.getKey());
            single(field, Objects.requireNonNull(entry.getValue()));
          }
        }
        out.endObject();
      }
    }
  }

  private void single(Field field, Object value) {
    if (value instanceof String text) {
      out.string(text); // of most kinds there is one value where of this there are five
      return;
    }
    switch (field.kind()) {
      case BOOL -> out.bool((Boolean) value);
      case INT32 -> out.integer((Integer) value);
      case INT64 -> out.integer((Long) value);
      case DOUBLE -> out.number((Double) value);
      case STRING -> out.string((String) value);
      case BYTES -> out.base64((Bytes) value);
      case MESSAGE -> message((Message) value, false);
      case QUANTITY -> out.string(((Quantity) value).toString());
      case INT_OR_STRING -> {
        IntOrString either = (IntOrString) value;
        if (either.isString()) {
          out.string(either.stringValue());
        } else {
          out.integer(either.intValue());
        }
      }
      case TIME -> time((Instant) value, false);
      case MICRO_TIME -> time((Instant) value, true);
      case DURATION -> out.string(GoTime.formatDuration((Duration) value));
      case RAW -> out.raw((RawJson) value);
      case STRING_ITEMS -> {
        out.beginArray(((List<?>) value).size());
        for (Object element : (List<?>) value) {
          out.element();
          out.string((String) element);
        }
        out.endArray();
      }
    }
  }

  private void time(Instant value, boolean micro) {
    if (value.equals(Field.ZERO_TIME)) {
      out.nullValue();
    } else {
      out.time(value, micro);
    }
  }

  private void schemaForm(Message message, MessageType<?> type) {
    Field schema = Objects.requireNonNull(type.field("schema"));
    Object nested = type.get(message, schema.index());
    if (nested != null) {
      message((Message) nested, false);
      return;
    }
    switch (type.jsonForm()) {
      case SCHEMA_OR_BOOL -> {
        Field allows = Objects.requireNonNull(type.field("allows"));
        out.bool(Boolean.TRUE.equals(type.get(message, allows.index())));
      }
      case SCHEMA_OR_ARRAY -> {
        Field array = Objects.requireNonNull(type.field("jsonSchemas"));
        value(array, type.get(message, array.index()));
      }
      default -> {
        Field array = Objects.requireNonNull(type.field("property"));
        value(array, type.get(message, array.index()));
      }
    }
  }
}
