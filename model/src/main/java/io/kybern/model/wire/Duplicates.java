package io.kybern.model.wire;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds the keys that a map was given twice. */
final class Duplicates {
  private Duplicates() {}

  /**
   * Asks {@code problems} about each key that stands more than once among the keys and values in
   * turn on {@code scratch} above {@code mark}, of which {@code map} was made.
   */
  static void check(
      Map<String, ?> map,
      Scratch scratch,
      int mark,
      ReadPath path,
      long offset,
      Problems problems) {
    if (map.size() * 2 == scratch.top - mark) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = mark; i < scratch.top; i += 2) {
      String key = (String) scratch.stack[i];
      if (key != null && !seen.add(key)) {
        report(key, path, offset, problems);
      }
    }
  }

  static void report(String member, ReadPath path, long offset, Problems problems) {
    if (!problems.duplicateField(path.with(member))) {
      throw path.error("member \"" + ReadPath.shown(member) + "\" comes twice", offset);
    }
  }
}
