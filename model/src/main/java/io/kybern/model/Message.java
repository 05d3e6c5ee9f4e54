package io.kybern.model;

import io.kybern.model.wire.TextForm;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Base of every generated API type. Immutable; safe for use by any thread; equal to another message
 * of the same type whose fields say the same, where an empty list, map or part is the same as none.
 *
 * <p>Fields the type does not know survive: they are kept as they came and go back out when the
 * message is written in the same format.
 */
public abstract class Message {
  private final @Nullable UnknownFields unknown;

  /** For generated code. */
  protected Message(@Nullable UnknownFields unknown) {
    this.unknown = unknown;
  }

  /** The description of this message's type. */
  public abstract MessageType<? extends Message> messageType();

  /** For generated code: the value of a field, or the {@link LazyPart} that will become it. */
  protected abstract @Nullable Object slot(int index);

  /** For generated code: a bit for each slot that is not {@code null}. */
  protected abstract long present();

  /** For generated code: a message of the same type with these slots. */
  protected abstract Message create(@Nullable Object[] values, @Nullable UnknownFields unknown);

  /** For generated code: the type of the messages in field {@code index}. */
  protected MessageType<?> child(int index) {
    throw new IllegalStateException(messageType().field(index) + " holds no message");
  }

  @Nullable UnknownFields unknown() {
    return unknown;
  }

  /** For generated kinds: group and version that the object names, else those of its type. */
  protected final String apiVersionOf() {
    String own = unknown == null ? null : unknown.apiVersion();
    String type = messageType().apiVersion();
    return own != null ? own : type == null ? "" : type;
  }

  /** For generated kinds: kind that the object names, else that of its type. */
  protected final String kindOf() {
    String own = unknown == null ? null : unknown.kind();
    String type = messageType().kind();
    return own != null ? own : type == null ? "" : type;
  }

  /** Whether nothing is set. */
  @SuppressWarnings("ReferenceEquality") // most that are empty are the one
  public final boolean isEmpty() {
    if (this == messageType().empty()) {
      return true;
    }
    if (unknown != null) {
      return false;
    }
    MessageType<?> type = messageType();
    for (int i = 0; i < type.fieldCount(); i++) {
      if (!type.field(i).isDefault(type.get(this, i))) {
        return false;
      }
    }
    return true;
  }

  /** For generated code: the list, never {@code null}. */
  @SuppressWarnings("unchecked")
  protected static <E> List<E> list(@Nullable Object slot) {
    Object value = slot instanceof LazyPart part ? part.get() : slot;
    return value == null ? List.of() : (List<E>) value;
  }

  /** For generated code: the map, never {@code null}. */
  @SuppressWarnings("unchecked")
  protected static <V> Map<String, V> map(@Nullable Object slot) {
    Object value = slot instanceof LazyPart part ? part.get() : slot;
    return value == null ? Map.of() : (Map<String, V>) value;
  }

  /** For generated code: the message, the empty one where there is none. */
  @SuppressWarnings("unchecked")
  protected static <M extends Message> M message(@Nullable Object slot, MessageType<M> type) {
    Object value = slot instanceof LazyPart part ? part.get() : slot;
    return value == null ? type.empty() : (M) value;
  }

  /** For generated code: whether a part that is no pointer in Go has any content. */
  protected static boolean hasContent(@Nullable Object slot) {
    Object value = slot instanceof LazyPart part ? part.get() : slot;
    return value != null && !((Message) value).isEmpty();
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Message that) || that.messageType() != messageType()) {
      return false;
    }
    MessageType<?> type = messageType();
    for (int i = 0; i < type.fieldCount(); i++) {
      Object mine = type.get(this, i);
      Object theirs = type.get(that, i);
      if (mine == theirs) {
        continue;
      }
      Field field = type.field(i);
      boolean mineDefault = field.isDefault(mine);
      if (mineDefault != field.isDefault(theirs)
          || (!mineDefault && !Objects.equals(mine, theirs))) {
        return false;
      }
    }
    return Objects.equals(unknown, that.unknown);
  }

  @Override
  public final int hashCode() {
    MessageType<?> type = messageType();
    int hash = type.name().hashCode();
    for (int i = 0; i < type.fieldCount(); i++) {
      Object value = type.get(this, i);
      if (!type.field(i).isDefault(value)) {
        hash = hash * 31 + i;
        hash = hash * 31 + Objects.hashCode(value);
      }
    }
    return hash;
  }

  /**
   * The type's name and the fields that are set, for logs: cut off after about two thousand
   * characters, credentials left out. Not a format to parse.
   */
  @Override
  public final String toString() {
    return TextForm.of(this);
  }
}
