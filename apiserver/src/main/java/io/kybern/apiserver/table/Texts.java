package io.kybern.apiserver.table;

import io.kybern.api.core.v1.Container;
import io.kybern.api.meta.v1.LabelSelector;
import io.kybern.api.meta.v1.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pieces of objects in one line. */
final class Texts {
  private Texts() {}

  /** {@code a=1,b=2}, sorted; {@code <none>} if there are no labels. */
  static String labels(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return Cells.NONE;
    }
    List<String> pairs = new ArrayList<>();
    new TreeMap<>(labels).forEach((key, value) -> pairs.add(key + "=" + value));
    return String.join(",", pairs);
  }

  /** A selector as it is written on a command line; empty if it selects everything or nothing. */
  static String selector(LabelSelector selector) {
    record Part(String key, String text) {}
    List<Part> parts = new ArrayList<>();
    new TreeMap<>(selector.matchLabels())
        .forEach((key, value) -> parts.add(new Part(key, key + "=" + value)));
    for (LabelSelectorRequirement requirement : selector.matchExpressions()) {
      parts.add(new Part(requirement.key(), requirement(requirement)));
    }
    parts.sort(Comparator.comparing(Part::key));
    return join(parts, Part::text);
  }

  /** {@link #selector}, or {@code <none>}. */
  static String selectorOrNone(LabelSelector selector) {
    return Cells.or(selector(selector), Cells.NONE);
  }

  private static String requirement(LabelSelectorRequirement requirement) {
    String values = " (" + String.join(",", new TreeSet<>(requirement.values())) + ")";
    return switch (requirement.operator()) {
      case "In" -> requirement.key() + " in" + values;
      case "NotIn" -> requirement.key() + " notin" + values;
      case "DoesNotExist" -> "!" + requirement.key();
      default -> requirement.key();
    };
  }

  static String names(List<Container> containers) {
    return join(containers, Container::name);
  }

  static String images(List<Container> containers) {
    return join(containers, container -> Cells.or(container.image(), ""));
  }

  static <T> String join(Collection<T> items, Function<T, String> text) {
    List<String> texts = new ArrayList<>(items.size());
    for (T item : items) {
      texts.add(text.apply(item));
    }
    return String.join(",", texts);
  }

  /** At most {@code most} of the items, and how many more there are. */
  static String some(List<String> items, int count, int most, String none) {
    if (items.isEmpty()) {
      return none;
    }
    String shown = String.join(",", items.subList(0, Math.min(most, items.size())));
    return count > most ? shown + " + " + (count - most) + " more..." : shown;
  }

  /** {@code True}, {@code False} or {@code <unset>}. */
  static String truth(@Nullable Boolean truth) {
    return truth == null ? Cells.UNSET : truth ? "True" : "False";
  }
}
