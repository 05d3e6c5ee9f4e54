package io.kybern.apiserver.table;

import io.kybern.model.Field;
import io.kybern.model.Message;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message by the JSON names of its fields, for kinds whose versions are so alike that one
 * printer serves them all. What is not there, or not of the kind asked for, reads as nothing.
 */
record View(@Nullable Object value) {
  /** What the path leads to. */
  View at(String... path) {
    Object value = this.value;
    for (String name : path) {
      if (!(value instanceof Message message)) {
        return new View(null);
      }
      Field field = message.messageType().field(name);
      value = field == null ? null : message.messageType().get(message, field.index());
    }
    return new View(value);
  }

  boolean present() {
    return value != null;
  }

  /** A string, number or boolean as text; empty if there is none. */
  String text() {
    return value == null || value instanceof Message || value instanceof List<?>
        ? ""
        : value.toString();
  }

  String text(String... path) {
    return at(path).text();
  }

  @Nullable Instant time(String... path) {
    return at(path).value() instanceof Instant time ? time : null;
  }

  List<View> list(String... path) {
    return at(path).value() instanceof List<?> list
        ? list.stream().map(item -> new View(item)).toList()
        : List.of();
  }

  /** Status of the condition of that type, empty if there is none. */
  String condition(String type) {
    for (View condition : list("status", "conditions")) {
      if (condition.text("type").equals(type)) {
        return condition.text("status");
      }
    }
    return "";
  }
}
