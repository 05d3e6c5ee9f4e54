package io.kybern.cli;

import io.kybern.client.ListQuery;
import io.kybern.client.Resources;
import io.kybern.client.Watch;
import io.kybern.client.WatchEvent;
import io.kybern.model.Unstructured;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Waits until objects are gone. */
final class Absence {
  private Absence() {}

  /**
   * Waits until {@code object} is not on the server any more; another one of its name does not
   * count.
   *
   * @param limit zero for as long as it takes
   * @return whether it is gone
   */
  static boolean await(Resources<Unstructured> resources, Unstructured object, Duration limit) {
    Optional<Unstructured> present = resources.find(object.name());
    if (present.isEmpty() || !Objects.equals(present.get().uid(), object.uid())) {
      return true;
    }
    ListQuery query =
        ListQuery.fields("metadata.name=" + object.name())
            .resourceVersion(Objects.requireNonNullElse(present.get().resourceVersion(), ""));
    query = limit.isZero() ? query : query.timeout(limit);
    try (Watch<Unstructured> watch = resources.watch(query)) {
      for (WatchEvent<Unstructured> event : watch) {
        if (event.type() == WatchEvent.Type.DELETED
            || !Objects.equals(event.object().uid(), object.uid())) {
          return true;
        }
      }
    }
    return false;
  }
}
