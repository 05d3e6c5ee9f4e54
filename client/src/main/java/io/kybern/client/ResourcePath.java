package io.kybern.client;

import io.kybern.model.ResourceType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Paths of resources. Pure; refuses what would leave its segment. */
final class ResourcePath {
  private ResourcePath() {}

  /** All objects of a resource, in one namespace or, for {@code null}, in all. */
  static String collection(ResourceType<?> type, @Nullable String namespace) {
    return collectionOf(type, namespace).toString();
  }

  /** One object, or a subresource of it. */
  static String object(
      ResourceType<?> type, @Nullable String namespace, String name, String... subresource) {
    StringBuilder path = collectionOf(type, namespace);
    segment(path, "name", name);
    for (String part : subresource) {
      segment(path, "subresource", part);
    }
    return path.toString();
  }

  private static StringBuilder collectionOf(ResourceType<?> type, @Nullable String namespace) {
    StringBuilder path = new StringBuilder(96).append(type.rootPath());
    if (namespace != null) {
      path.append("/namespaces");
      segment(path, "namespace", namespace);
    }
    segment(path, "resource", type.plural().toLowerCase(Locale.ROOT));
    return path;
  }

  /**
   * Appends one segment.
   *
   * @throws IllegalArgumentException if {@code value} is empty, is {@code .} or {@code ..}, or
   *     contains {@code /} or {@code %}
   */
  static void segment(StringBuilder path, String what, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("the " + what + " is empty");
    }
    if (value.equals(".")
        || value.equals("..")
        || value.indexOf('/') >= 0
        || value.indexOf('%') >= 0) {
      throw new IllegalArgumentException(
          "the " + what + " \"" + value + "\" may not be . or .. nor contain / or %");
    }
    path.append('/');
    PercentEncoding.append(path, value, PercentEncoding.SEGMENT);
  }

  /**
   * Appends a path of which another server makes sense.
   *
   * @throws IllegalArgumentException if a segment is {@code .} or {@code ..}
   */
  static void below(StringBuilder path, String rest) {
    for (String part : (rest.startsWith("/") ? rest.substring(1) : rest).split("/", -1)) {
      if (part.equals(".") || part.equals("..")) {
        throw new IllegalArgumentException("the path \"" + rest + "\" may not contain . or ..");
      }
      path.append('/');
      PercentEncoding.append(path, part, PercentEncoding.SEGMENT);
    }
  }
}
