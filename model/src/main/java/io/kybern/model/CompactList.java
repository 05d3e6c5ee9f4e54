package io.kybern.model;

import java.util.AbstractList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * An immutable list that is one array and nothing else.
 *
 * @param <E> type of the elements
 */
public final class CompactList<E> extends AbstractList<E> implements RandomAccess {
  private final Object[] elements;

  private CompactList(Object[] elements) {
    this.elements = elements;
  }

  /** An immutable list of the elements of {@code source}, none of which may be {@code null}. */
  @SuppressWarnings("unchecked")
  public static <E> List<E> copyOf(Collection<? extends E> source) {
    if (source instanceof CompactList<?> list) {
      requireNoNull(list.elements);
      return (List<E>) list;
    }
    Object[] elements = source.toArray(new Object[0]);
    requireNoNull(elements);
    return wrap(elements);
  }

  private static void requireNoNull(Object[] elements) {
    for (Object element : elements) {
      Objects.requireNonNull(element, "element of a list");
    }
  }

  /** For codecs: the elements of {@code array} in {@code [from, to)}. */
  public static <E> List<E> copyOfRange(Object[] array, int from, int to) {
    if (from == to) {
      return List.of();
    }
    Object[] elements = new Object[to - from];
    System.arraycopy(array, from, elements, 0, elements.length);
    return wrap(elements);
  }

  private static <E> List<E> wrap(Object[] elements) {
    return elements.length == 0 ? Collections.emptyList() : new CompactList<>(elements);
  }

  @Override
  @SuppressWarnings("unchecked")
  public E get(int index) {
    return (E) elements[index];
  }

  @Override
  public int size() {
    return elements.length;
  }

  @Override
  public Object[] toArray() {
    return elements.clone();
  }
}
