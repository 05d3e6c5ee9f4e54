package io.kybern.merge;

import io.kybern.merge.PatchSchema.Member;
import io.kybern.merge.PatchSchema.Strategy;
import io.kybern.merge.Trees.Type;
import io.kybern.model.CompactMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes strategic merge patches out of the difference between two objects. */
final class StrategicDiff {
  private final boolean withChanges;
  private final boolean withDeletions;
  private final boolean withElementOrder;

  /**
   * @param withChanges whether the patch has what is new or different
   * @param withDeletions whether it has what is gone
   * @param withElementOrder whether it says in which order the elements of merged lists are
   */
  StrategicDiff(boolean withChanges, boolean withDeletions, boolean withElementOrder) {
    this.withChanges = withChanges;
    this.withDeletions = withDeletions;
    this.withElementOrder = withElementOrder;
  }

  Map<String, @Nullable Object> objects(
      Map<String, @Nullable Object> original,
      Map<String, @Nullable Object> modified,
      PatchSchema schema,
      boolean retainKeys) {
    Map<String, @Nullable Object> patch = new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable Object> entry : modified.entrySet()) {
      String name = entry.getKey();
      Object after = entry.getValue();
      Object before = original.get(name);
      if (!original.containsKey(name) || Trees.type(before) != Trees.type(after)) {
        if (withChanges) {
          patch.put(name, after);
        }
      } else if (!Trees.equal(before, after)) {
        try {
          member(patch, name, before, after, schema);
        } catch (PatchException e) {
          throw e.within(name);
        }
      }
    }
    boolean gone = false;
    for (Map.Entry<String, @Nullable Object> entry : original.entrySet()) {
      if (!modified.containsKey(entry.getKey())) {
        gone |= entry.getValue() != null;
        if (withDeletions) {
          patch.put(entry.getKey(), null);
        }
      }
    }
    if (retainKeys && (gone || !patch.isEmpty())) {
      retain(patch, modified);
    }
    return patch;
  }

  private static void retain(
      Map<String, @Nullable Object> patch, Map<String, @Nullable Object> modified) {
    List<@Nullable Object> retained = new ArrayList<>();
    modified.keySet().stream()
        .filter(name -> modified.get(name) != null)
        .sorted(CompactMap.UTF8_ORDER)
        .forEach(retained::add);
    if (!retained.isEmpty()) {
      patch.put(Directives.RETAIN_KEYS, retained);
    }
  }

  /** Two values of the same type that differ. */
  private void member(
      Map<String, @Nullable Object> patch,
      String name,
      @Nullable Object before,
      @Nullable Object after,
      PatchSchema schema) {
    if (name.equals(Directives.PATCH)) {
      if (!(after instanceof String)) {
        throw PatchException.malformed("must be a string, found " + Trees.name(after));
      }
      patch.put(name, after);
    } else if (before instanceof Map<?, ?> && after instanceof Map<?, ?>) {
      Member member = schema.require(name);
      if (member.strategy() != Strategy.REPLACE) {
        Map<String, @Nullable Object> change =
            objects(
                Trees.object(before), Trees.object(after), member.content(), member.retainKeys());
        if (!change.isEmpty()) {
          patch.put(name, change);
        }
      } else if (withChanges) {
        patch.put(name, after);
      }
    } else if (before instanceof List<?> && after instanceof List<?>) {
      Member member = schema.require(name);
      if (member.strategy() == Strategy.MERGE) {
        lists(patch, name, Trees.list(before), Trees.list(after), member);
      } else if (withChanges) {
        patch.put(name, after);
      }
    } else if (withChanges) {
      patch.put(name, after);
    }
  }

  private void lists(
      Map<String, @Nullable Object> patch,
      String name,
      List<@Nullable Object> before,
      List<@Nullable Object> after,
      Member member) {
    if (before.isEmpty()) {
      if (!after.isEmpty() && withChanges) {
        patch.put(name, after);
      }
      return;
    }
    boolean ordered;
    String mergeKey = null;
    if (MergeLists.elementType(before, after) == Type.OBJECT) {
      mergeKey = member.mergeKey();
      if (mergeKey == null) {
        throw PatchException.malformed("the objects in this list have no merge key");
      }
      List<@Nullable Object> changes = objectLists(before, after, mergeKey, member);
      if (!changes.isEmpty()) {
        patch.put(name, changes);
      }
      ordered =
          (withChanges && !sameOrder(before, after, mergeKey))
              || ((withChanges || withDeletions) && !changes.isEmpty());
    } else {
      List<@Nullable Object> added = missingFrom(before, after);
      List<@Nullable Object> removed = missingFrom(after, before);
      if (withChanges && !added.isEmpty()) {
        patch.put(name, added);
      }
      if (withDeletions && !removed.isEmpty()) {
        removed.sort(Comparator.comparing(String::valueOf, CompactMap.UTF8_ORDER));
        patch.put(Directives.DELETE_FROM_LIST + '/' + name, removed);
      }
      ordered =
          (withDeletions && !removed.isEmpty()) || (withChanges && !Trees.equal(before, after));
    }
    if (withElementOrder && ordered && !after.isEmpty()) {
      patch.put(Directives.ELEMENT_ORDER + '/' + name, identities(after, mergeKey));
    }
  }

  private static List<@Nullable Object> identities(
      List<@Nullable Object> list, @Nullable String mergeKey) {
    if (mergeKey == null) {
      return list;
    }
    List<@Nullable Object> identities = new ArrayList<>(list.size());
    for (Object element : list) {
      Map<String, @Nullable Object> identity = new LinkedHashMap<>();
      identity.put(mergeKey, ((Map<?, ?>) element).get(mergeKey));
      identities.add(identity);
    }
    return identities;
  }

  private static boolean sameOrder(
      List<@Nullable Object> before, List<@Nullable Object> after, String mergeKey) {
    if (before.size() != after.size()) {
      return false;
    }
    for (int i = 0; i < before.size(); i++) {
      if (!MergeLists.identity(before.get(i), mergeKey)
          .equals(MergeLists.identity(after.get(i), mergeKey))) {
        return false;
      }
    }
    return true;
  }

  /** What {@code list} has and {@code other} does not, each once. */
  private static List<@Nullable Object> missingFrom(
      List<@Nullable Object> other, List<@Nullable Object> list) {
    Set<Object> known = new HashSet<>(MergeLists.positions(other, null).keySet());
    List<@Nullable Object> missing = new ArrayList<>();
    for (Object element : list) {
      if (known.add(MergeLists.identity(element, null))) {
        missing.add(element);
      }
    }
    return missing;
  }

  /** Additions and changes in the order of {@code after}, then deletions. */
  private List<@Nullable Object> objectLists(
      List<@Nullable Object> before, List<@Nullable Object> after, String mergeKey, Member member) {
    Map<Object, Deque<Map<String, @Nullable Object>>> left = new HashMap<>();
    for (Object element : before) {
      left.computeIfAbsent(MergeLists.identity(element, mergeKey), key -> new ArrayDeque<>())
          .add(object(element));
    }
    List<@Nullable Object> changes = new ArrayList<>();
    for (Object element : after) {
      Object identity = MergeLists.identity(element, mergeKey);
      Deque<Map<String, @Nullable Object>> same = left.get(identity);
      if (same == null || same.isEmpty()) {
        if (withChanges) {
          changes.add(element);
        }
        continue;
      }
      try {
        Map<String, @Nullable Object> change =
            objects(same.remove(), object(element), member.content(), member.retainKeys());
        if (!change.isEmpty()) {
          change.put(mergeKey, object(element).get(mergeKey));
          changes.add(change);
        }
      } catch (PatchException e) {
        throw e.within(identity.toString());
      }
    }
    if (withDeletions) {
      left.values().stream()
          .flatMap(Deque::stream)
          .map(element -> element.get(mergeKey))
          .sorted(Comparator.comparing(String::valueOf, CompactMap.UTF8_ORDER))
          .forEach(key -> changes.add(deletion(mergeKey, key)));
    }
    return changes;
  }

  private static Map<String, @Nullable Object> object(@Nullable Object element) {
    return Trees.object(Objects.requireNonNull(element));
  }

  private static Map<String, @Nullable Object> deletion(String mergeKey, @Nullable Object key) {
    Map<String, @Nullable Object> deletion = new LinkedHashMap<>();
    deletion.put(mergeKey, key);
    deletion.put(Directives.PATCH, Directives.DELETE);
    return deletion;
  }
}
