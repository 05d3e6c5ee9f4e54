package io.kybern.merge;

import io.kybern.merge.PatchException.Contradiction;
import io.kybern.merge.PatchSchema.Member;
import io.kybern.merge.PatchSchema.Strategy;
import io.kybern.merge.Trees.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges a strategic merge patch into an object, or into another patch. Into a patch, directives
 * and nulls are carried over instead of being carried out, since they are still to reach an object.
 *
 * <p>Within one object the order is: {@code $patch}, {@code $retainKeys}, lists with an element
 * order, deletions from lists, everything else. (Go's implementation leaves the order of the last
 * two to chance.)
 */
final class StrategicMerge {
  private final boolean intoPatch;

  StrategicMerge(boolean intoPatch) {
    this.intoPatch = intoPatch;
  }

  Map<String, @Nullable Object> objects(
      Map<String, @Nullable Object> original,
      Map<String, @Nullable Object> patch,
      PatchSchema schema) {
    if (patch.containsKey(Directives.PATCH)) {
      return directed(patch);
    }
    Map<String, @Nullable Object> result = new LinkedHashMap<>(original);
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(patch);
    retainKeys(result, rest);
    for (String name : patch.keySet()) {
      if (Directives.isElementOrder(name)) {
        orderedList(result, rest, name, schema);
      }
    }
    for (Map.Entry<String, @Nullable Object> entry : rest.entrySet()) {
      if (Directives.isDeletionList(entry.getKey())) {
        deleteFromList(result, entry.getKey(), entry.getValue());
      }
    }
    for (Map.Entry<String, @Nullable Object> entry : rest.entrySet()) {
      String name = entry.getKey();
      if (!Directives.isDeletionList(name)) {
        try {
          member(result, name, entry.getValue(), schema);
        } catch (PatchException e) {
          throw e.within(name);
        }
      }
    }
    return result;
  }

  private Map<String, @Nullable Object> directed(Map<String, @Nullable Object> patch) {
    Object directive = patch.get(Directives.PATCH);
    if (Directives.DELETE.equals(directive)) {
      return new LinkedHashMap<>();
    }
    if (Directives.REPLACE.equals(directive)) {
      Map<String, @Nullable Object> replacement = new LinkedHashMap<>(patch);
      replacement.remove(Directives.PATCH);
      return Trees.object(asItStands(replacement));
    }
    throw unknownDirective(patch);
  }

  private static PatchException unknownDirective(Map<?, ?> patch) {
    Object directive = patch.get(Directives.PATCH);
    return PatchException.of(
        Contradiction.DIRECTIVE,
        "$patch must be \"delete\" or \"replace\", found "
            + (directive instanceof String text
                ? '"' + PatchException.shortened(text) + '"'
                : Trees.name(directive)),
        directive,
        patch);
  }

  /** A part of the patch that replaces something as a whole. */
  @SuppressWarnings("NullAway") // null only where T allows it
  private <T> T asItStands(T value) {
    @SuppressWarnings("unchecked") // objects stay objects and lists lists
    T stripped = intoPatch ? value : (T) Directives.strip(value);
    return stripped;
  }

  private void retainKeys(
      Map<String, @Nullable Object> result, Map<String, @Nullable Object> rest) {
    if (!rest.containsKey(Directives.RETAIN_KEYS)) {
      return;
    }
    Object keys = rest.remove(Directives.RETAIN_KEYS);
    if (intoPatch) {
      carryOver(result, Directives.RETAIN_KEYS, keys);
      return;
    }
    if (!(keys instanceof List<?> list)) {
      throw PatchException.of(
          Contradiction.RETAINED, "$retainKeys must be a list, found " + Trees.name(keys), keys);
    }
    Set<Object> retained = new HashSet<>(list);
    for (Map.Entry<String, @Nullable Object> entry : rest.entrySet()) {
      String name = entry.getKey();
      if (entry.getValue() != null
          && !retained.contains(name)
          && !Directives.isDeletionList(name)
          && !Directives.isElementOrder(name)) {
        throw PatchException.of(
            Contradiction.RETAINED,
            "$retainKeys must list " + name + ", which the patch sets",
            keys);
      }
    }
    result.keySet().retainAll(retained);
  }

  /** Puts a directive into the patch that is merged into, which must not have a different one. */
  private static void carryOver(
      Map<String, @Nullable Object> result, String name, @Nullable Object value) {
    if (result.containsKey(name) && !Trees.equal(result.get(name), value)) {
      throw PatchException.malformed("the patches to be merged differ in " + name);
    }
    result.put(name, value);
  }

  /** Merges the list that a {@code $setElementOrder} is for, and takes both out of {@code rest}. */
  private void orderedList(
      Map<String, @Nullable Object> result,
      Map<String, @Nullable Object> rest,
      String directive,
      PatchSchema schema) {
    Object value = rest.remove(directive);
    if (intoPatch) {
      carryOver(result, directive, value);
    }
    String name = Directives.listName(directive, Directives.ELEMENT_ORDER);
    try {
      List<@Nullable Object> order = requireList(value);
      boolean inOriginal = result.containsKey(name);
      boolean inPatch = rest.containsKey(name);
      if (!inOriginal && !inPatch) {
        return;
      }
      List<@Nullable Object> original = inOriginal ? requireList(result.get(name)) : List.of();
      List<@Nullable Object> patch = inPatch ? requireList(rest.remove(name)) : List.of();
      Member member = schema.require(name);
      Type type = MergeLists.elementType(original, patch);
      String mergeKey = type == Type.OBJECT ? requireKey(member) : null;
      MergeLists.checkOrder(patch, order, mergeKey);
      List<@Nullable Object> merged;
      if (!inPatch) {
        merged = original;
      } else if (!inOriginal) {
        merged = asItStands(Directives.withoutPatched(patch));
      } else {
        merged = lists(original, patch, member);
      }
      result.put(
          name,
          type == null
              ? merged
              : MergeLists.ordered(
                  merged, order, MergeLists.liveOrder(original, patch, mergeKey), mergeKey));
    } catch (PatchException e) {
      throw e.within(name);
    }
  }

  private static List<@Nullable Object> requireList(@Nullable Object value) {
    if (value instanceof List<?>) {
      return Trees.list(value);
    }
    throw PatchException.of(
        Contradiction.TYPE, "expected a list, found " + Trees.name(value), List.of(), value);
  }

  private static String requireKey(Member member) {
    String mergeKey = member.mergeKey();
    if (mergeKey == null) {
      throw PatchException.malformed("the objects in this list have no merge key");
    }
    return mergeKey;
  }

  private void deleteFromList(
      Map<String, @Nullable Object> result, String directive, @Nullable Object deletions) {
    if (intoPatch) {
      result.put(directive, deletions);
      return;
    }
    String name = Directives.listName(directive, Directives.DELETE_FROM_LIST);
    try {
      if (deletions == null) {
        result.remove(name);
      } else if (result.get(name) instanceof List<?> list) {
        List<@Nullable Object> original = Trees.list(list);
        Type type = MergeLists.elementType(original, requireList(deletions));
        if (type == Type.OBJECT) {
          throw PatchException.malformed("objects cannot be deleted by " + directive);
        }
        Set<Object> deleted = MergeLists.positions(requireList(deletions), null).keySet();
        List<@Nullable Object> remaining = new ArrayList<>(original);
        remaining.removeIf(element -> deleted.contains(MergeLists.identity(element, null)));
        result.put(name, remaining);
      }
    } catch (PatchException e) {
      throw e.within(name);
    }
  }

  private void member(
      Map<String, @Nullable Object> result,
      String name,
      @Nullable Object change,
      PatchSchema schema) {
    if (change == null && !intoPatch) {
      result.remove(name);
      return;
    }
    Object present = result.get(name);
    if (change instanceof Map<?, ?> && present instanceof Map<?, ?>) {
      Member member = schema.require(name);
      result.put(
          name,
          member.strategy() == Strategy.REPLACE
              ? asItStands(change)
              : objects(Trees.object(present), Trees.object(change), member.content()));
    } else if (change instanceof List<?> && present instanceof List<?>) {
      result.put(name, lists(Trees.list(present), Trees.list(change), schema.require(name)));
    } else {
      Directives.put(result, name, change, intoPatch);
    }
  }

  private List<@Nullable Object> lists(
      List<@Nullable Object> original, List<@Nullable Object> patch, Member member) {
    if (member.strategy() != Strategy.MERGE) {
      return asItStands(patch);
    }
    Type type = MergeLists.elementType(original, patch);
    if (type == null) {
      return original;
    }
    if (type == Type.OBJECT) {
      return objectLists(original, patch, requireKey(member), member.content());
    }
    Map<Object, @Nullable Object> merged = new LinkedHashMap<>();
    original.forEach(element -> merged.putIfAbsent(MergeLists.identity(element, null), element));
    patch.forEach(element -> merged.putIfAbsent(MergeLists.identity(element, null), element));
    return MergeLists.ordered(new ArrayList<>(merged.values()), patch, original, null);
  }

  private List<@Nullable Object> objectLists(
      List<@Nullable Object> original,
      List<@Nullable Object> patch,
      String mergeKey,
      PatchSchema content) {
    List<@Nullable Object> changes = new ArrayList<>(patch.size());
    Set<Object> deleted = new HashSet<>();
    boolean replace = false;
    for (Object element : patch) {
      Map<?, ?> object = (Map<?, ?>) element;
      if (object == null || !object.containsKey(Directives.PATCH)) {
        changes.add(element);
      } else if (Directives.DELETE.equals(object.get(Directives.PATCH))) {
        deleted.add(MergeLists.identity(object, mergeKey));
      } else if (Directives.REPLACE.equals(object.get(Directives.PATCH))) {
        replace = true;
      } else {
        throw unknownDirective(object);
      }
    }
    if (replace) {
      return MergeLists.ordered(asItStands(changes), List.of(), changes, mergeKey);
    }
    List<@Nullable Object> remaining = new ArrayList<>(original);
    remaining.removeIf(element -> deleted.contains(MergeLists.identity(element, mergeKey)));
    List<@Nullable Object> merged = new ArrayList<>(remaining);
    Map<Object, Integer> positions = MergeLists.positions(merged, mergeKey);
    for (Object change : changes) {
      Object identity = MergeLists.identity(change, mergeKey);
      Integer position = positions.putIfAbsent(identity, merged.size());
      if (position == null) {
        merged.add(asItStands(change));
      } else {
        try {
          merged.set(
              position, objects(Trees.object(merged.get(position)), Trees.object(change), content));
        } catch (PatchException e) {
          throw e.within(identity.toString());
        }
      }
    }
    return MergeLists.ordered(merged, changes, remaining, mergeKey);
  }
}
