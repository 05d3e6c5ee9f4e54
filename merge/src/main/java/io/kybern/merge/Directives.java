package io.kybern.merge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a strategic merge patch that are instructions and no content. */
final class Directives {
  /** Says of an object that it is to be deleted or replaced. */
  static final String PATCH = "$patch";

  /** Lists the members of an object that remain. */
  static final String RETAIN_KEYS = "$retainKeys";

  /** Followed by a slash and the name of a list: elements to delete from it. */
  static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList";

  /** Followed by a slash and the name of a list: the order of its elements. */
  static final String ELEMENT_ORDER = "$setElementOrder";

  static final String DELETE = "delete";
  static final String REPLACE = "replace";

  /** Stands for a part of a patch that leaves nothing behind. */
  private static final Object NOTHING = new Object();

  private Directives() {}

  static boolean isDeletionList(String name) {
    return name.startsWith(DELETE_FROM_LIST);
  }

  static boolean isElementOrder(String name) {
    return name.startsWith(ELEMENT_ORDER);
  }

  static boolean isDirective(String name) {
    return name.startsWith("$")
        && (name.equals(PATCH)
            || name.equals(RETAIN_KEYS)
            || isDeletionList(name)
            || isElementOrder(name));
  }

  static boolean isDeletion(@Nullable Object element) {
    return element instanceof Map<?, ?> object && DELETE.equals(object.get(PATCH));
  }

  /**
   * The name of the list that a directive such as {@code $setElementOrder/finalizers} is for.
   *
   * @throws PatchException if it has none
   */
  static String listName(String name, String prefix) {
    if (!name.startsWith("/", prefix.length()) || name.length() == prefix.length() + 1) {
      throw PatchException.malformed(
          "expected " + prefix + "/ and the name of a list, found " + name);
    }
    return name.substring(prefix.length() + 1);
  }

  /**
   * Puts a part of a patch where there is nothing to merge it with: objects that carry a {@code
   * $patch} are left out.
   *
   * @param intoPatch whether it is put into another patch, which keeps other directives and nulls
   */
  static void put(
      Map<String, @Nullable Object> target,
      String name,
      @Nullable Object value,
      boolean intoPatch) {
    Object content = content(value, intoPatch);
    if (content == NOTHING) {
      target.remove(name);
    } else {
      target.put(name, content);
    }
  }

  /** {@code list} without the elements and parts of elements that carry a {@code $patch}. */
  static List<@Nullable Object> withoutPatched(List<@Nullable Object> list) {
    return content(list, true);
  }

  private static List<@Nullable Object> content(List<@Nullable Object> list, boolean intoPatch) {
    List<@Nullable Object> result = new ArrayList<>(list.size());
    for (Object element : list) {
      Object content = content(element, intoPatch);
      if (content != NOTHING) {
        result.add(content);
      }
    }
    return result;
  }

  private static @Nullable Object content(@Nullable Object value, boolean intoPatch) {
    if (value instanceof List<?>) {
      return content(Trees.list(value), intoPatch);
    }
    if (!(value instanceof Map<?, ?>)) {
      return value;
    }
    Map<String, @Nullable Object> object = Trees.object(value);
    if (object.containsKey(PATCH)) {
      return NOTHING;
    }
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    object.forEach(
        (name, member) -> {
          if (intoPatch || (member != null && !isDirective(name))) {
            put(result, name, member, intoPatch);
          }
        });
    return result;
  }

  /** {@code value} as it stands, only that no directives are left in it. */
  static @Nullable Object strip(@Nullable Object value) {
    if (value instanceof List<?>) {
      List<@Nullable Object> result = new ArrayList<>(Trees.list(value).size());
      for (Object element : Trees.list(value)) {
        result.add(strip(element));
      }
      return result;
    }
    if (value instanceof Map<?, ?>) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      Trees.object(value)
          .forEach(
              (name, member) -> {
                if (!isDirective(name)) {
                  result.put(name, strip(member));
                }
              });
      return result;
    }
    return value;
  }
}
