package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Namespace;
import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.apiserver.rest.KindRules.Context;
import io.kybern.model.KubernetesObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletion of objects: preconditions, grace periods, finalizers. An object that nothing holds back
 * goes at once; any other gets a deletion timestamp and goes with the write that removes its last
 * finalizer. Safe for use by any thread.
 */
final class Removal {
  private final Namespaces namespaces;
  private final Finalizers finalizers;

  Removal(Namespaces namespaces, Finalizers finalizers) {
    this.namespaces = namespaces;
    this.finalizers = finalizers;
  }

  Finalizers finalizers() {
    return finalizers;
  }

  /**
   * What a deletion led to.
   *
   * @param object the last state of what was deleted, or the state of what waits for its end
   * @param gone whether the object is deleted
   */
  record Removed(KubernetesObject object, boolean gone) {}

  /** Whether an update leaves an object that was to be deleted with nothing that holds it back. */
  static boolean isFinished(KubernetesObject next, KubernetesObject old) {
    Long grace = old.metadata().deletionGracePeriodSeconds();
    return next.metadata().finalizers().isEmpty()
        && old.metadata().deletionTimestamp() != null
        && (grace == null || grace == 0)
        && !(next instanceof Namespace namespace && !namespace.spec().finalizers().isEmpty());
  }

  /**
   * Deletes an object, or begins to.
   *
   * @throws io.kybern.error.NotFoundException if there is none
   * @throws io.kybern.error.ConflictException if a precondition is not met
   */
  Removed delete(
      Resource resource, String namespace, String name, Deletion deletion, Context context) {
    String key = resource.key(namespace, name);
    String version = deletion.resourceVersion();
    while (true) {
      KubernetesObject stored = resource.keyspace().get(key);
      if (stored == null) {
        throw ApiErrors.notFound(resource.target(), name);
      }
      KubernetesObject object = resource.view(stored);
      checkPreconditions(resource, object, deletion.uid(), version);
      KubernetesObject marked =
          object instanceof Namespace ns
              ? Namespaces.marked(ns, context.now())
              : marked(resource, object, deletion, context.now());
      boolean goes = marked == null || isUnheld(marked);
      if (deletion.dryRun()) {
        return new Removed(marked == null ? object : marked, goes);
      }
      if (marked == null) {
        KubernetesObject last = removeStored(resource, key, stored);
        if (last != null) {
          return new Removed(resource.view(last), true);
        }
      } else if (marked.equals(object)) {
        return new Removed(object, false);
      } else {
        KubernetesObject result = resource.keyspace().commit(key, stored, marked, () -> {});
        if (result instanceof Namespace ns) {
          namespaces.marked(ns, this, context);
        }
        if (result != null && !goes) {
          finalizers.marked(resource, result, this);
          return new Removed(resource.view(result), false);
        }
        if (result != null && version != null) {
          // The precondition held; what follows is about the server's own mark.
          version = result.resourceVersion();
        }
      }
    }
  }

  private static boolean isUnheld(KubernetesObject object) {
    Long grace = object.metadata().deletionGracePeriodSeconds();
    return !(object instanceof Namespace)
        && object.metadata().finalizers().isEmpty()
        && (grace == null || grace == 0);
  }

  private static void checkPreconditions(
      Resource resource, KubernetesObject object, @Nullable String uid, @Nullable String version) {
    if (uid != null && !uid.equals(object.uid())) {
      throw ApiErrors.conflict(
          resource.kindTarget(),
          object.name(),
          "the UID in the precondition ("
              + uid
              + ") does not match the UID in record ("
              + object.uid()
              + "). The object might have been deleted and then recreated");
    }
    if (version != null && !version.equals(object.resourceVersion())) {
      throw ApiErrors.conflict(
          resource.kindTarget(),
          object.name(),
          "the ResourceVersion in the precondition ("
              + version
              + ") does not match the ResourceVersion in record ("
              + object.resourceVersion()
              + "). The object might have been modified");
    }
  }

  /**
   * The object as a deletion leaves it: with timestamp, grace period and finalizers. {@code null}
   * if nothing holds it back and its last state needs no mark.
   */
  private static @Nullable KubernetesObject marked(
      Resource resource, KubernetesObject object, Deletion deletion, Instant now) {
    ObjectMeta metadata = object.metadata();
    Long grace = resource.rules().graceSeconds(object, deletion.graceSeconds());
    Instant deleted = metadata.deletionTimestamp();
    if (grace != null && deleted != null) {
      Long pending = metadata.deletionGracePeriodSeconds();
      if (pending != null && pending != 0) {
        return shortened(object, deleted, pending, deletion.graceSeconds());
      }
      grace = null;
    }
    List<String> finalizers =
        Finalizers.of(
            metadata.finalizers(), deletion.policy(), resource.rules().flags().dependents());
    if (grace == null && finalizers.isEmpty()) {
      return null;
    }
    ObjectMeta.Builder changed = metadata.toBuilder().finalizers(finalizers);
    Instant end = now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(grace == null ? 0 : grace);
    if (deleted == null) {
      Long generation = metadata.generation();
      if (generation != null && generation > 0) {
        changed.generation(generation + 1);
      }
    }
    if (deleted == null || (grace == null && deleted.isAfter(now))) {
      changed.deletionTimestamp(end);
    }
    changed.deletionGracePeriodSeconds(grace == null ? 0L : grace);
    return object.withMetadata(changed.build());
  }

  /** A deletion that is under way can only be made to end sooner. */
  private static KubernetesObject shortened(
      KubernetesObject object, Instant deleted, long pending, @Nullable Long asked) {
    if (asked == null || asked >= pending) {
      return object;
    }
    return object.withMetadata(
        object.metadata().toBuilder()
            .deletionTimestamp(deleted.minusSeconds(pending).plusSeconds(asked))
            .deletionGracePeriodSeconds(asked)
            .build());
  }

  /** Takes an object out of the store; {@code false} if it is no longer {@code stored}. */
  boolean remove(Resource resource, String key, KubernetesObject stored) {
    return removeStored(resource, key, stored) != null;
  }

  private @Nullable KubernetesObject removeStored(
      Resource resource, String key, KubernetesObject stored) {
    KubernetesObject gone = resource.keyspace().commit(key, stored, null, () -> {});
    if (gone != null && resource.namespaced()) {
      namespaces.contentRemoved(stored.namespace());
    }
    if (gone != null) {
      finalizers.changed(resource, this);
    }
    return gone;
  }
}
