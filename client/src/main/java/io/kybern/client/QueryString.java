package io.kybern.client;

import io.kybern.model.Field;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the query of a request, percent-encoded. For one thread. */
final class QueryString {
  private final StringBuilder text = new StringBuilder();

  /** Adds a parameter; {@code null} and empty values are left out. */
  QueryString add(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      text.append(text.length() == 0 ? '?' : '&');
      PercentEncoding.append(text, name, PercentEncoding.QUERY);
      text.append('=');
      PercentEncoding.append(text, value, PercentEncoding.QUERY);
    }
    return this;
  }

  /** Adds parameters in the order of the map. */
  QueryString addAll(Map<String, String> parameters) {
    parameters.forEach(this::add);
    return this;
  }

  /**
   * Adds every field that {@code options} has, as the API's options messages go into queries:
   * scalars as text, lists as repeated parameters, what means the same as nothing left out.
   */
  QueryString addAll(Message options) {
    MessageType<?> type = options.messageType();
    for (Field field : type.fields()) {
      Object value = type.get(options, field.index());
      if (field.isDefault(value)) {
        continue;
      }
      if (value instanceof Collection<?> values) {
        values.forEach(element -> add(field.name(), String.valueOf(element)));
      } else if (value instanceof Message || value instanceof Map) {
        throw new IllegalArgumentException(field + " cannot go into a query");
      } else {
        add(field.name(), String.valueOf(value));
      }
    }
    return this;
  }

  /** Empty, or the query with its question mark. */
  @Override
  public String toString() {
    return text.toString();
  }
}
