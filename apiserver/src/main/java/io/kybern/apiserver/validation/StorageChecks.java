package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.PersistentVolume;
import io.kybern.api.core.v1.PersistentVolumeClaim;
import io.kybern.api.core.v1.PersistentVolumeClaimSpec;
import io.kybern.api.core.v1.PersistentVolumeSpec;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.Quantity;
import java.util.List;

/** What must hold for volumes, claims and storage classes. */
public final class StorageChecks {
  private static final String[] MODES = {
    "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
  };

  private StorageChecks() {}

  public static void claim(PersistentVolumeClaim claim, Checks checks) {
    claimSpec(claim.spec(), "spec", checks);
  }

  static void claimSpec(PersistentVolumeClaimSpec spec, String at, Checks checks) {
    checks.required(at + ".accessModes", spec.accessModes(), "at least 1 access mode is required");
    spec.accessModes().forEach(mode -> checks.oneOf(at + ".accessModes", mode, MODES));
    Quantity storage = spec.resources().requests().get("storage");
    if (storage == null) {
      checks.required(at + ".resources[storage]", null);
    } else if (storage.signum() <= 0) {
      checks.invalid(at + ".resources[storage]", storage.toString(), "must be greater than zero");
    }
    String storageClass = Parts.text(spec.storageClassName());
    if (!storageClass.isEmpty()) {
      checks.name(at + ".storageClassName", storageClass, Names.subdomain(storageClass));
    }
    checks.oneOf(at + ".volumeMode", spec.volumeMode(), "Block", "Filesystem");
  }

  public static void claimUpdate(
      PersistentVolumeClaim claim, PersistentVolumeClaim old, Checks checks) {
    PersistentVolumeClaimSpec before = old.spec();
    PersistentVolumeClaimSpec.Builder after =
        claim.spec().toBuilder()
            .resources(before.hasResources() ? before.resources() : null)
            .volumeAttributesClassName(before.volumeAttributesClassName());
    if (Parts.text(before.volumeName()).isEmpty()) {
      // It is bound with this.
      after.volumeName(before.volumeName());
    }
    if (!after.build().equals(before)) {
      checks.add(
          FieldError.forbidden(
              "spec",
              "spec is immutable after creation except resources.requests and"
                  + " volumeAttributesClassName for bound claims"));
    }
  }

  public static void volume(PersistentVolume volume, Checks checks) {
    PersistentVolumeSpec spec = volume.spec();
    checks.required("spec.accessModes", spec.accessModes());
    spec.accessModes().forEach(mode -> checks.oneOf("spec.accessModes", mode, MODES));
    checks.required("spec.capacity", spec.capacity());
    if (!spec.capacity().containsKey("storage") || spec.capacity().size() > 1) {
      checks.add(
          FieldError.notSupported(
              "spec.capacity",
              spec.capacity().isEmpty() ? null : List.copyOf(spec.capacity().keySet()),
              List.of("storage")));
    }
    // What says where the data is, are messages.
    boolean source =
        PersistentVolumeSpec.TYPE.fields().stream()
            .filter(field -> !List.of("claimRef", "nodeAffinity").contains(field.name()))
            .anyMatch(
                field -> PersistentVolumeSpec.TYPE.get(spec, field.index()) instanceof Message);
    if (!source) {
      checks.required("spec", null, "must specify a volume type");
    }
    checks.oneOf(
        "spec.persistentVolumeReclaimPolicy",
        spec.persistentVolumeReclaimPolicy(),
        "Delete",
        "Recycle",
        "Retain");
  }

  public static void storageClass(KubernetesObject object, Checks checks) {
    checks.required("provisioner", Parts.get(object, "provisioner"));
    checks.oneOf("reclaimPolicy", Parts.get(object, "reclaimPolicy"), "Delete", "Retain");
    checks.oneOf(
        "volumeBindingMode",
        Parts.get(object, "volumeBindingMode"),
        "Immediate",
        "WaitForFirstConsumer");
  }

  public static void storageClassUpdate(
      KubernetesObject object, KubernetesObject old, Checks checks) {
    for (String field :
        List.of("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode")) {
      checks.unchangedUnshown(object, old, field);
    }
  }

  public static void driver(KubernetesObject object, Checks checks) {
    if (Parts.get(object, "spec", "volumeLifecycleModes") instanceof List<?> modes) {
      modes.forEach(
          mode -> checks.oneOf("spec.volumeLifecycleModes", mode, "Persistent", "Ephemeral"));
    }
  }
}
