package io.kybern.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Base of the generated builders. Not thread-safe. A builder may be built from more than once; what
 * was built does not change any more.
 *
 * @param <T> the message
 * @param <B> the builder itself
 */
public abstract class MessageBuilder<T extends Message, B extends MessageBuilder<T, B>> {
  private final MessageType<T> type;
  private final @Nullable Object[] values;
  private @Nullable UnknownFields unknown;

  /** For generated code: an empty builder. */
  protected MessageBuilder(MessageType<T> type) {
    this.type = type;
    this.values = new Object[type.fieldCount()];
  }

  /** For generated code: a builder that starts with the content of {@code message}. */
  protected MessageBuilder(MessageType<T> type, T message) {
    this.type = type;
    this.values = type.values(message);
    this.unknown = message.unknown();
  }

  /** The message as it is now. */
  public final T build() {
    @Nullable Object[] finished = values.clone();
    for (int i = 0; i < finished.length; i++) {
      if (finished[i] instanceof Growing growing) {
        finished[i] = growing.freeze();
      }
    }
    return type.create(finished, unknown);
  }

  /**
   * Sets a field by name, for code that does not know the type. Lists and maps are copied.
   *
   * @throws IllegalArgumentException if the type has no such field, or {@code value} is neither
   *     {@code null} nor of the field's Java type
   */
  public final B set(String jsonName, @Nullable Object value) {
    Field field = type.field(jsonName);
    if (field == null) {
      throw new IllegalArgumentException(type.name() + " has no field " + jsonName);
    }
    values[field.index()] = field.checked(value);
    return self();
  }

  @SuppressWarnings("unchecked")
  private B self() {
    return (B) this;
  }

  /** For generated code: sets one value, or unsets it with {@code null}. */
  protected final B put(int index, @Nullable Object value) {
    values[index] = value instanceof Instant time ? type.field(index).onWire(time) : value;
    return self();
  }

  /** For generated code: sets a list. */
  protected final B putList(int index, @Nullable Collection<?> list) {
    return put(index, list == null ? null : CompactList.copyOf(list));
  }

  /** For generated code: sets a map. */
  protected final B putMap(int index, @Nullable Map<String, ?> map) {
    return put(index, map == null ? null : CompactMap.copyOf(map));
  }

  /** For generated code: appends to a list. */
  protected final B add(int index, Object element) {
    Objects.requireNonNull(element, () -> "element of " + type.field(index));
    if (values[index] instanceof GrowingList list) {
      list.add(element);
    } else {
      GrowingList list = new GrowingList();
      if (value(index) instanceof Collection<?> present) {
        list.addAll(present);
      }
      list.add(element);
      values[index] = list;
    }
    return self();
  }

  /** For generated code: puts an entry into a map. */
  protected final B putEntry(int index, String key, Object value) {
    Objects.requireNonNull(key, () -> "key of " + type.field(index));
    Objects.requireNonNull(value, () -> "value of " + type.field(index));
    if (values[index] instanceof GrowingMap map) {
      map.put(key, value);
    } else {
      GrowingMap map = new GrowingMap();
      if (value(index) instanceof Map<?, ?> present) {
        present.forEach((k, v) -> map.put((String) k, v));
      }
      map.put(key, value);
      values[index] = map;
    }
    return self();
  }

  /** For generated code: the message that is set, or the empty one. */
  @SuppressWarnings("unchecked")
  protected final <M extends Message> M current(int index, MessageType<M> messageType) {
    Object value = value(index);
    return value == null ? messageType.empty() : (M) value;
  }

  private @Nullable Object value(int index) {
    return values[index] instanceof LazyPart part ? part.get() : values[index];
  }

  private interface Growing {
    Object freeze();
  }

  private static final class GrowingList extends ArrayList<Object> implements Growing {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Object> freeze() {
      return CompactList.copyOf(this);
    }
  }

  private static final class GrowingMap extends LinkedHashMap<String, Object> implements Growing {
    private static final long serialVersionUID = 1L;

    @Override
    public Map<String, Object> freeze() {
      return CompactMap.copyOf(this);
    }
  }
}
