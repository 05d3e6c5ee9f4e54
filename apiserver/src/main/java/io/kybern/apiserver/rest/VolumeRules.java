package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.PersistentVolume;
import io.kybern.api.core.v1.PersistentVolumeClaim;
import io.kybern.api.core.v1.PersistentVolumeClaimSpec;
import io.kybern.api.core.v1.TypedLocalObjectReference;
import io.kybern.api.core.v1.TypedObjectReference;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.StorageChecks;
import io.kybern.model.KubernetesObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Volumes and claims: start in phase {@code Pending}. */
final class VolumeRules extends KindRules {
  VolumeRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    if (object instanceof PersistentVolume volume) {
      Instant now = context.now().truncatedTo(ChronoUnit.SECONDS);
      return volume.toBuilder()
          .status(status -> status.phase("Pending").lastPhaseTransitionTime(now))
          .build();
    }
    PersistentVolumeClaim claim = (PersistentVolumeClaim) object;
    return claim.toBuilder()
        .spec(sourced(claim.spec()))
        .status(status -> status.phase("Pending"))
        .build();
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

  /** The two fields for a source of data say the same. */
  private static PersistentVolumeClaimSpec sourced(PersistentVolumeClaimSpec spec) {
    if (spec.hasDataSource() && !spec.hasDataSourceRef()) {
      TypedLocalObjectReference source = spec.dataSource();
      return spec.toBuilder()
          .dataSourceRef(
              TypedObjectReference.builder()
                  .apiGroup(source.apiGroup())
                  .kind(source.kind())
                  .name(source.name())
                  .build())
          .build();
    }
    if (spec.hasDataSourceRef()
        && !spec.hasDataSource()
        && Parts.text(spec.dataSourceRef().namespace()).isEmpty()) {
      TypedObjectReference source = spec.dataSourceRef();
      return spec.toBuilder()
          .dataSource(
              TypedLocalObjectReference.builder()
                  .apiGroup(source.apiGroup())
                  .kind(source.kind())
                  .name(source.name())
                  .build())
          .build();
    }
    return spec;
  }
}
