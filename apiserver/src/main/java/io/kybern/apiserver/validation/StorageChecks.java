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
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must hold for volumes, claims and storage classes. */
public final class StorageChecks {
  private static final String[] MODES = {
    "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
  };

  private static final List<String> SOURCES =
      List.of(
          ("hostPath gcePersistentDisk awsElasticBlockStore glusterfs flocker nfs rbd quobyte"
                  + " cephfs iscsi cinder fc flexVolume azureFile vsphereVolume"
                  + " photonPersistentDisk portworxVolume azureDisk scaleIO local storageos csi")
              .split(" "));

  private StorageChecks() {}

  public static void claim(PersistentVolumeClaim claim, Checks checks) {
    claimSpec(claim.spec(), "spec", checks);
  }

  static void claimSpec(PersistentVolumeClaimSpec spec, String at, Checks checks) {
    SelectorChecks.labels(spec.selector(), at + ".selector", checks);
    checks.required(at + ".accessModes", spec.accessModes(), "at least 1 access mode is required");
    modes(spec.accessModes(), at, checks);
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
    String attributes = Parts.text(spec.volumeAttributesClassName());
    if (!attributes.isEmpty()) {
      checks.name(at + ".volumeAttributesClassName", attributes, Names.subdomain(attributes));
    }
  }

  private static void modes(List<String> modes, String at, Checks checks) {
    modes.forEach(mode -> checks.memberOf(at + ".accessModes", mode, MODES));
    if (modes.contains("ReadWriteOncePod") && modes.size() > 1) {
      checks.forbidden(at + ".accessModes", "may not use ReadWriteOncePod with other access modes");
    }
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
    modes(spec.accessModes(), "spec", checks);
    capacity(spec.capacity(), checks);
    checks.oneOf(
        "spec.persistentVolumeReclaimPolicy",
        spec.persistentVolumeReclaimPolicy(),
        "Delete",
        "Recycle",
        "Retain");
    affinity(spec, checks);
    sources(spec, checks);
    if (spec.hasHostPath()
        && spec.hostPath().path().equals("/")
        && "Recycle".equals(spec.persistentVolumeReclaimPolicy())) {
      checks.forbidden(
          "spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
    }
    optionalName("spec.storageClassName", spec.storageClassName(), checks);
    checks.oneOf("spec.volumeMode", spec.volumeMode(), "Block", "Filesystem");
    optionalName("spec.volumeAttributesClassName", spec.volumeAttributesClassName(), checks);
    if (spec.volumeAttributesClassName() != null && !spec.hasCsi()) {
      checks.required("spec.csi", null, "has to be specified when using volumeAttributesClassName");
    }
  }

  private static void optionalName(String at, @Nullable String name, Checks checks) {
    if (name != null && !name.isEmpty()) {
      checks.name(at, name, Names.subdomain(name));
    }
  }

  private static void capacity(Map<String, Quantity> capacity, Checks checks) {
    checks.required("spec.capacity", capacity);
    if (!capacity.containsKey("storage") || capacity.size() > 1) {
      Map<String, String> shown = new TreeMap<>();
      capacity.forEach((name, amount) -> shown.put(name, amount.toString()));
      checks.add(
          FieldError.notSupported(
              "spec.capacity", shown.isEmpty() ? null : shown, List.of("storage")));
    }
    capacity.forEach(
        (name, amount) -> {
          String at = "spec.capacity[" + name + "]";
          if (amount.signum() < 0) {
            checks.add(FieldError.invalid(at, amount + ": must be a valid resource quantity"));
          }
          if (name.equals("storage") && amount.signum() <= 0) {
            checks.invalid(at, amount.toString(), "must be greater than zero");
          }
        });
  }

  private static void affinity(PersistentVolumeSpec spec, Checks checks) {
    if (!spec.nodeAffinity().hasRequired()) {
      return;
    }
    String at = "spec.nodeAffinity.required.nodeSelectorTerms";
    var terms = spec.nodeAffinity().required().nodeSelectorTerms();
    checks.required(at, terms, "must have at least one node selector term");
    for (int i = 0; i < terms.size(); i++) {
      SelectorChecks.nodes(terms.get(i), at + "[" + i + "]", false, checks);
    }
  }

  /** What says where the data is: the fields that are messages, in kube-apiserver's order. */
  private static void sources(PersistentVolumeSpec spec, Checks checks) {
    boolean found = false;
    for (String source : SOURCES) {
      if (!(Parts.value(spec, source) instanceof Message content)) {
        continue;
      }
      String at = "spec." + (source.equals("gcePersistentDisk") ? "persistentDisk" : source);
      if (found) {
        checks.forbidden(at, "may not specify more than 1 volume type");
      } else {
        content(spec, source, content, at, checks);
      }
      found = true;
    }
    if (!found) {
      checks.required("spec", null, "must specify a volume type");
    }
  }

  private static void content(
      PersistentVolumeSpec spec, String source, Message content, String at, Checks checks) {
    switch (source) {
      case "local" -> {
        if (checks.required(at + ".path", spec.local().path())) {
          checks.noBacksteps(at + ".path", spec.local().path());
        }
        if (!spec.hasNodeAffinity()) {
          checks.required("spec.nodeAffinity", null, "Local volume requires node affinity");
        }
      }
      case "csi" -> {
        DiskChecks.driver(spec.csi().driver(), at + ".driver", checks);
        checks.required(at + ".volumeHandle", spec.csi().volumeHandle());
        for (String secret :
            List.of(
                "controllerPublishSecretRef",
                "controllerExpandSecretRef",
                "nodePublishSecretRef")) {
          if (Parts.value(content, secret) instanceof Message reference) {
            checks.required(at + "." + secret + ".name", Parts.text(reference, "name"));
            checks.required(at + "." + secret + ".namespace", Parts.text(reference, "namespace"));
          }
        }
      }
      default -> DiskChecks.source(source, content, at, checks);
    }
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
