package io.kybern.apiserver.decoding;

import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.FieldFacts;
import io.kybern.apiserver.facts.MessageFacts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what does not fit in a tree as Go's JSON decoder does when it reads the tree into a type:
 * the first thing that it finds. Named texts such as {@code v1.RestartPolicy} are called what they
 * are, {@code string}: the facts know no more.
 */
public final class GoDecoder {
  private final ApiFacts facts;

  private GoDecoder(ApiFacts facts) {
    this.facts = facts;
  }

  /**
   * What does not fit; empty if everything does.
   *
   * @param openApiName the type's name in OpenAPI
   */
  public static String problem(ApiFacts facts, String openApiName, @Nullable Object tree) {
    MessageFacts message = facts.message(openApiName).orElse(null);
    if (message == null || !(tree instanceof Map<?, ?> map)) {
      return "";
    }
    return new GoDecoder(facts).message(map, message, "");
  }

  /** Where a value is: the struct it is in, and the names that lead to its field. */
  private record Place(String struct, String path) {
    String mismatch(String found, String type) {
      return "json: cannot unmarshal "
          + found
          + " into Go struct field "
          + struct
          + "."
          + path
          + " of type "
          + type;
    }
  }

  private String message(Map<?, ?> object, MessageFacts message, String path) {
    String struct = GoTypes.simpleName(message.name());
    for (Map.Entry<?, ?> member : object.entrySet()) {
      String problem =
          member(message, String.valueOf(member.getKey()), member.getValue(), struct, path);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  /** One member of an object, whose field may be that of a struct that JSON flattens. */
  private String member(
      MessageFacts message, String name, @Nullable Object value, String struct, String path) {
    for (FieldFacts field : message.fields()) {
      if (field.inline()) {
        MessageFacts inner = facts.messageNamed(GoTypes.element(field.type()));
        String problem =
            member(inner, name, value, struct, joined(path, GoTypes.simpleName(inner.name())));
        if (!problem.isEmpty()) {
          return problem;
        }
      } else if (field.inJson() && field.name().equals(name)) {
        return value(value, field.type(), new Place(struct, joined(path, name)));
      }
    }
    return "";
  }

  private static String joined(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private String value(@Nullable Object value, String declared, Place place) {
    if (value == null) {
      return "";
    }
    String type = declared.startsWith("*") ? declared.substring(1) : declared;
    String list = GoTypes.listOf(type);
    if (list != null) {
      return list(value, type, list, place);
    }
    String values = GoTypes.mapOf(type);
    if (values != null) {
      return map(value, type, values, place);
    }
    if (GoTypes.isMessage(type)) {
      return value instanceof Map<?, ?> object
          ? message(object, facts.messageNamed(type), place.path())
          : place.mismatch(GoWords.jsonType(value), GoTypes.name(type));
    }
    return scalar(value, type, place);
  }

  private String list(Object value, String type, String element, Place place) {
    if (!(value instanceof List<?> list)) {
      return place.mismatch(GoWords.jsonType(value), GoTypes.name(type));
    }
    for (Object item : list) {
      String problem = value(item, element, place);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  private String map(Object value, String type, String values, Place place) {
    if (!(value instanceof Map<?, ?> map)) {
      return place.mismatch(GoWords.jsonType(value), GoTypes.name(type));
    }
    for (Object item : map.values()) {
      String problem = value(item, values, place);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  private static String scalar(Object value, String type, Place place) {
    String found = GoWords.jsonType(value);
    return switch (type) {
      case "bool" -> value instanceof Boolean ? "" : place.mismatch(found, "bool");
      case "string" -> value instanceof String ? "" : place.mismatch(found, "string");
      case "int32", "int64" -> whole(value, type, place);
      case "float64" -> value instanceof Number ? "" : place.mismatch(found, type);
      case "intorstring" -> value instanceof String ? "" : whole(value, "int32", place);
      case "bytes" ->
          value instanceof String text
              ? GoWords.base64(text)
              : value instanceof List ? "" : place.mismatch(found, "[]uint8");
      case "quantity" ->
          value instanceof String text
              ? GoWords.quantity(text)
              : value instanceof Number ? "" : GoWords.NO_QUANTITY;
      case "time", "microtime" ->
          value instanceof String text
              ? GoTime.problem(text, type.equals("microtime"))
              : place.mismatch(found, "string");
      case "duration" -> value instanceof String ? "" : place.mismatch(found, "string");
      case "schemaorbool" ->
          value instanceof Map || value instanceof Boolean ? "" : "boolean or JSON schema expected";
      default -> "";
    };
  }

  private static String whole(Object value, String type, Place place) {
    if (!(value instanceof Number number)) {
      return place.mismatch(GoWords.jsonType(value), type);
    }
    boolean fits =
        number instanceof Long whole && (type.equals("int64") || whole.intValue() == whole);
    return fits ? "" : place.mismatch("number " + GoWords.digits(number), type);
  }
}
