package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.EmptyDirVolumeSource;
import io.kybern.api.core.v1.EphemeralVolumeSource;
import io.kybern.api.core.v1.GitRepoVolumeSource;
import io.kybern.api.core.v1.KeyToPath;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.Volume;
import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the volumes of a pod must be like. */
final class VolumeChecks {
  /** The order in which kube-apiserver looks for sources. */
  private static final List<String> SOURCES =
      List.of(
          ("emptyDir hostPath gitRepo gcePersistentDisk awsElasticBlockStore secret nfs iscsi"
                  + " glusterfs flocker persistentVolumeClaim rbd cinder cephfs quobyte downwardAPI"
                  + " fc configMap azureFile flexVolume vsphereVolume photonPersistentDisk"
                  + " portworxVolume azureDisk storageos projected scaleIO csi ephemeral image")
              .split(" "));

  private VolumeChecks() {}

  /** Gives the volumes that are as they should be, by their names. */
  static Map<String, Volume> volumes(List<Volume> volumes, String path, Checks checks) {
    Map<String, Volume> good = new LinkedHashMap<>();
    for (int i = 0; i < volumes.size(); i++) {
      Volume volume = volumes.get(i);
      String at = path + "[" + i + "]";
      int before = checks.errors().size();
      source(volume, at, checks);
      if (checks.required(at + ".name", volume.name())) {
        checks.name(at + ".name", volume.name(), Names.label(volume.name()));
      }
      if (good.containsKey(volume.name())) {
        checks.duplicate(at + ".name", volume.name());
      }
      if (checks.errors().size() == before) {
        good.put(volume.name(), volume);
      }
    }
    return good;
  }

  private static void source(Volume volume, String at, Checks checks) {
    boolean found = false;
    for (String source : SOURCES) {
      if (!(Parts.value(volume, source) instanceof Message content)) {
        continue;
      }
      String path = at + "." + (source.equals("gcePersistentDisk") ? "persistentDisk" : source);
      if (found) {
        checks.forbidden(path, "may not specify more than 1 volume type");
      } else {
        content(volume, source, content, path, checks);
      }
      found = true;
    }
    if (!found) {
      checks.required(at, null, "must specify a volume type");
    }
  }

  private static void content(
      Volume volume, String source, Message content, String at, Checks checks) {
    switch (source) {
      case "emptyDir" -> emptyDir(volume.emptyDir(), at, checks);
      case "gitRepo" -> gitRepo(volume.gitRepo(), at, checks);
      case "secret" -> {
        checks.required(at + ".secretName", volume.secret().secretName());
        checks.mode(at + ".defaultMode", volume.secret().defaultMode());
        keys(volume.secret().items(), at + ".items", null, checks);
      }
      case "configMap" -> {
        checks.required(at + ".name", volume.configMap().name());
        checks.mode(at + ".defaultMode", volume.configMap().defaultMode());
        keys(volume.configMap().items(), at + ".items", null, checks);
      }
      case "persistentVolumeClaim" ->
          checks.required(at + ".claimName", volume.persistentVolumeClaim().claimName());
      case "downwardAPI" -> {
        checks.mode(at + ".defaultMode", volume.downwardAPI().defaultMode());
        volume.downwardAPI().items().forEach(file -> ProjectedChecks.file(file, at, checks));
      }
      case "projected" -> ProjectedChecks.projected(volume.projected(), at, checks);
      case "ephemeral" -> ephemeral(volume.ephemeral(), at, checks);
      case "csi" -> inlineDriver(volume, at, checks);
      case "image" -> {
        checks.required(at + ".reference", volume.image().reference());
        checks.oneOf(
            at + ".pullPolicy", volume.image().pullPolicy(), "Always", "IfNotPresent", "Never");
      }
      default -> DiskChecks.source(source, content, at, checks);
    }
  }

  private static void emptyDir(EmptyDirVolumeSource source, String at, Checks checks) {
    if (source.sizeLimit() != null && source.sizeLimit().signum() < 0) {
      checks.forbidden(at + ".sizeLimit", "SizeLimit field must be a valid resource quantity");
    }
  }

  private static void gitRepo(GitRepoVolumeSource source, String at, Checks checks) {
    checks.required(at + ".repository", source.repository());
    checks.localPath(at + ".directory", Parts.text(source.directory()));
  }

  private static void inlineDriver(Volume volume, String at, Checks checks) {
    DiskChecks.driver(volume.csi().driver(), at + ".driver", checks);
    if (volume.csi().hasNodePublishSecretRef()) {
      String name = Parts.text(volume.csi().nodePublishSecretRef().name());
      if (checks.required(at + ".nodePublishSecretRef.name", name)) {
        checks.name(at + ".name", name, Names.subdomain(name));
      }
    }
  }

  private static void ephemeral(EphemeralVolumeSource source, String at, Checks checks) {
    if (!source.hasVolumeClaimTemplate()) {
      checks.required(at + ".volumeClaimTemplate", null);
      return;
    }
    String path = at + ".volumeClaimTemplate";
    ObjectMeta metadata = source.volumeClaimTemplate().metadata();
    MetadataChecks.labels(metadata, path + ".metadata", checks);
    for (String field :
        List.of("name", "generateName", "namespace", "ownerReferences", "finalizers")) {
      Object value = Parts.value(metadata, field);
      if (value != null && !value.equals("") && !value.equals(List.of())) {
        checks.forbidden(path + ".metadata." + field, "cannot be set");
      }
    }
    StorageChecks.claimSpec(source.volumeClaimTemplate().spec(), path + ".spec", checks);
  }

  /**
   * Checks which keys become which files.
   *
   * @param paths called with each path that is there, {@code null} for nothing to do
   */
  static void keys(
      List<KeyToPath> keys, String path, @Nullable Consumer<String> paths, Checks checks) {
    for (int i = 0; i < keys.size(); i++) {
      KeyToPath key = keys.get(i);
      String at = path + "[" + i + "]";
      checks.required(at + ".key", key.key());
      if (checks.required(at + ".path", key.path())) {
        checks.unreservedPath(at + ".path", key.path());
      }
      checks.mode(at + ".mode", key.mode());
      if (paths != null && !key.path().isEmpty()) {
        paths.accept(key.path());
      }
    }
  }

  /** Tokens are those of a service account; for pods, whose account is known by then. */
  static void tokens(PodSpec spec, String path, Checks checks) {
    if (!Parts.text(spec.serviceAccountName()).isEmpty()) {
      return;
    }
    for (int i = 0; i < spec.volumes().size(); i++) {
      var sources = spec.volumes().get(i).projected().sources();
      for (int j = 0; j < sources.size(); j++) {
        if (sources.get(j).hasServiceAccountToken()) {
          checks.forbidden(
              path + "[" + i + "].projected.sources[" + j + "].serviceAccountToken",
              "must not be specified when serviceAccountName is not set");
        }
      }
    }
  }
}
