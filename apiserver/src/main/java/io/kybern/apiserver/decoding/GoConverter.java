package io.kybern.apiserver.decoding;

import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.FieldFacts;
import io.kybern.apiserver.facts.MessageFacts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what does not fit in a tree as Kubernetes' converter from unstructured objects does, by
 * which strategic merge patches become objects: field by field, without saying where.
 */
public final class GoConverter {
  private final ApiFacts facts;

  private GoConverter(ApiFacts facts) {
    this.facts = facts;
  }

  /**
   * What does not fit; empty if everything does.
   *
   * @param openApiName the type's name in OpenAPI
   */
  public static String problem(ApiFacts facts, String openApiName, @Nullable Object tree) {
    MessageFacts message = facts.message(openApiName).orElse(null);
    return message == null ? "" : new GoConverter(facts).message(tree, message);
  }

  private String message(@Nullable Object value, MessageFacts message) {
    if (value == null) {
      return "";
    }
    if (!(value instanceof Map<?, ?> object)) {
      return "cannot restore struct from: " + GoWords.kind(value);
    }
    if (message.typeMeta()) {
      for (String name : List.of("kind", "apiVersion")) {
        String problem = value(object.get(name), "string");
        if (!problem.isEmpty()) {
          return problem;
        }
      }
    }
    for (FieldFacts field : message.fields()) {
      String problem =
          field.inline()
              ? message(object, facts.messageNamed(GoTypes.element(field.type())))
              : field.inJson() ? value(object.get(field.name()), field.type()) : "";
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  private String value(@Nullable Object value, String declared) {
    if (value == null) {
      return "";
    }
    String type = GoTypes.element(declared);
    String element = GoTypes.listOf(type);
    if (element != null) {
      return value instanceof List<?> list
          ? all(list, element)
          : "cannot restore slice from " + GoWords.kind(value);
    }
    element = GoTypes.mapOf(type);
    if (element != null) {
      return value instanceof Map<?, ?> map
          ? all(map.values(), element)
          : "cannot restore map from " + GoWords.kind(value);
    }
    return GoTypes.isMessage(type) ? message(value, facts.messageNamed(type)) : scalar(value, type);
  }

  private String all(Iterable<?> values, String type) {
    for (Object value : values) {
      String problem = value(value, type);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  private static String scalar(Object value, String type) {
    return switch (type) {
      case "bool" -> value instanceof Boolean ? "" : unknown(type);
      case "string" ->
          value instanceof String
              ? ""
              : value instanceof Long ? "cannot convert int64 to string" : unknown(type);
      case "int32", "int64" ->
          !(value instanceof Number)
              ? unknown(type)
              : value instanceof Double fraction && fraction % 1 != 0
                  ? "cannot convert float64 to " + type
                  : "";
      case "float64" -> value instanceof Number ? "" : unknown(type);
      case "bytes" -> {
        if (!(value instanceof String text)) {
          yield value instanceof List ? "" : "cannot restore slice from " + GoWords.kind(value);
        }
        String problem = GoWords.base64(text);
        yield problem.isEmpty() ? "" : "error decoding from json: " + problem;
      }
      case "quantity" ->
          value instanceof String text
              ? GoWords.quantity(text)
              : value instanceof Number ? "" : GoWords.NO_QUANTITY;
      case "intorstring" ->
          value instanceof String || value instanceof Long ? "" : json(value, "int32");
      case "time", "microtime" ->
          value instanceof String text
              ? GoTime.problem(text, type.equals("microtime"))
              : json(value, "string");
      case "duration" -> value instanceof String ? "" : json(value, "string");
      default -> "";
    };
  }

  private static String unknown(String type) {
    return "unrecognized type: " + type;
  }

  private static String json(Object value, String type) {
    String found =
        value instanceof Double fraction
            ? "number " + GoWords.digits(fraction)
            : GoWords.jsonType(value);
    return "json: cannot unmarshal " + found + " into Go value of type " + type;
  }
}
