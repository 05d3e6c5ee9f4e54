package io.kybern.cli;

import io.kybern.client.Delete;
import io.kybern.client.Kubernetes;
import io.kybern.client.WatchEvent;
import io.kybern.model.Unstructured;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deletes the objects of the demo and sees that they are gone. */
final class DemoDeletion {
  private final Kubernetes k8s;
  private final List<Plan.Item> items;
  private final DemoWatches watches;

  DemoDeletion(Kubernetes k8s, List<Plan.Item> items, DemoWatches watches) {
    this.k8s = k8s;
    this.items = items;
    this.watches = watches;
  }

  /** Deletes all objects; tells what came of it. */
  String delete() {
    for (int i = items.size() - 1; i >= 0; i--) {
      Plan.Item item = items.get(i);
      item.wanted().on(k8s).delete(item.manifest().name(), Delete.background());
    }
    List<String> left = new ArrayList<>();
    Set<String> gone = new HashSet<>();
    for (Plan.Item item : items) {
      Optional<Unstructured> present = item.wanted().on(k8s).find(item.manifest().name());
      if (present.isEmpty()) {
        gone.add(item.manifest().label());
        continue;
      }
      Demo.check(
          present.get().metadata().deletionTimestamp() != null,
          item.manifest().label() + " to be gone");
      left.add(item.manifest().label());
    }
    watches.awaitAll(
        "all deletions",
        events -> {
          Set<String> missing = new HashSet<>(gone);
          for (WatchEvent<Unstructured> event : events) {
            if (event.type() == WatchEvent.Type.DELETED) {
              missing.remove(new Manifest("", "", event.object()).label());
            }
          }
          return missing.isEmpty();
        });
    return "Deleted "
        + items.size()
        + " objects"
        + (left.isEmpty()
            ? "; none is there any more, and the watches saw them go"
            : "; the cluster is still finishing " + String.join(", ", left));
  }
}
