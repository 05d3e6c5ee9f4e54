package io.kybern.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what was asked for with what a server has, which may be more. */
final class Subset {
  private Subset() {}

  /**
   * The path of the first thing in {@code wanted} that {@code present} does not have, {@code null}
   * if it has all. Lists must be of the same length.
   */
  static @Nullable String missing(@Nullable Object wanted, @Nullable Object present) {
    return missing("", wanted, present);
  }

  private static @Nullable String missing(
      String path, @Nullable Object wanted, @Nullable Object present) {
    if (wanted instanceof Map<?, ?> map && present instanceof Map<?, ?> other) {
      for (Map.Entry<?, ?> member : map.entrySet()) {
        String child = path.isEmpty() ? member.getKey().toString() : path + "." + member.getKey();
        String found = missing(child, member.getValue(), other.get(member.getKey()));
        if (found != null) {
          return found;
        }
      }
      return null;
    }
    if (wanted instanceof List<?> list
        && present instanceof List<?> other
        && list.size() == other.size()) {
      for (int i = 0; i < list.size(); i++) {
        String found = missing(path + "[" + i + "]", list.get(i), other.get(i));
        if (found != null) {
          return found;
        }
      }
      return null;
    }
    return Objects.equals(wanted, present) ? null : path;
  }
}
