package io.kybern.apiserver.facts;

import io.kybern.model.Field;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.Unstructured;
import org.jspecify.annotations.Nullable;

/** Fields of objects of any kind by their JSON names. */
public final class Parts {
  private Parts() {}

  /**
   * The value at a path of field names: what the generated accessor returns, or the tree of an
   * {@link Unstructured}; {@code null} if a part of the path is not there.
   */
  public static @Nullable Object get(KubernetesObject object, String... path) {
    if (object instanceof Unstructured unstructured) {
      return unstructured.at(path);
    }
    Object value = object;
    for (String name : path) {
      if (!(value instanceof Message message)) {
        return null;
      }
      MessageType<?> type = message.messageType();
      Field field = type.field(name);
      value = field == null ? null : type.get(message, field.index());
    }
    return value;
  }

  /** The value of a field of any message by its JSON name; {@code null} if it is not there. */
  public static @Nullable Object value(Message message, String name) {
    Field field = message.messageType().field(name);
    return field == null ? null : message.messageType().get(message, field.index());
  }

  /** A text of a message by its JSON name; empty if it is not there. */
  public static String text(Message message, String name) {
    return text(value(message, name));
  }

  /** The object with {@code value} at a path of field names; makes the messages on the way. */
  public static KubernetesObject with(
      KubernetesObject object, @Nullable Object value, String... path) {
    return object instanceof Unstructured unstructured
        ? unstructured.with(value, path)
        : (KubernetesObject) with((Message) object, value, path, 0);
  }

  private static Message with(Message message, @Nullable Object value, String[] path, int depth) {
    Field field = message.messageType().field(path[depth]);
    if (field == null) {
      throw new IllegalArgumentException(
          message.messageType().name() + " has no field " + path[depth]);
    }
    Object child = value;
    if (depth + 1 < path.length) {
      Object present = message.messageType().get(message, field.index());
      Message inner = present == null ? field.messageType().empty() : (Message) present;
      child = with(inner, value, path, depth + 1);
    }
    return set(message, field, child);
  }

  /** {@code message} with another value of a field of its type. */
  @SuppressWarnings("unchecked")
  public static <M extends Message> M set(M message, Field field, @Nullable Object value) {
    return ((MessageType<M>) message.messageType()).with(message, field.index(), value);
  }

  /** Whether two values of a field say the same, where nothing and empty are the same. */
  public static boolean same(@Nullable Object one, @Nullable Object other) {
    return one == null
        ? other == null || isEmpty(other)
        : other == null ? isEmpty(one) : one.equals(other);
  }

  private static boolean isEmpty(Object value) {
    return value instanceof Message message && message.isEmpty();
  }

  /** The text by which a field selector compares a value: empty for none. */
  public static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
