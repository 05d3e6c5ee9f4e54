package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.PersistentVolume;
import io.kybern.api.core.v1.PersistentVolumeClaim;
import io.kybern.model.KubernetesObject;

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
}
