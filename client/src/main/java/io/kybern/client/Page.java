package io.kybern.client;

import io.kybern.api.meta.v1.ListMeta;
import io.kybern.model.KubernetesList;
import java.util.List;

/**
 * One page of a list. Immutable.
 *
 * @param apiVersion group and version of the items
 * @param kind the list kind
 * @param metadata resource version of the list; continue token if there are more pages
 * @param items the items, in the server's order
 * @param <T> type of the items
 */
public record Page<T>(String apiVersion, String kind, ListMeta metadata, List<T> items)
    implements KubernetesList<T> {
  /** Keeps {@code items} as they are if they are immutable, else a copy. */
  public Page {
    items = List.copyOf(items);
  }

  /** The token for {@link ListQuery#continueAt}; empty on the last page. */
  public String continueToken() {
    String token = metadata.continue_();
    return token == null ? "" : token;
  }
}
