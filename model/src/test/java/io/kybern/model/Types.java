package io.kybern.model;

import io.kybern.api.Kinds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** All message types, and what of them a format can hold. */
public final class Types {
  private Types() {}

  /** Every kind there is. */
  public static List<MessageType<?>> kinds() {
    List<MessageType<?>> kinds = new ArrayList<>();
    for (String apiVersion : Kinds.apiVersions()) {
      for (String kind : Kinds.kinds(apiVersion)) {
        kinds.add(Objects.requireNonNull(Kinds.find(apiVersion, kind), apiVersion + " " + kind));
      }
    }
    return kinds;
  }

  /** The kinds and every message that is a part of one. */
  public static Collection<MessageType<?>> all() {
    Map<String, MessageType<?>> all = new HashMap<>();
    kinds().forEach(kind -> collect(kind, all));
    return all.values();
  }

  private static void collect(MessageType<?> type, Map<String, MessageType<?>> all) {
    if (all.put(type.name(), type) == null) {
      for (Field field : type.fields()) {
        if (field.kind() == FieldKind.MESSAGE) {
          collect(field.messageType(), all);
        }
      }
    }
  }

  /** Whether protobuf has all fields of the type and its parts. */
  static boolean inProtobuf(MessageType<?> type) {
    return everyField(type, field -> field.protobufNumbers().length > 0, visited());
  }

  /** Whether JSON has all of them. */
  static boolean inJson(MessageType<?> type) {
    return everyField(type, Field::inJson, visited());
  }

  private static Set<MessageType<?>> visited() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private interface Test {
    boolean holds(Field field);
  }

  private static boolean everyField(MessageType<?> type, Test test, Set<MessageType<?>> visited) {
    return !visited.add(type)
        || type.fields().stream()
            .allMatch(
                field ->
                    test.holds(field)
                        && (field.kind() != FieldKind.MESSAGE
                            || everyField(field.messageType(), test, visited)));
  }

  /** A builder of the type, found by reflection as code that knows the class would call it. */
  static MessageBuilder<?, ?> builder(MessageType<?> type) {
    return call(type, type.empty(), "builder");
  }

  /** A builder with the content of {@code message}. */
  static MessageBuilder<?, ?> toBuilder(Message message) {
    return call(message.messageType(), message, "toBuilder");
  }

  private static MessageBuilder<?, ?> call(MessageType<?> type, Message message, String method) {
    try {
      return (MessageBuilder<?, ?>) message.getClass().getMethod(method).invoke(message);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(
          type.name() + " has " + Arrays.toString(message.getClass().getMethods()), e);
    }
  }
}
