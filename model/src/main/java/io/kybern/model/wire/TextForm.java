package io.kybern.model.wire;

import io.kybern.error.DecodeException;
import io.kybern.model.Field;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text of a message for logs: short, and without credentials. */
public final class TextForm {
  private static final int MAX_CHARS = 2000;
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  /** Shown for a part whose bytes turn out not to be what they should be. */
  private static final Object UNREADABLE =
      new Object() {
        @Override
        public String toString() {
          return "(unreadable)";
        }
      };

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
      Object value;
      try {
        value = type.get(message, field.index());
      } catch (DecodeException malformed) {
        value = UNREADABLE;
      }
      if (value != UNREADABLE && field.isDefault(value)) {
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

  private void string(String string) {
    text.append(string, 0, Math.min(string.length(), MAX_CHARS));
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
        if (text.length() > MAX_CHARS) {
          return;
        }
        text.append(first ? "" : ", ");
        first = false;
        value(element);
      }
      text.append(']');
    } else if (value instanceof Map<?, ?> map) {
      text.append('{');
      boolean first = true;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (text.length() > MAX_CHARS) {
          return;
        }
        text.append(first ? "" : ", ");
        string((String) entry.getKey());
        text.append('=');
        first = false;
        if (LAST_APPLIED.equals(entry.getKey())) {
          text.append("***");
        } else {
          value(entry.getValue());
        }
      }
      text.append('}');
    } else if (value instanceof String string) {
      string(string);
    } else {
      text.append(value);
    }
  }
}
