package io.kybern.apiserver.rest;

import io.kybern.apiserver.validation.FieldError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a path under {@code /api} or {@code /apis} names.
 *
 * @param group API group, empty for the core group
 * @param version version within the group
 * @param namespace namespace, empty for none
 * @param plural name of the resource
 * @param name name of the object, empty for the whole collection
 * @param subresource path below the object, empty for none
 * @param watch whether the deprecated {@code watch} prefix was there
 */
record RequestPath(
    String group,
    String version,
    String namespace,
    String plural,
    String name,
    String subresource,
    boolean watch) {

  /** {@code null} if the path names no resource: health, discovery and the like. */
  static @Nullable RequestPath parse(String path) {
    List<String> parts = segments(path);
    int next;
    String group;
    if (parts.size() > 2 && parts.get(0).equals("api")) {
      group = "";
      next = 1;
    } else if (parts.size() > 3 && parts.get(0).equals("apis")) {
      group = parts.get(1);
      next = 2;
    } else {
      return null;
    }
    String version = parts.get(next++);
    boolean watch = parts.size() > next + 1 && parts.get(next).equals("watch");
    if (watch) {
      next++;
    }
    String namespace = "";
    List<String> rest = parts.subList(next, parts.size());
    if (rest.size() > 1 && rest.get(0).equals("namespaces")) {
      // A namespace's own subresources look like the resources in it.
      boolean own =
          rest.size() == 2 || rest.get(2).equals("status") || rest.get(2).equals("finalize");
      if (!own) {
        namespace = rest.get(1);
        rest = rest.subList(2, rest.size());
      }
    }
    return new RequestPath(
        group,
        version,
        namespace,
        rest.get(0),
        rest.size() > 1 ? rest.get(1) : "",
        rest.size() > 2 ? String.join("/", rest.subList(2, rest.size())) : "",
        watch);
  }

  /** The path's parts, decoded. Empty parts count for nothing. */
  static List<String> segments(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (!part.isEmpty()) {
        parts.add(part.indexOf('%') < 0 ? part : decode(part));
      }
    }
    return parts;
  }

  private static String decode(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiErrors.badRequest("invalid escape in path segment " + FieldError.quoted(part));
    }
  }
}
