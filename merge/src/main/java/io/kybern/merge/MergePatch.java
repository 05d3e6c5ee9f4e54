package io.kybern.merge;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON merge patch, RFC 7386: an object whose members replace those of another, where {@code null}
 * deletes and objects are merged in turn. Lists are replaced as a whole.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7386">RFC 7386</a>
 */
public final class MergePatch {
  private MergePatch() {}

  /**
   * {@code original} with {@code patch} merged in. A patch that is no object replaces everything.
   * (The API server goes beyond the RFC where an object that is new stands in a list: it deletes
   * members that are {@code null} there as well.)
   */
  public static @Nullable Object apply(@Nullable Object original, @Nullable Object patch) {
    if (!(patch instanceof Map<?, ?>)) {
      return patch;
    }
    Map<String, @Nullable Object> result =
        original instanceof Map<?, ?>
            ? new LinkedHashMap<>(Trees.object(original))
            : new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable Object> change : Trees.object(patch).entrySet()) {
      String name = change.getKey();
      if (change.getValue() == null) {
        result.remove(name);
      } else {
        result.put(name, apply(result.get(name), change.getValue()));
      }
    }
    return result;
  }

  /**
   * The smallest patch that turns {@code original} into {@code modified}; an empty object if they
   * are equal objects. A member of {@code modified} that is {@code null} cannot be expressed: it
   * becomes a deletion.
   */
  public static @Nullable Object diff(@Nullable Object original, @Nullable Object modified) {
    if (!(original instanceof Map<?, ?>) || !(modified instanceof Map<?, ?>)) {
      return modified;
    }
    Map<String, @Nullable Object> before = Trees.object(original);
    Map<String, @Nullable Object> after = Trees.object(modified);
    Map<String, @Nullable Object> patch = new LinkedHashMap<>();
    after.forEach(
        (name, value) -> {
          Object old = before.get(name);
          if (value instanceof Map<?, ?> && old instanceof Map<?, ?>) {
            Object change = diff(old, value);
            if (!Map.of().equals(change)) {
              patch.put(name, change);
            }
          } else if (!Trees.equal(old, value) || !before.containsKey(name)) {
            patch.put(name, value);
          }
        });
    before.forEach(
        (name, value) -> {
          if (!after.containsKey(name)) {
            patch.put(name, null);
          }
        });
    return patch;
  }

  /**
   * The patch that brings what {@code modified} says into {@code current} and deletes what {@code
   * original} said and {@code modified} no longer says: how {@code kubectl apply} updates objects
   * whose kind it has no merge rules for. Each may be {@code null} for an empty object.
   *
   * @param original what was applied last time
   * @param modified what is to be applied now
   * @param current what the server holds
   * @throws PatchException if one of them is neither an object nor {@code null}
   */
  public static Map<String, @Nullable Object> createThreeWay(
      @Nullable Object original, @Nullable Object modified, @Nullable Object current) {
    Map<String, @Nullable Object> before = Trees.objectOrEmpty("the original", original);
    Map<String, @Nullable Object> after = Trees.objectOrEmpty("the modified tree", modified);
    Map<String, @Nullable Object> live = Trees.objectOrEmpty("the current tree", current);
    Map<String, @Nullable Object> patch = new LinkedHashMap<>();
    after.forEach(
        (name, value) -> {
          Object old = before.get(name);
          Object now = live.get(name);
          if (value == null) {
            if (old != null || !before.containsKey(name)) {
              patch.put(name, null);
            }
          } else if (value instanceof Map<?, ?> && now instanceof Map<?, ?>) {
            Map<String, @Nullable Object> change =
                createThreeWay(old instanceof Map<?, ?> ? old : null, value, now);
            if (!change.isEmpty()) {
              patch.put(name, change);
            }
          } else if (!Trees.equal(now, value)) {
            patch.put(name, value);
          }
        });
    before.forEach(
        (name, value) -> {
          if (!after.containsKey(name)) {
            patch.put(name, null);
          }
        });
    return patch;
  }
}
