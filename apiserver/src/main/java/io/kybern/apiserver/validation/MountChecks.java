package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.Volume;
import io.kybern.api.core.v1.VolumeDevice;
import io.kybern.api.core.v1.VolumeMount;
import io.kybern.apiserver.facts.Parts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where the volumes of a pod appear in a container. Of several places of one volume only the last
 * is held against the other sort, as in kube-apiserver.
 */
final class MountChecks {
  private MountChecks() {}

  static void mounts(Container container, String path, Map<String, Volume> volumes, Checks checks) {
    Set<String> places = new HashSet<>();
    Map<String, String> devices = new HashMap<>();
    container.volumeDevices().forEach(one -> devices.put(one.name(), one.devicePath()));
    for (int i = 0; i < container.volumeMounts().size(); i++) {
      VolumeMount mount = container.volumeMounts().get(i);
      String at = path + "[" + i + "]";
      checks.required(at + ".name", mount.name());
      if (!volumes.containsKey(mount.name())) {
        checks.notFound(at + ".name", mount.name());
      }
      checks.required(at + ".mountPath", mount.mountPath());
      if (!places.add(mount.mountPath())) {
        checks.invalid(at + ".mountPath", mount.mountPath(), "must be unique");
      }
      if (devices.containsKey(mount.name())) {
        checks.invalid(at + ".name", mount.name(), "must not already exist in volumeDevices");
      }
      if (devices.containsValue(mount.mountPath())) {
        checks.invalid(
            at + ".mountPath",
            mount.mountPath(),
            "must not already exist as a path in volumeDevices");
      }
      subPath(mount, path, at, checks);
      propagation(mount, container, path, checks);
      recursion(mount, path, checks);
    }
  }

  // kube-apiserver leaves the index out of the paths of some fields, so it is left out here.

  private static void subPath(VolumeMount mount, String path, String at, Checks checks) {
    String below = Parts.text(mount.subPath());
    String expanded = Parts.text(mount.subPathExpr());
    if (!below.isEmpty()) {
      checks.localPath(path + ".subPath", below);
    }
    if (!expanded.isEmpty()) {
      if (!below.isEmpty()) {
        checks.invalid(
            at + ".subPathExpr", expanded, "subPathExpr and subPath are mutually exclusive");
      }
      checks.localPath(path + ".subPathExpr", expanded);
    }
  }

  private static void propagation(
      VolumeMount mount, Container container, String path, Checks checks) {
    String propagation = mount.mountPropagation();
    if (propagation == null) {
      return;
    }
    String at = path + ".mountPropagation";
    checks.memberOf(at, propagation, "Bidirectional", "HostToContainer", "None");
    if (propagation.equals("Bidirectional")
        && !Boolean.TRUE.equals(container.securityContext().privileged())) {
      checks.forbidden(
          at, "Bidirectional mount propagation is available only to privileged containers");
    }
  }

  private static void recursion(VolumeMount mount, String path, Checks checks) {
    String recursive = mount.recursiveReadOnly();
    if (recursive == null) {
      return;
    }
    String at = path + ".recursiveReadOnly";
    checks.memberOf(at, recursive, "Disabled", "Enabled", "IfPossible");
    if (!recursive.equals("Enabled") && !recursive.equals("IfPossible")) {
      return;
    }
    if (!Boolean.TRUE.equals(mount.readOnly())) {
      checks.forbidden(at, "may only be specified when readOnly is true");
    }
    String propagation = mount.mountPropagation();
    if (propagation != null && !propagation.equals("None")) {
      checks.forbidden(at, "may only be specified when mountPropagation is None or not specified");
    }
  }

  static void devices(
      Container container, String path, Map<String, Volume> volumes, Checks checks) {
    Set<String> names = new HashSet<>();
    Set<String> places = new HashSet<>();
    Map<String, String> mounts = new HashMap<>();
    container.volumeMounts().forEach(one -> mounts.put(one.name(), one.mountPath()));
    for (int i = 0; i < container.volumeDevices().size(); i++) {
      VolumeDevice device = container.volumeDevices().get(i);
      String at = path + "[" + i + "]";
      if (checks.required(at + ".name", device.name()) && !names.add(device.name())) {
        checks.invalid(at + ".name", device.name(), "must be unique");
      }
      Volume volume = volumes.get(device.name());
      if (volume == null) {
        checks.notFound(at + ".name", device.name());
      } else if (!volume.hasPersistentVolumeClaim() && !volume.hasEphemeral()) {
        checks.invalid(
            at + ".name",
            device.name(),
            "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
      }
      devicePath(device.devicePath(), at + ".devicePath", places, checks);
      if (mounts.containsKey(device.name())) {
        checks.invalid(at + ".name", device.name(), "must not already exist in volumeMounts");
      }
      if (mounts.containsValue(device.devicePath())) {
        checks.invalid(
            at + ".devicePath",
            device.devicePath(),
            "must not already exist as a path in volumeMounts");
      }
    }
  }

  private static void devicePath(String device, String at, Set<String> places, Checks checks) {
    checks.required(at, device);
    if (places.contains(device)) {
      checks.invalid(at, device, "must be unique");
    }
    if (Checks.hasBacksteps(device)) {
      checks.invalid(at, device, "can not contain backsteps ('..')");
    } else {
      places.add(device);
    }
  }
}
