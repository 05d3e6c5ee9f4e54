package io.kybern.merge;

import io.kybern.merge.PatchSchema.Member;
import io.kybern.merge.PatchSchema.Strategy;
import io.kybern.merge.Trees.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells whether two strategic merge patches for the same object want different things. */
final class StrategicConflicts {
  private StrategicConflicts() {}

  /** The pointer to the first thing that both change differently, or {@code null}. */
  static @Nullable String find(
      Map<String, @Nullable Object> left, Map<String, @Nullable Object> right, PatchSchema schema) {
    for (Map.Entry<String, @Nullable Object> entry : left.entrySet()) {
      String name = entry.getKey();
      if (!right.containsKey(name) || Directives.isDirective(name)) {
        continue;
      }
      String conflict = find(entry.getValue(), right.get(name), name, schema);
      if (conflict != null) {
        return '/' + name + conflict;
      }
    }
    return null;
  }

  private static @Nullable String find(
      @Nullable Object left, @Nullable Object right, String name, PatchSchema schema) {
    if (left instanceof Map<?, ?> && right instanceof Map<?, ?>) {
      Member member = schema.require(name);
      Map<String, @Nullable Object> leftObject = Trees.object(left);
      Map<String, @Nullable Object> rightObject = Trees.object(right);
      return hasOtherDirective(leftObject, rightObject)
          ? ""
          : member.strategy() == Strategy.REPLACE
              ? null
              : find(leftObject, rightObject, member.content());
    }
    if (left instanceof List<?> && right instanceof List<?>) {
      Member member = schema.require(name);
      return member.strategy() == Strategy.MERGE
          ? findInMerged(Trees.list(left), Trees.list(right), member)
          : conflict(!sameElements(Trees.list(left), Trees.list(right), member));
    }
    return conflict(!Trees.equal(left, right));
  }

  private static @Nullable String conflict(boolean conflict) {
    return conflict ? "" : null;
  }

  private static boolean hasOtherDirective(
      Map<String, @Nullable Object> left, Map<String, @Nullable Object> right) {
    return left.containsKey(Directives.PATCH) != right.containsKey(Directives.PATCH)
        || !Trees.equal(left.get(Directives.PATCH), right.get(Directives.PATCH));
  }

  /** Lists of scalars that are merged can always both have their way. */
  private static @Nullable String findInMerged(
      List<@Nullable Object> left, List<@Nullable Object> right, Member member) {
    String mergeKey = member.mergeKey();
    if (MergeLists.elementType(left, right) != Type.OBJECT || mergeKey == null) {
      return null;
    }
    Map<Object, Map<String, @Nullable Object>> byKey = new HashMap<>();
    for (Object element : right) {
      byKey.put(MergeLists.identity(element, mergeKey), object(element));
    }
    for (Object element : left) {
      Object key = MergeLists.identity(element, mergeKey);
      Map<String, @Nullable Object> other = byKey.get(key);
      if (other != null) {
        String conflict =
            hasOtherDirective(object(element), other)
                ? ""
                : find(object(element), other, member.content());
        if (conflict != null) {
          return "/" + key + conflict;
        }
      }
    }
    return null;
  }

  private static Map<String, @Nullable Object> object(@Nullable Object element) {
    return Trees.object(Objects.requireNonNull(element));
  }

  /** Whether lists that are replaced are the same; that of scalars is a set. */
  private static boolean sameElements(
      List<@Nullable Object> left, List<@Nullable Object> right, Member member) {
    if (left.size() != right.size() || Trees.equal(left, right)) {
      return left.size() == right.size();
    }
    Set<Object> leftScalars = new HashSet<>();
    Set<Object> rightScalars = new HashSet<>();
    for (int i = 0; i < left.size(); i++) {
      Object one = left.get(i);
      Object other = right.get(i);
      if (one instanceof Map<?, ?> && other instanceof Map<?, ?>) {
        if (hasOtherDirective(object(one), object(other))
            || find(object(one), object(other), member.content()) != null) {
          return false;
        }
      } else if (one instanceof Map<?, ?>
          || other instanceof Map<?, ?>
          || one instanceof List<?>
          || other instanceof List<?>) {
        return false;
      } else {
        leftScalars.add(Trees.key(one));
        rightScalars.add(Trees.key(other));
      }
    }
    return leftScalars.equals(rightScalars);
  }
}
