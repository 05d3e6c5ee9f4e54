package io.kybern.apiserver.validation;

import io.kybern.apiserver.facts.Parts;
import io.kybern.model.Message;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Where data of volumes is kept, in pods and in persistent volumes. */
final class DiskChecks {
  private static final String ISCSI = "must be valid format starting with iqn, eui, or naa";
  private static final Pattern IQN =
      Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([a-zA-Z0-9.-]+)(:[^,;*&$|\\s]+)");
  private static final Pattern EUI = Pattern.compile("eui\\.[a-fA-F0-9]{16}");
  private static final Pattern NAA = Pattern.compile("naa\\.[a-fA-F0-9]{32}");
  private static final String BLOB =
      "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";
  private static final String MANAGED =
      "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/"
          + "{disk-id}";
  private static final int MAX_TENANT = 64;

  /** Fields that must be there and need no more than that, in kube-apiserver's order. */
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "glusterfs", List.of("endpoints", "path"),
          "rbd", List.of("monitors", "image"),
          "cephfs", List.of("monitors"),
          "azureFile", List.of("secretName", "shareName"),
          "vsphereVolume", List.of("volumePath"),
          "photonPersistentDisk", List.of("pdID"),
          "portworxVolume", List.of("volumeID"),
          "scaleIO", List.of("gateway", "system", "volumeName"),
          "local", List.of());

  private DiskChecks() {}

  /**
   * Adds what is wrong with one source.
   *
   * @param source the JSON name of its field
   */
  static void source(String source, Message content, String at, Checks checks) {
    switch (source) {
      case "hostPath" -> hostPath(content, at, checks);
      case "gcePersistentDisk" -> partitioned(content, "pdName", at, checks);
      case "awsElasticBlockStore" -> partitioned(content, "volumeID", at, checks);
      case "nfs" -> nfs(content, at, checks);
      case "iscsi" -> iscsi(content, at, checks);
      case "flocker" -> flocker(content, at, checks);
      case "cinder" -> {
        checks.required(at + ".volumeID", Parts.text(content, "volumeID"));
        if (Parts.value(content, "secretRef") instanceof Message secret) {
          checks.required(at + ".secretRef.name", Parts.text(secret, "name"));
        }
      }
      case "quobyte" -> quobyte(content, at, checks);
      case "fc" -> fibreChannel(content, at, checks);
      case "flexVolume" -> flexVolume(content, at, checks);
      case "azureDisk" -> azureDisk(content, at, checks);
      case "storageos" -> storageOs(content, at, checks);
      default ->
          REQUIRED
              .getOrDefault(source, List.of())
              .forEach(field -> checks.required(at + "." + field, Parts.value(content, field)));
    }
  }

  private static void hostPath(Message source, String at, Checks checks) {
    String path = Parts.text(source, "path");
    if (!checks.required(at + ".path", path)) {
      return;
    }
    checks.noBacksteps(at + ".path", path);
    checks.oneOf(
        at + ".type",
        Parts.value(source, "type"),
        "BlockDevice",
        "CharDevice",
        "Directory",
        "DirectoryOrCreate",
        "File",
        "FileOrCreate",
        "Socket");
  }

  private static void partitioned(Message source, String id, String at, Checks checks) {
    checks.required(at + "." + id, Parts.text(source, id));
    if (Parts.value(source, "partition") instanceof Number number && number.intValue() != 0) {
      checks.range(at + ".partition", number, 1, 255);
    }
  }

  private static void nfs(Message source, String at, Checks checks) {
    String path = Parts.text(source, "path");
    checks.required(at + ".server", Parts.text(source, "server"));
    checks.required(at + ".path", path);
    if (!path.startsWith("/")) {
      checks.invalid(at + ".path", path, "must be an absolute path");
    }
  }

  private static void iscsi(Message source, String at, Checks checks) {
    checks.required(at + ".targetPortal", Parts.text(source, "targetPortal"));
    String iqn = Parts.text(source, "iqn");
    if (checks.required(at + ".iqn", iqn)) {
      iscsiName(iqn, at + ".iqn", checks);
    }
    checks.range(at + ".lun", Parts.value(source, "lun"), 0, 255);
    boolean secured =
        Boolean.TRUE.equals(Parts.value(source, "chapAuthDiscovery"))
            || Boolean.TRUE.equals(Parts.value(source, "chapAuthSession"));
    if (secured) {
      checks.required(at + ".secretRef", Parts.value(source, "secretRef"));
    }
    Object initiator = Parts.value(source, "initiatorName");
    if (initiator != null) {
      iscsiName(Parts.text(initiator), at + ".initiatorname", checks);
    }
  }

  private static void iscsiName(String name, String at, Checks checks) {
    Pattern pattern =
        name.startsWith("iqn")
            ? IQN
            : name.startsWith("eui") ? EUI : name.startsWith("naa") ? NAA : null;
    if (pattern == null) {
      checks.invalid(at, name, ISCSI);
    } else if (!pattern.matcher(name).matches()) {
      checks.invalid(at, name, "must be valid format");
    }
  }

  private static void flocker(Message source, String at, Checks checks) {
    String name = Parts.text(source, "datasetName");
    String uuid = Parts.text(source, "datasetUUID");
    if (name.isEmpty() && uuid.isEmpty()) {
      checks.required(at, null, "one of datasetName and datasetUUID is required");
    } else if (!name.isEmpty() && !uuid.isEmpty()) {
      checks.invalid(
          at, "resource", "datasetName and datasetUUID can not be specified simultaneously");
    }
    if (name.contains("/")) {
      checks.invalid(at + ".datasetName", name, "must not contain '/'");
    }
  }

  private static void quobyte(Message source, String at, Checks checks) {
    String registry = Parts.text(source, "registry");
    String pairs = "must be a host:port pair or multiple pairs separated by commas";
    if (registry.isEmpty()) {
      checks.required(at + ".registry", null, pairs);
    } else if (Parts.text(source, "tenant").length() > MAX_TENANT) {
      checks.required(
          at + ".tenant",
          null,
          "must be a UUID and may not exceed a length of " + MAX_TENANT + " characters");
    } else if (!List.of(registry.split(",")).stream().allMatch(pair -> pair.contains(":"))) {
      checks.invalid(at + ".registry", registry, pairs);
    }
    checks.required(at + ".volume", Parts.text(source, "volume"));
  }

  private static void fibreChannel(Message source, String at, Checks checks) {
    Object names = Parts.value(source, "targetWWNs");
    boolean named = names instanceof List<?> list && !list.isEmpty();
    boolean wide = Parts.value(source, "wwids") instanceof List<?> list && !list.isEmpty();
    Object lun = Parts.value(source, "lun");
    if (!named && !wide) {
      checks.required(
          at + ".targetWWNs", null, "must specify either targetWWNs or wwids, but not both");
    } else if (named && wide) {
      checks.invalid(
          at + ".targetWWNs", names, "targetWWNs and wwids can not be specified simultaneously");
    }
    if (named) {
      if (lun == null) {
        checks.required(at + ".lun", null, "lun is required if targetWWNs is specified");
      } else {
        checks.range(at + ".lun", lun, 0, 255);
      }
    }
  }

  private static void flexVolume(Message source, String at, Checks checks) {
    checks.required(at + ".driver", Parts.text(source, "driver"));
    if (Parts.value(source, "options") instanceof Map<?, ?> options) {
      for (Object key : options.keySet()) {
        String domain = Parts.text(key).split("/")[0].toLowerCase(Locale.ROOT);
        if (("." + domain).endsWith(".kubernetes.io") || ("." + domain).endsWith(".k8s.io")) {
          checks.invalid(
              at + ".options[" + key + "]",
              Parts.text(key),
              "kubernetes.io and k8s.io namespaces are reserved");
        }
      }
    }
  }

  private static void azureDisk(Message source, String at, Checks checks) {
    String uri = Parts.text(source, "diskURI");
    String kind = Parts.text(source, "kind");
    checks.required(at + ".diskName", Parts.text(source, "diskName"));
    checks.required(at + ".diskURI", uri);
    checks.oneOf(
        at + ".cachingMode", Parts.value(source, "cachingMode"), "None", "ReadOnly", "ReadWrite");
    checks.oneOf(at + ".kind", kind, "Dedicated", "Managed", "Shared");
    if (kind.equals("Managed")) {
      if (!uri.startsWith("/subscriptions/")) {
        checks.memberOf(at + ".diskURI", uri, MANAGED);
      }
    } else if (!uri.startsWith("https://")) {
      checks.memberOf(at + ".diskURI", uri, BLOB);
    }
  }

  private static void storageOs(Message source, String at, Checks checks) {
    String volume = Parts.text(source, "volumeName");
    String namespace = Parts.text(source, "volumeNamespace");
    if (checks.required(at + ".volumeName", volume)) {
      checks.name(at + ".volumeName", volume, Names.label(volume));
    }
    if (!namespace.isEmpty()) {
      checks.name(at + ".volumeNamespace", namespace, Names.label(namespace));
    }
    if (Parts.value(source, "secretRef") instanceof Message secret) {
      checks.required(at + ".secretRef.name", Parts.text(secret, "name"));
    }
  }

  /** The name of a driver of the container storage interface. */
  static void driver(String name, String at, Checks checks) {
    if (!checks.required(at, name)) {
      return;
    }
    if (name.length() > 63) {
      checks.add(FieldError.tooLong(at, 63));
    }
    checks.name(at, name, Names.subdomain(name.toLowerCase(Locale.ROOT)));
  }
}
