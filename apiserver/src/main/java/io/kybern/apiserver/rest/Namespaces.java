package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Namespace;
import io.kybern.api.core.v1.NamespaceSpec;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.facts.ServedResource;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.rest.KindRules.Context;
import io.kybern.apiserver.storage.ClosedException;
import io.kybern.apiserver.storage.Keyspace;
import io.kybern.apiserver.storage.RevisionStore;
import io.kybern.apiserver.storage.Snapshot;
import io.kybern.error.ConflictException;
import io.kybern.error.NotFoundException;
import io.kybern.model.KubernetesObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The life of namespaces. Deleting one marks it, deletes what is in it, now or after a delay, and
 * removes it with its last object: right then if nothing in it has finalizers or a grace period.
 * Objects are not created in a namespace that is missing or being deleted; that is checked under
 * the store's lock, so nothing is left behind. Safe for use by any thread.
 */
final class Namespaces {
  private static final Set<String> IMMORTAL = Set.of("default", "kube-public", "kube-system");
  private static final Target TARGET = new Target("", "namespaces");

  private final Resources resources;
  private final WatchTimer timer;
  private final Duration delay;

  /**
   * @param delay how long after its deletion a namespace is emptied; zero to do it at once
   */
  Namespaces(Resources resources, WatchTimer timer, Duration delay) {
    this.resources = resources;
    this.timer = timer;
    this.delay = delay;
  }

  private Keyspace keyspace() {
    return resources.store().keyspace("namespaces");
  }

  private @Nullable Namespace find(String name) {
    return (Namespace) keyspace().get(name);
  }

  /**
   * @throws io.kybern.error.NotFoundException if there is no such namespace
   * @throws io.kybern.error.ForbiddenException if it is being deleted
   */
  void requireActive(Resource resource, String namespace, String name) {
    Namespace found = find(namespace);
    if (found == null) {
      throw ApiErrors.notFound(TARGET, namespace);
    }
    if (found.metadata().deletionTimestamp() != null) {
      throw ApiErrors.namespaceTerminating(resource.target(), name, namespace);
    }
  }

  /** The namespace as its deletion leaves it at first. */
  static Namespace marked(Namespace namespace, Instant now) {
    if (IMMORTAL.contains(namespace.name())) {
      throw ApiErrors.forbidden(TARGET, namespace.name(), "this namespace may not be deleted");
    }
    if (namespace.metadata().deletionTimestamp() != null) {
      return namespace;
    }
    return namespace.toBuilder()
        .metadata(
            namespace.metadata().toBuilder()
                .deletionTimestamp(now.truncatedTo(ChronoUnit.SECONDS))
                .build())
        .status(namespace.status().toBuilder().phase("Terminating").build())
        .build();
  }

  /** Sees to it that a namespace that was marked is emptied and goes. */
  void marked(Namespace namespace, Removal removal, Context context) {
    if (delay.isZero()) {
      empty(namespace, removal, context);
      return;
    }
    // One that holds nothing need not wait.
    contentRemoved(namespace.name());
    timer.once(
        delay,
        () -> {
          try {
            empty(namespace, removal, context);
          } catch (ClosedException e) {
            // The server ends, and with it the namespace.
          } catch (RuntimeException e) {
            Failures.log().log(
                System.Logger.Level.ERROR, () -> "failed to empty " + namespace.name(), e);
          }
        });
  }

  /** Deletes what is in a namespace that was marked, and the namespace if nothing is left. */
  private void empty(Namespace marked, Removal removal, Context context) {
    String name = marked.name();
    for (Resource resource : namespacedResources()) {
      Snapshot content = resource.keyspace().latest();
      Namespace now = find(name);
      // What was there before this look at the namespace belongs to it: nothing can be created in
      // it any more, and one that is created after it has another uid.
      if (now == null || !Objects.equals(now.uid(), marked.uid())) {
        return;
      }
      Iterator<KubernetesObject> objects =
          content.range(Keyspace.startOf(name), Keyspace.endOf(name));
      while (objects.hasNext()) {
        KubernetesObject object = objects.next();
        try {
          removal.delete(resource, name, object.name(), Deletion.of(object.uid()), context);
        } catch (NotFoundException | ConflictException e) {
          // Somebody else deleted it first.
        }
      }
    }
    contentRemoved(name);
  }

  /** One version of each resource whose objects live in namespaces and that has any. */
  private List<Resource> namespacedResources() {
    List<Resource> found = new ArrayList<>();
    Set<Keyspace> seen = new HashSet<>();
    Set<String> used = new HashSet<>();
    for (Keyspace keyspace : resources.store().keyspaces()) {
      if (keyspace.latest().size() > 0) {
        used.add(keyspace.name());
      }
    }
    for (ServedResource served : resources.facts().resources()) {
      if (served.namespaced()
          && used.contains(Resource.storageName(served.group(), served.plural()))) {
        Resource resource = resources.get(served.group(), served.version(), served.plural());
        if (seen.add(resource.keyspace())) {
          found.add(resource);
        }
      }
    }
    return found;
  }

  /** Removes a namespace that is being deleted if it holds nothing any more. */
  void contentRemoved(String name) {
    while (true) {
      Namespace namespace = find(name);
      if (namespace == null || namespace.metadata().deletionTimestamp() == null) {
        return;
      }
      List<String> rest = new ArrayList<>(namespace.spec().finalizers());
      rest.remove(NamespaceRules.FINALIZER);
      if (rest.size() == namespace.spec().finalizers().size() && !rest.isEmpty()) {
        return;
      }
      boolean goes = rest.isEmpty() && namespace.metadata().finalizers().isEmpty();
      Namespace next =
          goes
              ? null
              : namespace.toBuilder()
                  .spec(NamespaceSpec.builder().finalizers(rest).build())
                  .build();
      if (namespace.equals(next)) {
        return;
      }
      try {
        if (keyspace().commit(name, namespace, next, () -> requireEmpty(name)) != null) {
          return;
        }
      } catch (NotEmptyException e) {
        return;
      }
    }
  }

  /** Runs under the store's lock. */
  private void requireEmpty(String name) {
    RevisionStore store = resources.store();
    for (Keyspace keyspace : store.keyspaces()) {
      if (keyspace.latest().count(Keyspace.startOf(name), Keyspace.endOf(name)) > 0) {
        throw new NotEmptyException();
      }
    }
  }

  /** The namespace still holds something. */
  private static final class NotEmptyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotEmptyException() {
      super("the namespace is not empty", null, false, false);
    }
  }

  /**
   * What the {@code finalize} subresource does: sets the finalizers of a namespace, which goes when
   * it has none left.
   */
  Namespace finalized(Namespace asked, boolean dryRun) {
    String name = asked.name();
    while (true) {
      Namespace old = find(name);
      if (old == null) {
        throw ApiErrors.notFound(TARGET, name);
      }
      String version = Parts.text(asked.resourceVersion());
      if (!version.isEmpty() && !version.equals(old.resourceVersion())) {
        throw ApiErrors.conflict(TARGET, name, ApiErrors.MODIFIED);
      }
      Namespace next = old.toBuilder().spec(asked.spec()).build();
      if (dryRun || next.equals(old)) {
        return next;
      }
      boolean goes =
          old.metadata().deletionTimestamp() != null
              && next.spec().finalizers().isEmpty()
              && next.metadata().finalizers().isEmpty();
      KubernetesObject result = keyspace().commit(name, old, goes ? null : next, () -> {});
      if (result != null) {
        return goes ? next : (Namespace) result;
      }
    }
  }
}
