package io.kybern.apiserver.warnings;

import io.kybern.api.core.v1.ConfigMapProjection;
import io.kybern.api.core.v1.DownwardAPIVolumeFile;
import io.kybern.api.core.v1.KeyToPath;
import io.kybern.api.core.v1.PersistentVolumeClaimSpec;
import io.kybern.api.core.v1.PersistentVolumeSpec;
import io.kybern.api.core.v1.SecretProjection;
import io.kybern.api.core.v1.Volume;
import io.kybern.api.core.v1.VolumeProjection;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What is odd about volumes of pods, persistent volumes and claims. */
final class VolumeWarnings {
  private VolumeWarnings() {}

  static void check(String path, Volume volume, Consumer<String> warn) {
    old(path, volume.hasGitRepo(), "gitRepo", "v1.11, and disabled by default in v1.33+", warn);
    old(path, volume.hasScaleIO(), "scaleIO", "v1.16, non-functional in v1.22+", warn);
    old(path, volume.hasFlocker(), "flocker", "v1.22, non-functional in v1.25+", warn);
    old(path, volume.hasStorageos(), "storageOS", "v1.22, non-functional in v1.25+", warn);
    old(path, volume.hasQuobyte(), "quobyte", "v1.22, non-functional in v1.25+", warn);
    old(path, volume.hasGlusterfs(), "glusterfs", "v1.25, non-functional in v1.26+", warn);
    old(path, volume.hasCephfs(), "cephfs", "v1.28, non-functional in v1.31+", warn);
    old(path, volume.hasRbd(), "rbd", "v1.28, non-functional in v1.31+", warn);
    old(
        path,
        volume.hasPhotonPersistentDisk(),
        "photonPersistentDisk",
        "v1.11, non-functional in v1.16+",
        warn);
    if (volume.hasEphemeral()) {
      claim(
          path + ".ephemeral.volumeClaimTemplate.spec",
          volume.ephemeral().volumeClaimTemplate().spec(),
          warn);
    }
    overlaps(volume, warn);
  }

  static void check(PersistentVolumeSpec volume, Consumer<String> warn) {
    old("spec", volume.hasScaleIO(), "scaleIO", "v1.16, non-functional in v1.22+", warn);
    old("spec", volume.hasStorageos(), "storageOS", "v1.22, non-functional in v1.25+", warn);
    old("spec", volume.hasGlusterfs(), "glusterfs", "v1.25, non-functional in v1.26+", warn);
    old("spec", volume.hasCephfs(), "cephfs", "v1.28, non-functional in v1.31+", warn);
    old("spec", volume.hasRbd(), "rbd", "v1.28, non-functional in v1.31+", warn);
    old(
        "spec",
        volume.hasPhotonPersistentDisk(),
        "photonPersistentDisk",
        "v1.11, non-functional in v1.16+",
        warn);
  }

  private static void old(
      String path, boolean used, String name, String since, Consumer<String> warn) {
    if (used) {
      warn.accept(path + "." + name + ": deprecated in " + since);
    }
  }

  static void claim(String path, PersistentVolumeClaimSpec claim, Consumer<String> warn) {
    Old.fraction(path + ".resources.requests", claim.resources().requests(), "storage", warn);
    Old.fraction(path + ".resources.limits", claim.resources().limits(), "storage", warn);
  }

  /**
   * A file in a volume.
   *
   * @param source what it is made of, where a volume has several sources
   */
  private record Entry(String path, String source) {
    @Override
    public String toString() {
      return FieldError.quoted(path) + (source.isEmpty() ? "" : " (" + source + ")");
    }
  }

  private static void overlaps(Volume volume, Consumer<String> warn) {
    List<Entry> entries = new ArrayList<>();
    String kind = "";
    if (volume.hasConfigMap()) {
      kind = "ConfigMap " + FieldError.quoted(Parts.text(volume.configMap().name()));
      add(entries, volume.configMap().items(), "");
    } else if (volume.hasSecret()) {
      kind = "Secret " + FieldError.quoted(Parts.text(volume.secret().secretName()));
      add(entries, volume.secret().items(), "");
    } else if (volume.hasDownwardAPI()) {
      kind = "DownwardAPI";
      addFields(entries, volume.downwardAPI().items(), "");
    } else if (volume.hasProjected()) {
      kind = "Projected";
      volume.projected().sources().forEach(source -> add(entries, source));
    }
    for (int i = 1; i < entries.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (overlap(entries.get(i).path(), entries.get(j).path())) {
          warn.accept(
              "volume "
                  + FieldError.quoted(volume.name())
                  + " ("
                  + kind
                  + "): overlapping paths: "
                  + entries.get(i)
                  + " with "
                  + entries.get(j));
        }
      }
    }
  }

  private static boolean overlap(String a, String b) {
    return a.equals(b) || a.startsWith(b + "/") || b.startsWith(a + "/");
  }

  private static void add(List<Entry> entries, List<KeyToPath> items, String source) {
    items.forEach(item -> entries.add(new Entry(item.path(), source)));
  }

  private static void addFields(
      List<Entry> entries, List<DownwardAPIVolumeFile> items, String source) {
    items.forEach(item -> entries.add(new Entry(item.path(), source)));
  }

  private static void add(List<Entry> entries, VolumeProjection projection) {
    if (projection.hasConfigMap()) {
      ConfigMapProjection map = projection.configMap();
      add(entries, map.items(), "ConfigMap " + FieldError.quoted(Parts.text(map.name())));
    }
    if (projection.hasSecret()) {
      SecretProjection secret = projection.secret();
      add(entries, secret.items(), "Secret " + FieldError.quoted(Parts.text(secret.name())));
    }
    if (projection.hasDownwardAPI()) {
      addFields(entries, projection.downwardAPI().items(), "DownwardAPI");
    }
    if (projection.hasServiceAccountToken()) {
      entries.add(new Entry(projection.serviceAccountToken().path(), "ServiceAccountToken"));
    }
    if (projection.hasClusterTrustBundle()) {
      entries.add(new Entry(projection.clusterTrustBundle().path(), "ClusterTrustBundle"));
    }
  }
}
