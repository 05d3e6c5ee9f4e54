package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.PersistentVolume;
import io.kybern.api.core.v1.PersistentVolumeClaim;
import io.kybern.model.KubernetesObject;
import java.util.List;

/** Volumes and claims: start in phase {@code Pending}. */
final class VolumeRules extends KindRules {
  VolumeRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    if (object instanceof PersistentVolume volume) {
      return volume.toBuilder().status(status -> status.phase("Pending")).build();
    }
    return ((PersistentVolumeClaim) object)
        .toBuilder().status(status -> status.phase("Pending")).build();
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    Checks checks = new Checks(errors);
    if (object instanceof PersistentVolume volume) {
      StorageChecks.volume(volume, checks);
    } else {
      StorageChecks.claim((PersistentVolumeClaim) object, checks);
    }
  }

  @Override
  void validateUpdate(KubernetesObject object, KubernetesObject old, List<FieldError> errors) {
    if (object instanceof PersistentVolumeClaim claim) {
      StorageChecks.claimUpdate(claim, (PersistentVolumeClaim) old, new Checks(errors));
    }
  }
}
