package io.kybern.merge;

import io.kybern.merge.PatchException.Contradiction;
import io.kybern.merge.PatchException.Kind;
import io.kybern.merge.Trees.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Identity and order of the elements of lists that are merged. An element that is an object is
 * identified by its merge key, any other by itself.
 */
final class MergeLists {
  private MergeLists() {}

  /**
   * What identifies {@code element}; without a merge key the element itself.
   *
   * @throws PatchException if it is no object with that merge key, or something that identifies
   *     nothing
   */
  static Object identity(@Nullable Object element, @Nullable String mergeKey) {
    Object value = element;
    if (mergeKey != null) {
      if (!(element instanceof Map<?, ?> object)) {
        throw PatchException.of(
            Contradiction.TYPE,
            "expected objects in the list, found " + Trees.name(element),
            Map.of(),
            element);
      }
      value = object.get(mergeKey);
      if (value == null) {
        throw PatchException.of(
            Contradiction.NO_KEY,
            "an object in the list does not have its key " + mergeKey,
            element,
            mergeKey);
      }
    }
    Object identity = Trees.key(value);
    if (identity == null || value instanceof Map<?, ?> || value instanceof List<?>) {
      throw PatchException.malformed(
          "an element of the list cannot be identified by " + Trees.name(value));
    }
    return identity;
  }

  /** For each identity in {@code list} the position where it comes first. */
  static Map<Object, Integer> positions(List<@Nullable Object> list, @Nullable String mergeKey) {
    Map<Object, Integer> positions = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      positions.putIfAbsent(identity(list.get(i), mergeKey), i);
    }
    return positions;
  }

  /**
   * The type of all elements of both lists; {@code null} if they have none.
   *
   * @throws PatchException if they are of different types, lists, or {@code null}
   */
  static @Nullable Type elementType(List<@Nullable Object> a, List<@Nullable Object> b) {
    Type common = null;
    for (List<@Nullable Object> list : List.of(a, b)) {
      for (Object element : list) {
        Type type = Trees.type(element);
        if (type == Type.LIST || type == Type.NULL) {
          throw PatchException.of(
              Kind.NOT_APPLICABLE, "a list that is merged cannot hold " + Trees.name(element));
        }
        if (common != null && common != type) {
          throw PatchException.of(
              Contradiction.MIXED, "the elements of a list must all be of the same type", a, b);
        }
        common = type;
      }
    }
    return common;
  }

  /**
   * Checks that what a patch sets comes in the {@code order} it gives, in the same sequence.
   *
   * @throws PatchException if it does not
   */
  static void checkOrder(
      List<@Nullable Object> patch, List<@Nullable Object> order, @Nullable String mergeKey) {
    if (order.isEmpty()) {
      return;
    }
    int next = 0;
    for (Object element : patch) {
      if (Directives.isDeletion(element)) {
        continue;
      }
      boolean directed =
          element instanceof Map<?, ?> object && object.containsKey(Directives.PATCH);
      if (!directed) {
        Object identity = identity(element, mergeKey);
        while (next < order.size() && !identity(order.get(next), mergeKey).equals(identity)) {
          next++;
        }
      }
      if (next == order.size()) {
        throw PatchException.of(
            Contradiction.ORDER,
            "the order of this list does not match $setElementOrder",
            patch,
            order);
      }
      next += directed ? 0 : 1;
    }
  }

  /**
   * The order of {@code original} as the API server has it when it comes to apply an element order:
   * by then, elements that are new have taken the places of those that are deleted.
   */
  static List<@Nullable Object> liveOrder(
      List<@Nullable Object> original, List<@Nullable Object> patch, @Nullable String mergeKey) {
    if (mergeKey == null
        || original.isEmpty()
        || patch.stream().noneMatch(Directives::isDeletion)) {
      return original;
    }
    Map<Object, @Nullable Object> order = new LinkedHashMap<>();
    for (Object element : original) {
      order.putIfAbsent(identity(element, mergeKey), element);
    }
    for (Object element : patch) {
      if (Directives.isDeletion(element)) {
        order.remove(identity(element, mergeKey));
      }
    }
    for (Object element : patch) {
      if (element instanceof Map<?, ?> object && !object.containsKey(Directives.PATCH)) {
        order.putIfAbsent(identity(element, mergeKey), element);
      }
    }
    List<@Nullable Object> live = new ArrayList<>(order.values());
    return live.subList(0, Math.min(live.size(), original.size()));
  }

  /**
   * Brings a merged list into order: elements that {@code patchOrder} knows in that order, the
   * others in that of {@code liveOrder}, and those put between the former where they come before
   * them in {@code liveOrder}.
   */
  static List<@Nullable Object> ordered(
      List<@Nullable Object> merged,
      List<@Nullable Object> patchOrder,
      List<@Nullable Object> liveOrder,
      @Nullable String mergeKey) {
    Map<Object, Integer> patchPositions = positions(patchOrder, mergeKey);
    Map<Object, Integer> livePositions = positions(liveOrder, mergeKey);
    List<@Nullable Object> inPatch = new ArrayList<>(merged.size());
    List<@Nullable Object> liveOnly = new ArrayList<>();
    for (Object element : merged) {
      boolean known = patchPositions.containsKey(identity(element, mergeKey));
      (known ? inPatch : liveOnly).add(element);
    }
    return interleave(
        sorted(liveOnly, livePositions, mergeKey),
        sorted(inPatch, patchPositions, mergeKey),
        livePositions,
        mergeKey);
  }

  /**
   * {@code list} sorted by position. Deletions go last. Elements without a position, which only a
   * patch that contradicts itself has, go first and last one first, as the API server does with
   * them.
   */
  static List<@Nullable Object> sorted(
      List<@Nullable Object> list, Map<Object, Integer> positions, @Nullable String mergeKey) {
    List<@Nullable Object> unknown = new ArrayList<>();
    List<@Nullable Object> known = new ArrayList<>(list.size());
    List<@Nullable Object> deletions = new ArrayList<>();
    for (Object element : list) {
      if (Directives.isDeletion(element)) {
        deletions.add(element);
      } else if (positions.containsKey(identity(element, mergeKey))) {
        known.add(element);
      } else {
        unknown.add(element);
      }
    }
    known.sort(
        Comparator.comparingInt(element -> positions.getOrDefault(identity(element, mergeKey), 0)));
    Collections.reverse(unknown);
    unknown.addAll(known);
    unknown.addAll(deletions);
    return unknown;
  }

  private static List<@Nullable Object> interleave(
      List<@Nullable Object> liveOnly,
      List<@Nullable Object> inPatch,
      Map<Object, Integer> livePositions,
      @Nullable String mergeKey) {
    List<@Nullable Object> all = new ArrayList<>(liveOnly.size() + inPatch.size());
    int next = 0;
    for (Object element : inPatch) {
      Integer position = livePositions.get(identity(element, mergeKey));
      while (position != null && next < liveOnly.size()) {
        Integer other = livePositions.get(identity(liveOnly.get(next), mergeKey));
        if (other == null || other >= position) {
          break;
        }
        all.add(liveOnly.get(next++));
      }
      all.add(element);
    }
    all.addAll(liveOnly.subList(next, liveOnly.size()));
    return all;
  }
}
