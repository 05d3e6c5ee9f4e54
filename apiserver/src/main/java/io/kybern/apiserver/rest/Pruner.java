package io.kybern.apiserver.rest;

import io.kybern.model.Field;
import io.kybern.model.FieldKind;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.UnknownFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what the type of a message does not know. Clients keep such fields; a server that
 * stores them could neither validate nor convert them, and kube-apiserver drops them as well.
 */
final class Pruner {
  private Pruner() {}

  /** {@code message} without unknown fields; {@code message} itself if it has none. */
  static <M extends Message> M prune(M message) {
    @SuppressWarnings("unchecked")
    MessageType<M> type = (MessageType<M>) message.messageType();
    @Nullable Object[] values = null;
    for (int i = 0; i < type.fieldCount(); i++) {
      Field field = type.field(i);
      if (field.kind() != FieldKind.MESSAGE) {
        continue;
      }
      Object value = type.get(message, i);
      Object pruned = value == null ? null : pruneValue(value);
      if (pruned != value) {
        if (values == null) {
          values = type.values(message);
        }
        values[i] = pruned;
      }
    }
    UnknownFields unknown = type.unknownFields(message);
    boolean hasUnknown = unknown != null && (unknown.json() != null || unknown.protobuf() != null);
    if (values == null && !hasUnknown) {
      return message;
    }
    UnknownFields typeMeta =
        unknown == null || (unknown.apiVersion() == null && unknown.kind() == null)
            ? null
            : new UnknownFields(null, null, unknown.apiVersion(), unknown.kind());
    return type.create(values == null ? type.values(message) : values, typeMeta);
  }

  private static Object pruneValue(Object value) {
    if (value instanceof Message message) {
      return prune(message);
    }
    if (value instanceof List<?> list) {
      List<Object> pruned = new ArrayList<>(list.size());
      boolean changed = false;
      for (Object element : list) {
        Object kept = pruneValue(element);
        changed |= kept != element;
        pruned.add(kept);
      }
      return changed ? List.copyOf(pruned) : list;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> pruned = new LinkedHashMap<>();
      boolean changed = false;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Object kept = pruneValue(entry.getValue());
        changed |= kept != entry.getValue();
        pruned.put(entry.getKey(), kept);
      }
      return changed ? Map.copyOf(pruned) : map;
    }
    return value;
  }
}
