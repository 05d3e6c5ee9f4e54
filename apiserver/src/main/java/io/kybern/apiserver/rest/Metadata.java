package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.api.meta.v1.OwnerReference;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.MetadataChecks;
import io.kybern.apiserver.validation.Names;
import io.kybern.model.wire.Codec;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What metadata must be like, for objects of every kind. */
final class Metadata {
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
  private static final Set<String> STANDARD_FINALIZERS =
      Set.of("kubernetes", "orphan", "foregroundDeletion");
  private static final int SUFFIX = 5;
  private static final int MAX_BASE = 63 - SUFFIX;

  private Metadata() {}

  /** A name for an object that only said what its name should begin with. */
  static String generateName(String prefix) {
    StringBuilder name =
        new StringBuilder(prefix.length() > MAX_BASE ? prefix.substring(0, MAX_BASE) : prefix);
    for (int i = 0; i < SUFFIX; i++) {
      name.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
    }
    return name.toString();
  }

  /** Adds what is wrong with the metadata of a new or changed object. */
  static void validate(Resource resource, ObjectMeta metadata, List<FieldError> errors) {
    Names.Rule names = resource.rules().flags().names();
    String prefix = Parts.text(metadata.generateName());
    if (!prefix.isEmpty()) {
      for (String problem : names.problemsOfPrefix(prefix)) {
        errors.add(FieldError.invalid("metadata.generateName", prefix, problem));
      }
    }
    String name = Parts.text(metadata.name());
    if (name.isEmpty()) {
      errors.add(FieldError.required("metadata.name", "name or generateName is required"));
    } else {
      for (String problem : names.problems(name)) {
        errors.add(FieldError.invalid("metadata.name", name, problem));
      }
    }
    if (resource.namespaced()) {
      String namespace = Parts.text(metadata.namespace());
      if (namespace.isEmpty()) {
        errors.add(FieldError.required("metadata.namespace", ""));
      } else {
        for (String problem : Names.label(namespace)) {
          errors.add(FieldError.invalid("metadata.namespace", namespace, problem));
        }
      }
    }
    MetadataChecks.labels(metadata, "metadata", new Checks(errors));
    validateOwners(metadata.ownerReferences(), errors);
    validateFinalizers(metadata.finalizers(), errors);
  }

  private static void validateOwners(List<OwnerReference> owners, List<FieldError> errors) {
    String controller = null;
    for (int i = 0; i < owners.size(); i++) {
      OwnerReference owner = owners.get(i);
      String path = "metadata.ownerReferences[" + i + "]";
      String version = Parts.text(owner.apiVersion());
      if (version.isEmpty()) {
        required(path + ".apiVersion", version, errors);
      } else if (version.endsWith("/") || version.indexOf('/') != version.lastIndexOf('/')) {
        errors.add(
            FieldError.invalid(
                path + ".apiVersion", version, "must be <group>/<version> or <version>"));
      }
      required(path + ".kind", owner.kind(), errors);
      required(path + ".name", owner.name(), errors);
      required(path + ".uid", owner.uid(), errors);
      if (version.equals("v1") && "Event".equals(owner.kind())) {
        errors.add(
            FieldError.invalid(
                path, Codec.toTree(owner), "/v1, Kind=Event is disallowed from being an owner"));
      }
      if (Boolean.TRUE.equals(owner.controller())) {
        String kind = owner.kind() + "/" + owner.name();
        if (controller != null) {
          errors.add(
              FieldError.invalid(
                  "metadata.ownerReferences",
                  owners.stream().map(Metadata::shown).toList(),
                  "Only one reference can have Controller set to true. Found \"true\" in references"
                      + " for "
                      + controller
                      + " and "
                      + kind));
        }
        controller = kind;
      }
    }
  }

  private static void required(String path, @Nullable String value, List<FieldError> errors) {
    if (value == null || value.isEmpty()) {
      errors.add(FieldError.required(path, "must not be empty"));
    }
  }

  private static void validateFinalizers(List<String> finalizers, List<FieldError> errors) {
    Set<String> known = new HashSet<>(finalizers);
    for (String finalizer : finalizers) {
      for (String problem : Names.qualified(finalizer)) {
        errors.add(FieldError.invalid("metadata.finalizers", finalizer, problem));
      }
    }
    for (int i = 0; i < finalizers.size(); i++) {
      String finalizer = finalizers.get(i);
      if (!finalizer.contains("/") && !STANDARD_FINALIZERS.contains(finalizer)) {
        errors.add(
            FieldError.invalid(
                "metadata.finalizers[" + i + "]",
                finalizer,
                "name is neither a standard finalizer name nor is it fully qualified"));
      }
    }
    if (known.contains("orphan") && known.contains("foregroundDeletion")) {
      errors.add(
          FieldError.invalid(
              "metadata.finalizers",
              List.copyOf(finalizers),
              "finalizer orphan and foregroundDeletion cannot be both set"));
    }
  }

  /** An owner with its members in Go's order. */
  private static Map<String, Object> shown(OwnerReference owner) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Map<?, ?> known = (Map<?, ?>) Codec.toTree(owner);
    for (String name :
        List.of("apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion")) {
      if (known.get(name) != null) {
        tree.put(name, known.get(name));
      }
    }
    return tree;
  }

  /** Adds what an update may not change; both are complete. */
  static void validateUpdate(ObjectMeta metadata, ObjectMeta old, List<FieldError> errors) {
    immutable("metadata.name", metadata.name(), old.name(), errors);
    immutable("metadata.namespace", metadata.namespace(), old.namespace(), errors);
    immutable("metadata.uid", metadata.uid(), old.uid(), errors);
    if (!Objects.equals(metadata.deletionTimestamp(), old.deletionTimestamp())) {
      errors.add(
          FieldError.invalid(
              "metadata.deletionTimestamp",
              Parts.text(metadata.deletionTimestamp()),
              "field is immutable"));
    }
    if (!Objects.equals(metadata.deletionGracePeriodSeconds(), old.deletionGracePeriodSeconds())) {
      errors.add(
          FieldError.invalid(
              "metadata.deletionGracePeriodSeconds",
              metadata.deletionGracePeriodSeconds(),
              "field is immutable"));
    }
    if (old.deletionTimestamp() != null) {
      Set<String> added = new HashSet<>(metadata.finalizers());
      added.removeAll(old.finalizers());
      if (!added.isEmpty()) {
        errors.add(
            FieldError.forbidden(
                "metadata.finalizers",
                "no new finalizers can be added if the object is being deleted, found new"
                    + " finalizers"
                    + " []string{"
                    + String.join(", ", added.stream().sorted().map(FieldError::quoted).toList())
                    + "}"));
      }
    }
  }

  private static void immutable(
      String path, @Nullable String now, @Nullable String before, List<FieldError> errors) {
    if (!Parts.text(now).equals(Parts.text(before))) {
      errors.add(FieldError.invalid(path, Parts.text(now), "field is immutable"));
    }
  }
}
