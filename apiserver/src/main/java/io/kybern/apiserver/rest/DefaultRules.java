package io.kybern.apiserver.rest;

import io.kybern.apiserver.facts.Parts;
import io.kybern.model.Field;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.wire.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of {@code defaults.txt}, as text and bound to message types. */
final class DefaultRules {
  private DefaultRules() {}

  private static final class Holder {
    static final Map<String, List<String>> LINES = read();
  }

  /** The lines of the rules for a type; none for most types. */
  static List<String> lines(MessageType<?> type) {
    return Holder.LINES.getOrDefault(shortName(type), List.of());
  }

  /** Names of all messages that the file has rules for. */
  static Set<String> names() {
    return Holder.LINES.keySet();
  }

  /** The last three parts of a type's name, such as {@code core.v1.PodSpec}. */
  static String shortName(MessageType<?> type) {
    String name = type.name();
    int at = name.length();
    for (int i = 0; i < 3 && at > 0; i++) {
      at = name.lastIndexOf('.', at - 1);
    }
    return name.substring(at + 1);
  }

  private static Map<String, List<String>> read() {
    String text;
    try (InputStream in = DefaultRules.class.getResourceAsStream("defaults.txt")) {
      text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, List<String>> rules = new HashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : text.split("\n")) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith(" ")) {
        current.add(line.trim());
      } else {
        current = new ArrayList<>();
        rules.put(line.trim(), current);
      }
    }
    return rules;
  }

  /** One rule, bound to the type it is for. */
  static final class Rule {
    private final Field[] path;

    /** The value; {@code null} if code makes it. */
    private final @Nullable Object value;

    private final String code;
    private final List<Condition> conditions;

    private Rule(Field[] path, @Nullable Object value, String code, List<Condition> conditions) {
      this.path = path;
      this.value = value;
      this.code = code;
      this.conditions = conditions;
    }

    /**
     * @throws IllegalArgumentException if the line does not fit the type
     */
    static Rule bind(MessageType<?> type, String line) {
      int afterPath = line.indexOf(' ');
      int at = line.indexOf(" if ");
      String value = line.substring(afterPath + 1, at < 0 ? line.length() : at);
      Field[] path = path(type, line.substring(0, afterPath));
      List<Condition> conditions = new ArrayList<>();
      if (at >= 0) {
        for (String condition : line.substring(at + 4).split(" ")) {
          conditions.add(Condition.bind(type, condition));
        }
      }
      return value.startsWith("$")
          ? new Rule(path, null, value.substring(1), conditions)
          : new Rule(path, parsed(path[path.length - 1], value), "", conditions);
    }

    static Field[] path(MessageType<?> type, String text) {
      String[] names = text.split("\\.");
      Field[] path = new Field[names.length];
      MessageType<?> holder = type;
      for (int i = 0; i < names.length; i++) {
        Field field = holder.field(names[i]);
        if (field == null) {
          throw new IllegalArgumentException(holder.name() + " has no field " + names[i]);
        }
        path[i] = field;
        if (i + 1 < names.length) {
          holder = field.messageType();
        }
      }
      return path;
    }

    /** The Java value of a JSON text for a field. */
    private static @Nullable Object parsed(Field field, String json) {
      Object tree = Codec.jsonToTree(json.getBytes(StandardCharsets.UTF_8));
      Message holder =
          Codec.fromTree(field.owner(), Map.of(field.name(), Objects.requireNonNull(tree)));
      return holder.messageType().get(holder, field.index());
    }

    /** {@code message} with the value set, if it is missing and the conditions hold. */
    <M extends Message> M apply(M message) {
      Field last = path[path.length - 1];
      if (!last.isDefault(value(message, path)) && code.isEmpty()) {
        return message;
      }
      for (Condition condition : conditions) {
        if (!condition.holds(message)) {
          return message;
        }
      }
      Object wanted = code.isEmpty() ? value : DefaultCode.value(code, message);
      return wanted == null ? message : set(message, 0, wanted);
    }

    private <M extends Message> M set(M message, int depth, Object wanted) {
      Field field = path[depth];
      if (depth == path.length - 1) {
        return Parts.set(message, field, wanted);
      }
      Object present = message.messageType().get(message, field.index());
      Message inner = present == null ? field.messageType().empty() : (Message) present;
      return Parts.set(message, field, set(inner, depth + 1, wanted));
    }

    private static @Nullable Object value(Message message, Field[] path) {
      Object value = message;
      for (Field field : path) {
        if (value == null) {
          return null;
        }
        Message holder = (Message) value;
        value = holder.messageType().get(holder, field.index());
      }
      return value;
    }
  }

  /** When a rule counts. */
  private record Condition(Field[] path, String operator, String value) {
    static Condition bind(MessageType<?> type, String text) {
      if (text.startsWith("only:")) {
        return new Condition(Rule.path(type, text.substring(5)), "only", "");
      }
      if (text.startsWith("!")) {
        return new Condition(Rule.path(type, text.substring(1)), "!", "");
      }
      int equals = text.indexOf('=');
      if (equals < 0) {
        return new Condition(Rule.path(type, text), "set", "");
      }
      boolean not = text.charAt(equals - 1) == '!';
      return new Condition(
          Rule.path(type, text.substring(0, not ? equals - 1 : equals)),
          not ? "!=" : "=",
          text.substring(equals + 1));
    }

    boolean holds(Message message) {
      Object found = Rule.value(message, path);
      boolean missing = path[path.length - 1].isDefault(found);
      return switch (operator) {
        case "set" -> !missing;
        case "!" -> missing;
        case "=" -> Parts.text(found).equals(value);
        case "!=" -> !Parts.text(found).equals(value);
        default -> isOnly(message);
      };
    }

    private boolean isOnly(Message message) {
      MessageType<?> type = message.messageType();
      for (Field field : type.fields()) {
        if (field != path[0] && !field.isDefault(type.get(message, field.index()))) {
          return false;
        }
      }
      return true;
    }
  }
}
