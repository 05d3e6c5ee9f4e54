package io.kybern.model.wire;

import java.util.Comparator;

/**
 * The order in which Go's yaml library writes keys: numbers within them count by value, and what is no
 * letter comes before letters.
 */
final class NaturalOrder implements Comparator<String> {
  static final NaturalOrder INSTANCE = new NaturalOrder();

  private NaturalOrder() {}

  @Override
  public int compare(String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    return less(a.codePoints().toArray(), b.codePoints().toArray()) ? -1 : 1;
  }

  private static boolean less(int[] a, int[] b) {
    for (int i = 0; i < a.length && i < b.length; i++) {
      if (a[i] == b[i]) {
        continue;
      }
      boolean aLetter = Character.isLetter(a[i]);
      boolean bLetter = Character.isLetter(b[i]);
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
      for (int j = from - 1; j >= 0 && isDigit(a[j]); j--) {
        if (a[j] != '0') {
          aNumber = 1;
          bNumber = 1;
          break;
        }
      }
    }
    int aEnd = from;
    while (aEnd < a.length && isDigit(a[aEnd])) {
      aNumber = aNumber * 10 + (a[aEnd++] - '0');
    }
    int bEnd = from;
    while (bEnd < b.length && isDigit(b[bEnd])) {
      bNumber = bNumber * 10 + (b[bEnd++] - '0');
    }
    if (aNumber != bNumber) {
      return aNumber < bNumber;
    }
    return aEnd != bEnd ? aEnd < bEnd : a[from] < b[from];
  }

  private static boolean isDigit(int c) {
    return Character.isDigit(c);
  }
}
