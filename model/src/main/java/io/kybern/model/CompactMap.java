package io.kybern.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from strings, held as one array of keys and values in turn. Its order is that of
 * the keys' UTF-8 bytes, which is the order Kubernetes writes maps in. Values may be decoded when
 * they are first asked for.
 *
 * @param <V> type of the values
 */
public final class CompactMap<V> extends AbstractMap<String, V> {
  /** The order of UTF-8 bytes, which differs from that of {@link String} beyond U+FFFF. */
  public static final Comparator<String> UTF8_ORDER = CompactMap::compareUtf8;

  private static final int LINEAR_SEARCH_MAX = 6;

  private final Object[] entries;

  private CompactMap(Object[] entries) {
    this.entries = entries;
  }

  /** An immutable map of the entries of {@code source}, without {@code null}. */
  @SuppressWarnings("unchecked")
  public static <V> Map<String, V> copyOf(Map<String, ? extends V> source) {
    if (source instanceof CompactMap<?> map) {
      for (int i = 1; i < map.entries.length; i += 2) {
        Objects.requireNonNull(map.entries[i], "value of a map");
      }
      return (Map<String, V>) source;
    }
    Object[] entries = new Object[source.size() * 2];
    int size = 0;
    for (Map.Entry<String, ? extends V> entry : source.entrySet()) {
      entries[size++] = Objects.requireNonNull(entry.getKey(), "key of a map");
      entries[size++] = Objects.requireNonNull(entry.getValue(), "value of a map");
    }
    return sortedLastWins(entries, 0, size);
  }

  /**
   * For codecs: a map of the keys and values in turn in {@code array} in {@code [from, to)}. Where
   * a key comes more than once the last one counts.
   */
  public static <V> Map<String, V> sortedLastWins(@Nullable Object[] array, int from, int to) {
    if (from == to) {
      return Map.of();
    }
    Object[] entries = Arrays.copyOfRange(array, from, to);
    boolean sorted = true;
    for (int i = 2; i < entries.length; i += 2) {
      if (compareUtf8((String) entries[i - 2], (String) entries[i]) >= 0) {
        sorted = false;
        break;
      }
    }
    return new CompactMap<>(sorted ? entries : sort(entries));
  }

  /**
   * For codecs: takes an array of keys and values in turn over, which are in the map's order and of
   * which no key comes twice.
   */
  public static <V> Map<String, V> wrapSorted(@Nullable Object[] entries) {
    return entries.length == 0 ? Map.of() : new CompactMap<>(entries);
  }

  private static Object[] sort(Object[] entries) {
    int count = entries.length / 2;
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> compareUtf8((String) entries[a * 2], (String) entries[b * 2]));
    Object[] sorted = new Object[entries.length];
    int size = 0;
    for (int i : order) {
      if (size > 0 && sorted[size - 2].equals(entries[i * 2])) {
        size -= 2;
      }
      sorted[size++] = entries[i * 2];
      sorted[size++] = entries[i * 2 + 1];
    }
    return size == sorted.length ? sorted : Arrays.copyOf(sorted, size);
  }

  private static int compareUtf8(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Character.isSurrogate(x) == Character.isSurrogate(y)
            ? x - y
            : Character.isSurrogate(x) ? (y >= '\uE000' ? 1 : x - y) : (x >= '\uE000' ? -1 : x - y);
      }
    }
    return a.length() - b.length();
  }

  private int find(Object key) {
    if (!(key instanceof String name)) {
      return -1;
    }
    if (entries.length <= LINEAR_SEARCH_MAX * 2) {
      for (int i = 0; i < entries.length; i += 2) {
        if (name.equals(entries[i])) {
          return i;
        }
      }
      return -1;
    }
    int low = 0;
    int high = entries.length / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compareUtf8((String) entries[middle * 2], name);
      if (order == 0) {
        return middle * 2;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable V get(@Nullable Object key) {
    int at = key == null ? -1 : find(key);
    return at < 0 ? null : (V) value(entries[at + 1]);
  }

  private static @Nullable Object value(@Nullable Object slot) {
    return slot instanceof LazyPart part ? part.get() : slot;
  }

  /** For codecs: the value of a key, or the {@link LazyPart} that will become it. */
  public @Nullable Object slot(String key) {
    int at = find(key);
    return at < 0 ? null : entries[at + 1];
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key != null && find(key) >= 0;
  }

  @Override
  public int size() {
    return entries.length / 2;
  }

  /** For codecs: the key at position {@code index} in the map's order. */
  public String keyAt(int index) {
    return (String) entries[index * 2];
  }

  /** For codecs: the value at position {@code index} in the map's order. */
  @SuppressWarnings({"unchecked", "NullAway"}) // null only where V allows it
  public V valueAt(int index) {
    return (V) value(entries[index * 2 + 1]);
  }

  @Override
  public Set<Entry<String, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return entries.length / 2;
      }

      @Override
      public Iterator<Entry<String, V>> iterator() {
        return new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < entries.length;
          }

          @Override
          @SuppressWarnings("unchecked")
          public Entry<String, V> next() {
            if (next >= entries.length) {
              throw new NoSuchElementException();
            }
            next += 2;
            return new SimpleImmutableEntry<>(
                (String) entries[next - 2], (V) value(entries[next - 1]));
          }
        };
      }
    };
  }
}
