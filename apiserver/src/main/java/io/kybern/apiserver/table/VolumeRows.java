package io.kybern.apiserver.table;

import io.kybern.api.core.v1.ObjectReference;
import io.kybern.api.core.v1.PersistentVolume;
import io.kybern.api.core.v1.PersistentVolumeClaim;
import io.kybern.api.storage.v1.CSIDriver;
import io.kybern.api.storage.v1.CSIDriverSpec;
import io.kybern.api.storage.v1.CSINode;
import io.kybern.api.storage.v1.StorageClass;
import io.kybern.api.storage.v1.TokenRequest;
import io.kybern.api.storage.v1.VolumeAttachment;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of what stores data. */
final class VolumeRows {
  private static final String CLASS = "volume.beta.kubernetes.io/storage-class";
  private static final List<String> DEFAULT_CLASS =
      List.of(
          "storageclass.kubernetes.io/is-default-class",
          "storageclass.beta.kubernetes.io/is-default-class");

  private VolumeRows() {}

  static void volume(PersistentVolume object, Cells cells) {
    ObjectReference claim = object.spec().claimRef();
    boolean claimed = object.spec().hasClaimRef();
    cells
        .add(object.name())
        .add(storage(object.spec().capacity()))
        .add(accessModes(object.spec().accessModes()))
        .text(object.spec().persistentVolumeReclaimPolicy())
        .add(phase(object, object.status().phase()))
        .add(claimed ? Cells.or(claim.namespace(), "") + "/" + Cells.or(claim.name(), "") : "")
        .add(className(object, object.spec().storageClassName()))
        .add(unsetIfNull(object.spec().volumeAttributesClassName()))
        .text(object.status().reason())
        .age(object)
        .add(unsetIfNull(object.spec().volumeMode()));
  }

  static void claim(PersistentVolumeClaim object, Cells cells) {
    boolean bound = !Cells.or(object.spec().volumeName(), "").isEmpty();
    cells
        .add(object.name())
        .add(phase(object, object.status().phase()))
        .text(object.spec().volumeName())
        .add(bound ? storage(object.status().capacity()) : "")
        .add(bound ? accessModes(object.status().accessModes()) : "")
        .add(className(object, object.spec().storageClassName()))
        .add(unsetIfNull(object.spec().volumeAttributesClassName()))
        .age(object)
        .add(unsetIfNull(object.spec().volumeMode()));
  }

  private static String phase(KubernetesObject object, @Nullable String phase) {
    return object.metadata().deletionTimestamp() != null
        ? "Terminating"
        : phase == null ? "" : phase;
  }

  private static String storage(Map<String, Quantity> quantities) {
    return quantities.getOrDefault("storage", Quantity.ZERO).toString();
  }

  private static String className(KubernetesObject object, @Nullable String name) {
    String annotated = object.annotations().get(CLASS);
    return annotated != null ? annotated : name == null ? "" : name;
  }

  private static String unsetIfNull(@Nullable String text) {
    return text == null ? Cells.UNSET : text;
  }

  /** The modes in a fixed order, abbreviated. */
  private static String accessModes(List<String> modes) {
    List<String> texts = new ArrayList<>();
    addMode(modes, "ReadWriteOnce", "RWO", texts);
    addMode(modes, "ReadOnlyMany", "ROX", texts);
    addMode(modes, "ReadWriteMany", "RWX", texts);
    addMode(modes, "ReadWriteOncePod", "RWOP", texts);
    return String.join(",", texts);
  }

  private static void addMode(
      List<String> modes, String mode, String abbreviation, List<String> texts) {
    if (modes.contains(mode)) {
      texts.add(abbreviation);
    }
  }

  static void storageClass(StorageClass object, Cells cells) {
    boolean isDefault = false;
    for (String annotation : DEFAULT_CLASS) {
      isDefault |= "true".equals(object.annotations().get(annotation));
    }
    cells
        .add(isDefault ? object.name() + " (default)" : object.name())
        .add(object.provisioner())
        .add(Cells.or(object.reclaimPolicy(), "Delete"))
        .add(Cells.or(object.volumeBindingMode(), "Immediate"))
        .add(Boolean.TRUE.equals(object.allowVolumeExpansion()))
        .age(object);
  }

  static void volumeAttachment(VolumeAttachment object, Cells cells) {
    cells
        .add(object.name())
        .add(object.spec().attacher())
        .text(object.spec().source().persistentVolumeName())
        .add(object.spec().nodeName())
        .add(object.status().attached())
        .age(object);
  }

  static void csiNode(CSINode object, Cells cells) {
    cells.add(object.name()).add(object.spec().drivers().size()).age(object);
  }

  static void csiDriver(CSIDriver object, Cells cells) {
    CSIDriverSpec spec = object.spec();
    cells
        .add(object.name())
        .add(!Boolean.FALSE.equals(spec.attachRequired()))
        .add(Boolean.TRUE.equals(spec.podInfoOnMount()))
        .add(Boolean.TRUE.equals(spec.storageCapacity()))
        .orUnset(Texts.join(spec.tokenRequests(), TokenRequest::audience))
        .add(Boolean.TRUE.equals(spec.requiresRepublish()))
        .orNone(String.join(",", spec.volumeLifecycleModes()))
        .age(object);
  }
}
