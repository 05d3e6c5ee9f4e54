package io.kybern.model.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The order in which Go's yaml library writes keys: numbers within them count by value, and what is
 * no letter comes before letters.
 *
 * <p>Among keys such as {@code 10a}, {@code 1b} and {@code 2} that is no order at all: each comes
 * before the next and the last before the first. What Go writes for them changes from run to run.
 * The JDK's sorting may refuse such keys; the merge sort here takes any and always gives the same
 * result.
 */
final class NaturalOrder {
  private NaturalOrder() {}

  /** {@code keys} in their order. */
  static List<String> sort(Collection<String> keys) {
    List<int[]> sorted = sort(keys.stream().map(key -> key.codePoints().toArray()).toList());
    return sorted.stream().map(points -> new String(points, 0, points.length)).toList();
  }

  private static List<int[]> sort(List<int[]> keys) {
    if (keys.size() < 2) {
      return keys;
    }
    List<int[]> low = sort(keys.subList(0, keys.size() / 2));
    List<int[]> high = sort(keys.subList(keys.size() / 2, keys.size()));
    List<int[]> merged = new ArrayList<>(keys.size());
    int at = 0;
    for (int[] key : low) {
      while (at < high.size() && less(high.get(at), key)) {
        merged.add(high.get(at++));
      }
      merged.add(key);
    }
    merged.addAll(high.subList(at, high.size()));
    return merged;
  }

  private static boolean less(int[] a, int[] b) {
    for (int i = 0; i < a.length && i < b.length; i++) {
      if (a[i] == b[i]) {
        continue;
      }
      boolean aLetter = GoUnicode.isLetter(a[i]);
      boolean bLetter = GoUnicode.isLetter(b[i]);
      if (aLetter && bLetter) {
        return a[i] < b[i];
      }
      if (aLetter || bLetter) {
        return bLetter;
      }
      return lessNumber(a, b, i);
    }
    return a.length < b.length;
  }

  private static boolean lessNumber(int[] a, int[] b, int from) {
    long aNumber = 0;
    long bNumber = 0;
    if (a[from] == '0' || b[from] == '0') {
      for (int j = from - 1; j >= 0 && GoUnicode.isDigit(a[j]); j--) {
        if (a[j] != '0') {
          aNumber = 1;
          bNumber = 1;
          break;
        }
      }
    }
    int aEnd = from;
    while (aEnd < a.length && GoUnicode.isDigit(a[aEnd])) {
      aNumber = aNumber * 10 + (a[aEnd++] - '0');
    }
    int bEnd = from;
    while (bEnd < b.length && GoUnicode.isDigit(b[bEnd])) {
      bNumber = bNumber * 10 + (b[bEnd++] - '0');
    }
    if (aNumber != bNumber) {
      return aNumber < bNumber;
    }
    return aEnd != bEnd ? aEnd < bEnd : a[from] < b[from];
  }
}
