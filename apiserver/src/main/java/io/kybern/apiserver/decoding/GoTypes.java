package io.kybern.apiserver.decoding;

import org.jspecify.annotations.Nullable;

/** Takes types of the schema apart and tells what Go calls them. */
final class GoTypes {
  private static final String MAP = "map[string]";
  private static final String ITEMS = "items(";

  private GoTypes() {}

  /** The type of a list's items; {@code null} for what is no list. */
  static @Nullable String listOf(String type) {
    if (type.startsWith(ITEMS)) {
      return listOf(type.substring(ITEMS.length(), type.length() - 1));
    }
    return type.startsWith("[]") ? type.substring(2) : null;
  }

  /** The type of a map's values; {@code null} for what is no map. */
  static @Nullable String mapOf(String type) {
    return type.startsWith(MAP) ? type.substring(MAP.length()) : null;
  }

  /** Whether a type is a message of the schema. */
  static boolean isMessage(String type) {
    return type.indexOf('.') > 0;
  }

  /** A type without pointer. */
  static String element(String type) {
    return type.startsWith("*") ? type.substring(1) : type;
  }

  static String simpleName(String message) {
    return message.substring(message.lastIndexOf('.') + 1);
  }

  /** What Go calls a type. */
  static String name(String type) {
    if (type.startsWith("*")) {
      return "*" + name(type.substring(1));
    }
    if (type.startsWith(ITEMS)) {
      return "v1.ExtraValue"; // the only such type
    }
    if (type.startsWith("[]")) {
      return "[]" + name(type.substring(2));
    }
    if (type.equals("map[string]quantity")) {
      return "v1.ResourceList";
    }
    if (type.startsWith(MAP)) {
      return MAP + name(type.substring(MAP.length()));
    }
    if (isMessage(type)) {
      int dot = type.lastIndexOf('.');
      return type.substring(type.lastIndexOf('.', dot - 1) + 1);
    }
    return switch (type) {
      case "bytes" -> "[]uint8";
      case "quantity" -> "resource.Quantity";
      case "intorstring" -> "intstr.IntOrString";
      case "time" -> "v1.Time";
      case "microtime" -> "v1.MicroTime";
      case "duration" -> "v1.Duration";
      case "rawextension" -> "runtime.RawExtension";
      case "fieldsv1" -> "v1.FieldsV1";
      case "json" -> "v1.JSON";
      default -> type;
    };
  }
}
