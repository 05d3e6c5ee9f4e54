package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.rest.KindRules.Context;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.warnings.ObjectWarnings;
import io.kybern.error.AlreadyExistsException;
import io.kybern.model.KubernetesObject;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Creating and changing objects of any kind, by the rules that hold for all kinds and those of the
 * kind at hand. Works on objects and the store; knows nothing of requests. Deletion is {@link
 * Removal}'s.
 *
 * <p>No lock is held while rules run: a write is computed from what was read and committed only if
 * that is still what is stored; otherwise it is computed again. Safe for use by any thread.
 */
final class Registry {
  private static final int NAME_ATTEMPTS = 8;

  private final Resources resources;
  private final Namespaces namespaces;
  private final Removal removal;

  Registry(Resources resources, Namespaces namespaces, Removal removal) {
    this.resources = resources;
    this.namespaces = namespaces;
    this.removal = removal;
  }

  /** What a write led to. */
  record Written(KubernetesObject object, boolean created) {}

  /** Makes the new object out of the stored one, in the version of the request. */
  interface Change {
    KubernetesObject apply(KubernetesObject old);
  }

  /** Which part of an object a write is about. */
  enum Part {
    /** Everything but the status, where that has a subresource of its own. */
    MAIN,
    /** The status. */
    STATUS,
    /** Where a pod runs: whatever the change did, which makes no new generation. */
    PLACEMENT,
    /** Whatever the change did; for subresources that make the whole new object themselves. */
    WHOLE
  }

  /**
   * The newest object.
   *
   * @throws io.kybern.error.NotFoundException if there is none
   */
  static KubernetesObject get(Resource resource, String namespace, String name) {
    KubernetesObject stored = resource.keyspace().get(resource.key(namespace, name));
    if (stored == null) {
      throw ApiErrors.notFound(resource.target(), name);
    }
    return resource.view(stored);
  }

  /** Creates {@code object}, which names its namespace, if any, itself. */
  KubernetesObject create(
      Resource resource, KubernetesObject object, Context context, boolean dryRun) {
    String resourceVersion = Parts.text(object.resourceVersion());
    if (!resourceVersion.isEmpty() && !resourceVersion.equals("0")) {
      throw ApiErrors.unknown(500, "resourceVersion should not be set on objects to be created");
    }
    String namespace = resource.namespaced() ? object.namespace() : "";
    if (resource.namespaced()) {
      String name = object.name();
      namespaces.requireActive(
          resource,
          namespace,
          name.isEmpty() ? Parts.text(object.metadata().generateName()) : name);
    }
    String prefix = Parts.text(object.metadata().generateName());
    if (!object.name().isEmpty() || prefix.isEmpty()) {
      return createNamed(resource, namespace, object.name(), object, context, dryRun);
    }
    String name = "";
    for (int attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
      name = Metadata.generateName(prefix);
      try {
        return createNamed(resource, namespace, name, object, context, dryRun);
      } catch (AlreadyExistsException e) {
        // The next name may be free.
      }
    }
    throw ApiErrors.generatedNameExists(resource.target(), name);
  }

  private KubernetesObject createNamed(
      Resource resource,
      String namespace,
      String name,
      KubernetesObject object,
      Context context,
      boolean dryRun) {
    KubernetesObject complete = complete(resource, namespace, name, object, context);
    List<FieldError> errors = new ArrayList<>();
    Metadata.validate(resource, complete.metadata(), errors);
    resource.rules().validate(complete, errors);
    resource.rules().validateCreate(complete, errors);
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(resource.kindTarget(), name, errors);
    }
    ObjectWarnings.check(complete, null, context.warnings());
    String key = resource.key(namespace, name);
    Runnable guard =
        () -> {
          if (resource.namespaced()) {
            namespaces.requireActive(resource, namespace, name);
          }
        };
    if (dryRun) {
      KubernetesObject present = resource.keyspace().get(key);
      if (present != null) {
        throw exists(resource, name, present);
      }
      return complete;
    }
    while (true) {
      KubernetesObject stored = resource.keyspace().commit(key, null, complete, guard);
      if (stored != null) {
        return stored;
      }
      KubernetesObject present = resource.keyspace().get(key);
      if (present != null) {
        throw exists(resource, name, present);
      }
    }
  }

  private static RuntimeException exists(Resource resource, String name, KubernetesObject present) {
    return ApiErrors.alreadyExists(
        resource.target(), name, present.metadata().deletionTimestamp() != null);
  }

  private static KubernetesObject complete(
      Resource resource, String namespace, String name, KubernetesObject object, Context context) {
    KindRules rules = resource.rules();
    ObjectMeta metadata =
        object.metadata().toBuilder()
            .name(name.isEmpty() ? null : name)
            .namespace(namespace.isEmpty() ? null : namespace)
            .uid(uid())
            .creationTimestamp(context.now().truncatedTo(ChronoUnit.SECONDS))
            .deletionTimestamp(null)
            .deletionGracePeriodSeconds((Long) null)
            .selfLink(null)
            .resourceVersion(null)
            .generation(rules.flags().generation() == KindRules.Generation.NONE ? null : 1L)
            .build();
    String protection = rules.flags().protection();
    if (!protection.isEmpty() && !metadata.finalizers().contains(protection)) {
      metadata = metadata.toBuilder().finalizer(protection).build();
    }
    KubernetesObject complete = object.withMetadata(metadata);
    if (resource.hasStatus() && !rules.flags().keepsStatus()) {
      complete = Parts.with(complete, null, "status");
    }
    return rules.prepareCreate(complete, context);
  }

  static String uid() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = random.nextLong() & ~0xf000L | 0x4000L;
    long low = random.nextLong() & ~(3L << 62) | 1L << 63;
    return new UUID(high, low).toString();
  }

  /**
   * Changes an object. If others change it at the same time, {@code change} is applied to what they
   * made of it, unless the result names a resource version.
   *
   * @param mayCreate whether the object may be created if its kind allows that
   * @throws io.kybern.error.NotFoundException if there is none and the kind is not created by
   *     updates
   * @throws io.kybern.error.ConflictException if the resource version is not that of the object
   */
  Written update(
      Resource resource,
      String namespace,
      String name,
      Part part,
      boolean mayCreate,
      Change change,
      Context context,
      boolean dryRun) {
    String key = resource.key(namespace, name);
    while (true) {
      KubernetesObject stored = resource.keyspace().get(key);
      if (stored == null) {
        if (!mayCreate || !resource.rules().flags().createOnUpdate()) {
          throw ApiErrors.notFound(resource.target(), name);
        }
        KubernetesObject made = change.apply(blank(resource, namespace, name));
        KubernetesObject fresh =
            made.withMetadata(made.metadata().toBuilder().resourceVersion(null).build());
        return new Written(create(resource, fresh, context, dryRun), true);
      }
      KubernetesObject old = resource.view(stored);
      KubernetesObject next = change.apply(old);
      checkPreconditions(resource, name, next, old);
      KubernetesObject complete = updated(resource, part, next, old, context);
      if (Removal.isFinished(complete, old)) {
        if (!dryRun && !removal.remove(resource, key, stored)) {
          continue;
        }
        return new Written(complete, false);
      }
      if (complete.equals(old)) {
        return new Written(old, false);
      }
      if (dryRun) {
        return new Written(complete, false);
      }
      KubernetesObject result = resource.keyspace().commit(key, stored, complete, () -> {});
      if (result != null) {
        removal.finalizers().changed(resource, removal);
        return new Written(result, false);
      }
    }
  }

  /** What a PUT that creates an object starts with. */
  private static KubernetesObject blank(Resource resource, String namespace, String name) {
    ObjectMeta metadata =
        ObjectMeta.builder().name(name).namespace(namespace.isEmpty() ? null : namespace).build();
    return resource.emptyObject().withMetadata(metadata);
  }

  /**
   * {@code next} if it is meant to replace {@code old} and nothing that had its name before.
   *
   * @throws io.kybern.error.ConflictException if it names another uid
   */
  static KubernetesObject ofSameUid(
      Resource resource, KubernetesObject next, KubernetesObject old) {
    String uid = Parts.text(next.uid());
    if (uid.isEmpty() || uid.equals(old.uid())) {
      return next;
    }
    throw ApiErrors.conflict(
        resource.target(),
        next.name(),
        "StorageError: invalid object, Code: 4, Key: /registry/"
            + resource.registryName()
            + "/"
            + resource.key(next.namespace(), next.name())
            + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in"
            + " precondition: "
            + uid
            + ", UID in object meta: "
            + Parts.text(old.uid()));
  }

  private static void checkPreconditions(
      Resource resource, String name, KubernetesObject next, KubernetesObject old) {
    String version = Parts.text(next.resourceVersion());
    if (version.isEmpty() || version.equals("0")) {
      if (!resource.rules().flags().unconditionalUpdate()) {
        throw ApiErrors.invalid(
            resource.target(),
            name,
            List.of(
                FieldError.invalid(
                    "metadata.resourceVersion", 0, "must be specified for an update")));
      }
    } else if (!version.equals(old.resourceVersion())) {
      ListOptions.revision(
          version,
          why ->
              ApiErrors.unknown(
                  500,
                  "strconv.ParseUint: parsing " + FieldError.quoted(version) + ": invalid syntax"));
      throw ApiErrors.conflict(resource.target(), name, ApiErrors.MODIFIED);
    }
  }

  /** The complete and valid new object. */
  private static KubernetesObject updated(
      Resource resource, Part part, KubernetesObject next, KubernetesObject old, Context context) {
    KindRules rules = resource.rules();
    KubernetesObject complete = next.withMetadata(carriedOver(next.metadata(), old.metadata()));
    switch (part) {
      case MAIN -> {
        if (resource.hasStatus()) {
          complete = Parts.with(complete, Parts.get(old, "status"), "status");
        }
        complete = rules.prepareUpdate(complete, old, context);
      }
      case STATUS -> {
        KubernetesObject base = Parts.with(old, Parts.get(complete, "status"), "status");
        base = base.withMetadata(StatusMetadata.of(resource, complete.metadata(), old.metadata()));
        complete = rules.prepareStatusUpdate(base, old, context);
      }
      case PLACEMENT, WHOLE -> {
        // the change made it all
      }
    }
    if (part != Part.STATUS && part != Part.PLACEMENT) {
      complete = Generations.advance(resource, complete, old);
    }
    List<FieldError> errors = new ArrayList<>();
    Metadata.validate(resource, complete.metadata(), errors);
    Metadata.validateUpdate(complete.metadata(), old.metadata(), errors);
    if (part == Part.MAIN) {
      rules.validate(complete, errors);
      rules.validateUpdate(complete, old, errors);
    } else if (part == Part.STATUS) {
      rules.validateStatus(complete, errors);
    }
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(resource.kindTarget(), old.name(), errors);
    }
    if (part == Part.MAIN) {
      ObjectWarnings.check(complete, old, context.warnings());
    }
    return complete;
  }

  /** Metadata that an update cannot change, or only by a deletion. */
  private static ObjectMeta carriedOver(ObjectMeta next, ObjectMeta old) {
    ObjectMeta.Builder metadata =
        next.toBuilder()
            .uid(Parts.text(next.uid()).isEmpty() ? old.uid() : next.uid())
            .creationTimestamp(old.creationTimestamp())
            .generation(old.generation())
            .resourceVersion(old.resourceVersion())
            .selfLink(null);
    // What an update must not set, rather than merely cannot change, is left for validation to
    // find.
    if (old.deletionTimestamp() != null) {
      metadata.deletionTimestamp(old.deletionTimestamp());
    }
    if (next.deletionGracePeriodSeconds() == null) {
      metadata.deletionGracePeriodSeconds(old.deletionGracePeriodSeconds());
    }
    return metadata.build();
  }

  Resources resources() {
    return resources;
  }
}
