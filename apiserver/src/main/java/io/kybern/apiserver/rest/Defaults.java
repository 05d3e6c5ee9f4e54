package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Secret;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.Field;
import io.kybern.model.FieldKind;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what a client left out, as far as clients see it: the rules are in {@code defaults.txt}.
 * Safe for use by any thread.
 */
final class Defaults {
  /** What is to be done for a type; computed once, a race computes it twice. */
  private static final Map<MessageType<?>, Plan> PLANS = new ConcurrentHashMap<>();

  private Defaults() {}

  /**
   * @param rules what to set in the message itself
   * @param fields fields with messages that have rules, or messages in them do
   */
  private record Plan(List<DefaultRules.Rule> rules, List<Field> fields) {
    boolean isEmpty() {
      return rules.isEmpty() && fields.isEmpty();
    }
  }

  /** {@code message} with its defaults. */
  static <M extends Message> M apply(M message) {
    Plan plan = plan(message.messageType());
    if (plan.isEmpty()) {
      return message;
    }
    M result = message;
    for (DefaultRules.Rule rule : plan.rules) {
      result = rule.apply(result);
    }
    for (Field field : plan.fields) {
      Object value = result.messageType().get(result, field.index());
      if (value == null && isAlwaysThere(field)) {
        value = field.messageType().empty();
      }
      Object completed = value == null ? null : applyTo(value);
      if (completed != value) {
        result = Parts.set(result, field, completed);
      }
    }
    return result instanceof Secret secret && !secret.stringData().isEmpty()
        ? withoutStringData(result)
        : result;
  }

  /** A part that Kubernetes holds by value is never missing: it may only be empty. */
  private static boolean isAlwaysThere(Field field) {
    return field.shape() == Field.Shape.SINGLE && !field.pointer();
  }

  private static <M extends Message> M withoutStringData(M secret) {
    Field field = secret.messageType().field("stringData");
    return field == null ? secret : Parts.set(secret, field, null);
  }

  private static Object applyTo(Object value) {
    if (value instanceof Message message) {
      return apply(message);
    }
    if (value instanceof List<?> list) {
      List<Object> completed = new ArrayList<>(list.size());
      boolean changed = false;
      for (Object element : list) {
        Object made = applyTo(element);
        changed |= made != element;
        completed.add(made);
      }
      return changed ? List.copyOf(completed) : list;
    }
    return value;
  }

  private static Plan plan(MessageType<?> type) {
    Plan known = PLANS.get(type);
    if (known == null) {
      known = new Plan(rules(type), fields(type));
      PLANS.put(type, known);
    }
    return known;
  }

  private static List<DefaultRules.Rule> rules(MessageType<?> type) {
    List<DefaultRules.Rule> rules = new ArrayList<>();
    for (String line : DefaultRules.lines(type)) {
      rules.add(DefaultRules.Rule.bind(type, line));
    }
    return rules;
  }

  private static List<Field> fields(MessageType<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Field field : type.fields()) {
      MessageType<?> inner = messageType(field);
      if (inner != null && hasRules(inner, new HashSet<>())) {
        fields.add(field);
      }
    }
    return fields;
  }

  private static boolean hasRules(MessageType<?> type, Set<MessageType<?>> seen) {
    if (!seen.add(type)) {
      return false;
    }
    if (!DefaultRules.lines(type).isEmpty()) {
      return true;
    }
    for (Field field : type.fields()) {
      MessageType<?> inner = messageType(field);
      if (inner != null && hasRules(inner, seen)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable MessageType<?> messageType(Field field) {
    return field.kind() == FieldKind.MESSAGE && field.shape() != Field.Shape.MAP
        ? field.messageType()
        : null;
  }
}
