package io.kybern.model.wire;

import io.kybern.model.Bytes;
import io.kybern.model.Field;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.RawJson;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text of a message for logs: short, and without credentials. */
public final class TextForm {
  private static final int MAX_CHARS = 2000;
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final StringBuilder text = new StringBuilder();

  private TextForm() {}

  /** What {@link Message#toString()} answers. */
  public static String of(Message message) {
    TextForm form = new TextForm();
    form.message(message);
    if (form.text.length() > MAX_CHARS) {
      form.text.setLength(MAX_CHARS);
      form.text.append("…");
    }
    return form.text.toString();
  }

  private void message(Message message) {
    MessageType<?> type = message.messageType();
    text.append(type.simpleName()).append('{');
    boolean first = true;
    for (Field field : type.fields()) {
      if (text.length() > MAX_CHARS) {
        return;
      }
      Object value = type.get(message, field.index());
      if (field.isDefault(value)) {
        continue;
      }
      text.append(first ? "" : ", ").append(field.name()).append('=');
      first = false;
      if (field.secret()) {
        text.append("***");
      } else {
        value(value);
      }
    }
    text.append('}');
  }

  private void value(@Nullable Object value) {
    if (text.length() > MAX_CHARS) {
      return;
    }
    if (value instanceof Message message) {
      message(message);
    } else if (value instanceof Collection<?> list) {
      text.append('[');
      boolean first = true;
      for (Object element : list) {
        text.append(first ? "" : ", ");
        first = false;
        value(element);
      }
      text.append(']');
    } else if (value instanceof Map<?, ?> map) {
      text.append('{');
      boolean first = true;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(first ? "" : ", ").append(entry.getKey()).append('=');
        first = false;
        if (LAST_APPLIED.equals(entry.getKey())) {
          text.append("***");
        } else {
          value(entry.getValue());
        }
      }
      text.append('}');
    } else if (value instanceof String string) {
      text.append(string, 0, Math.min(string.length(), MAX_CHARS));
    } else if (value instanceof Bytes || value instanceof RawJson) {
      text.append(value);
    } else {
      text.append(value);
    }
  }
}
