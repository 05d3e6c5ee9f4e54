package io.kybern.model;

import io.kybern.api.meta.v1.ListMeta;
import java.util.Iterator;
import java.util.List;

/**
 * The list kind of a kind: what a server answers to a list request, whole.
 *
 * @param <T> the kind of the items
 */
public interface KubernetesList<T> extends Iterable<T> {
  /** Group and version such as {@code v1}. */
  String apiVersion();

  /** Name of the list kind such as {@code PodList}. */
  String kind();

  /** Resource version and continue token of the list. */
  ListMeta metadata();

  /** The items. */
  List<T> items();

  @Override
  default Iterator<T> iterator() {
    return items().iterator();
  }
}
