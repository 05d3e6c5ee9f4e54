package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.PersistentVolume;
import io.kybern.api.core.v1.PersistentVolumeClaim;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.Volume;
import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.api.meta.v1.OwnerReference;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.rest.KindRules.Dependents;
import io.kybern.apiserver.storage.Keyspace;
import io.kybern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The finalizers that Kubernetes itself puts on objects. kube-apiserver only sets them; that they
 * go again is up to controllers of the cluster. Unless told not to, this class does what those
 * would do, within the write that makes it possible: claims, volumes, attribute classes and pod
 * groups go once nothing uses them, and owners once what they owned is theirs no more. Safe for use
 * by any thread.
 */
final class Finalizers {
  static final String VOLUME = "kubernetes.io/pv-protection";
  static final String CLAIM = "kubernetes.io/pvc-protection";
  static final String ATTRIBUTES = "kubernetes.io/vac-protection";
  static final String POD_GROUP = "scheduling.k8s.io/podgroup-protection";
  private static final String ORPHAN = "orphan";
  private static final String FOREGROUND = "foregroundDeletion";

  /** What is written to these may end the use of something else. */
  private static final Set<String> USERS =
      Set.of("pods", "persistentvolumes", "persistentvolumeclaims");

  private final Resources resources;
  private final boolean released;

  /** Objects that were deleted while something used them. Empty nearly always. */
  private final Set<Held> held = ConcurrentHashMap.newKeySet();

  /**
   * @param released whether the finalizers are taken away again
   */
  Finalizers(Resources resources, boolean released) {
    this.resources = resources;
    this.released = released;
  }

  private record Held(Resource resource, String key, String uid) {}

  /** The finalizers that a deletion leaves an object with. */
  static List<String> of(List<String> present, String policy, Dependents dependents) {
    boolean orphan = present.contains(ORPHAN);
    boolean foreground = present.contains(FOREGROUND);
    if (!policy.isEmpty()) {
      orphan = policy.equals("Orphan");
      foreground = policy.equals("Foreground");
    } else if (!orphan && !foreground) {
      orphan = dependents == Dependents.ORPHANED;
    }
    List<String> finalizers = new ArrayList<>(present);
    finalizers.removeAll(List.of(ORPHAN, FOREGROUND));
    if (dependents != Dependents.IGNORED) {
      if (orphan) {
        finalizers.add(ORPHAN);
      }
      if (foreground) {
        finalizers.add(FOREGROUND);
      }
    }
    return new HashSet<>(finalizers).equals(new HashSet<>(present)) ? present : finalizers;
  }

  /** Sees to it that an object that was deleted and has finalizers goes when it may. */
  void marked(Resource resource, KubernetesObject marked, Removal removal) {
    if (!released || releasable(resource, marked).isEmpty()) {
      return;
    }
    Held object =
        new Held(
            resource, resource.key(marked.namespace(), marked.name()), Parts.text(marked.uid()));
    // Whoever ends the use of the object now either was seen here or sees the object there.
    held.add(object);
    release(object, removal);
  }

  /** Called after an object of {@code resource} was changed or removed. */
  void changed(Resource resource, Removal removal) {
    if (!held.isEmpty() && USERS.contains(resource.keyspace().name())) {
      for (Held object : held) {
        release(object, removal);
      }
    }
  }

  private void release(Held object, Removal removal) {
    Keyspace keyspace = object.resource.keyspace();
    while (true) {
      KubernetesObject stored = keyspace.get(object.key);
      if (stored == null
          || !object.uid.equals(stored.uid())
          || stored.metadata().deletionTimestamp() == null) {
        held.remove(object);
        return;
      }
      List<String> releasable = releasable(object.resource, stored);
      if (releasable.isEmpty()) {
        held.remove(object);
        return;
      }
      List<String> rest = new ArrayList<>(stored.metadata().finalizers());
      for (String finalizer : releasable) {
        if (finalizer.equals(ORPHAN)) {
          disown(object.uid);
          rest.remove(finalizer);
        } else if (!isUsed(finalizer, stored)) {
          rest.remove(finalizer);
        }
      }
      if (rest.size() == stored.metadata().finalizers().size()) {
        return;
      }
      KubernetesObject next = with(stored, stored.metadata().toBuilder().finalizers(rest));
      boolean done =
          Removal.isFinished(next, stored)
              ? removal.remove(object.resource, object.key, stored)
              : keyspace.commit(object.key, stored, next, () -> {}) != null;
      if (done && rest.stream().noneMatch(releasable::contains)) {
        held.remove(object);
        return;
      }
    }
  }

  private static KubernetesObject with(KubernetesObject object, ObjectMeta.Builder metadata) {
    return object.withMetadata(metadata.build());
  }

  private static List<String> releasable(Resource resource, KubernetesObject object) {
    String protection = resource.rules().flags().protection();
    return object.metadata().finalizers().stream()
        .filter(finalizer -> finalizer.equals(ORPHAN) || finalizer.equals(protection))
        .toList();
  }

  /** Takes the references to an owner from all objects. */
  private void disown(String owner) {
    Predicate<OwnerReference> own = reference -> owner.equals(reference.uid());
    for (Keyspace keyspace : resources.store().keyspaces()) {
      Iterator<KubernetesObject> objects = keyspace.latest().range("", null);
      while (objects.hasNext()) {
        KubernetesObject object = objects.next();
        String key = Keyspace.key(object.namespace(), object.name());
        while (object != null && object.metadata().ownerReferences().stream().anyMatch(own)) {
          List<OwnerReference> rest =
              object.metadata().ownerReferences().stream().filter(own.negate()).toList();
          KubernetesObject next = with(object, object.metadata().toBuilder().ownerReferences(rest));
          object = keyspace.commit(key, object, next, () -> {}) == null ? keyspace.get(key) : null;
        }
      }
    }
  }

  private boolean isUsed(String finalizer, KubernetesObject object) {
    return switch (finalizer) {
      case CLAIM -> pods(object.namespace()).anyMatch(pod -> uses(pod, object));
      case VOLUME ->
          object instanceof PersistentVolume volume
              && Objects.equals(volume.status().phase(), "Bound");
      case ATTRIBUTES ->
          all("persistentvolumes", PersistentVolume.class)
                  .anyMatch(
                      volume -> object.name().equals(volume.spec().volumeAttributesClassName()))
              || all("persistentvolumeclaims", PersistentVolumeClaim.class)
                  .anyMatch(claim -> usesClass(claim, object.name()));
      case POD_GROUP ->
          pods(object.namespace())
              .anyMatch(
                  pod ->
                      object.name().equals(pod.spec().schedulingGroup().podGroupName())
                          && !List.of("Succeeded", "Failed")
                              .contains(Parts.text(pod.status().phase())));
      default -> true;
    };
  }

  private static boolean usesClass(PersistentVolumeClaim claim, String name) {
    return name.equals(claim.spec().volumeAttributesClassName())
        || name.equals(claim.status().currentVolumeAttributesClassName())
        || name.equals(claim.status().modifyVolumeStatus().targetVolumeAttributesClassName());
  }

  /** A pod that is on no node yet will not start with a claim that is being deleted. */
  private static boolean uses(Pod pod, KubernetesObject claim) {
    if (Parts.text(pod.spec().nodeName()).isEmpty()) {
      return false;
    }
    Long grace = pod.metadata().deletionGracePeriodSeconds();
    boolean over = pod.metadata().deletionTimestamp() != null && grace != null && grace == 0;
    for (Volume volume : pod.spec().volumes()) {
      if (claim.name().equals(volume.persistentVolumeClaim().claimName())
          || !over
              && volume.hasEphemeral()
              && claim.name().equals(pod.name() + "-" + volume.name())
              && claim.metadata().ownerReferences().stream()
                  .anyMatch(owner -> Objects.equals(owner.uid(), pod.uid()))) {
        return true;
      }
    }
    return false;
  }

  private Stream<Pod> pods(String namespace) {
    return all("pods", Pod.class).filter(pod -> pod.namespace().equals(namespace));
  }

  private <T extends KubernetesObject> Stream<T> all(String plural, Class<T> type) {
    List<T> found = new ArrayList<>();
    resources
        .get("", "v1", plural)
        .keyspace()
        .latest()
        .range("", null)
        .forEachRemaining(object -> found.add(type.cast(object)));
    return found.stream();
  }
}
