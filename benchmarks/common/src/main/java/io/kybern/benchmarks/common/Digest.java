package io.kybern.benchmarks.common;

import java.util.Map;

/** Adds up fields; equal for equal text, whatever client read it. Not for many threads. */
public final class Digest {
  private long value = 17;

  /** Adds text; nothing and the empty text are the same. */
  public Digest add(String text) {
    value = value * 31 + (text == null ? 0 : text.hashCode());
    return this;
  }

  /** Adds a number; nothing is zero. */
  public Digest add(Number number) {
    value = value * 31 + (number == null ? 0 : number.longValue());
    return this;
  }

  /** Adds a truth; nothing is false. */
  public Digest add(Boolean truth) {
    value = value * 31 + (truth != null && truth ? 1 : 0);
    return this;
  }

  /** Adds a map in any order. */
  public Digest add(Map<String, ?> map) {
    long sum = 0;
    if (map != null) {
      for (Map.Entry<String, ?> entry : map.entrySet()) {
        sum += entry.getKey().hashCode() * 31L + String.valueOf(entry.getValue()).hashCode();
      }
    }
    value = value * 31 + sum;
    return this;
  }

  /** The sum so far. */
  public long value() {
    return value;
  }
}
