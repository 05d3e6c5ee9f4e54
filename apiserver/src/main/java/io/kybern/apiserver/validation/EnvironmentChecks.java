package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.EnvFromSource;
import io.kybern.api.core.v1.EnvVar;
import io.kybern.api.core.v1.EnvVarSource;
import io.kybern.api.core.v1.FileKeySelector;
import io.kybern.api.core.v1.Volume;
import io.kybern.apiserver.facts.Parts;
import java.util.List;
import java.util.Map;

/** What the variables of a container must be like. */
final class EnvironmentChecks {
  private static final List<String> FIELDS =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");

  private EnvironmentChecks() {}

  static void variables(
      List<EnvVar> variables, String path, Map<String, Volume> volumes, Checks checks) {
    for (int i = 0; i < variables.size(); i++) {
      EnvVar variable = variables.get(i);
      String at = path + "[" + i + "]";
      if (checks.required(at + ".name", variable.name())) {
        checks.name(at + ".name", variable.name(), Names.variable(variable.name()));
      }
      if (variable.hasValueFrom()) {
        source(variable, variable.valueFrom(), at + ".valueFrom", checks);
      }
    }
    for (int i = 0; i < variables.size(); i++) {
      if (variables.get(i).valueFrom().hasFileKeyRef()) {
        fileVolume(
            variables.get(i).valueFrom().fileKeyRef().volumeName(),
            path + "[" + i + "].valueFrom.fileKeyRef.volumeName",
            volumes,
            checks);
      }
    }
  }

  private static void source(EnvVar variable, EnvVarSource from, String at, Checks checks) {
    int sources = 0;
    if (from.hasFieldRef()) {
      sources++;
      DownwardChecks.field(from.fieldRef(), FIELDS, at + ".fieldRef", checks);
    }
    if (from.hasResourceFieldRef()) {
      sources++;
      DownwardChecks.resource(from.resourceFieldRef(), false, at + ".resourceFieldRef", checks);
    }
    if (from.hasConfigMapKeyRef()) {
      sources++;
      key(
          Parts.text(from.configMapKeyRef().name()),
          from.configMapKeyRef().key(),
          at + ".configMapKeyRef",
          checks);
    }
    if (from.hasSecretKeyRef()) {
      sources++;
      key(
          Parts.text(from.secretKeyRef().name()),
          from.secretKeyRef().key(),
          at + ".secretKeyRef",
          checks);
    }
    if (from.hasFileKeyRef()) {
      sources++;
      fileKey(from.fileKeyRef(), at + ".fileKeyRef", checks);
    }
    if (variable.value() != null && !variable.value().isEmpty()) {
      if (sources != 0) {
        checks.invalid(at, "", "may not be specified when `value` is not empty");
      }
    } else if (sources == 0) {
      checks.invalid(
          at,
          "",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef`"
              + " or `fileKeyRef`");
    } else if (sources > 1) {
      checks.invalid(at, "", "may not have more than one field specified at a time");
    }
  }

  private static void key(String name, String key, String at, Checks checks) {
    checks.name(at + ".name", name, Names.subdomain(name));
    if (checks.required(at + ".key", key)) {
      checks.name(at + ".key", key, Names.dataKey(key));
    }
  }

  private static void fileKey(FileKeySelector file, String at, Checks checks) {
    if (checks.required(at + ".key", file.key())) {
      checks.name(at + ".key", file.key(), Names.variable(file.key()));
    }
    checks.required(at + ".volumeName", file.volumeName());
    if (checks.required(at + ".path", file.path())) {
      checks.noBacksteps(at + ".path", file.path());
    }
  }

  private static void fileVolume(
      String name, String at, Map<String, Volume> volumes, Checks checks) {
    Volume volume = volumes.get(name);
    if (volume == null) {
      checks.notFound(at, name);
    } else if (!volume.hasEmptyDir()) {
      checks.invalid(at, name, "referenced volume must be of type emptyDir");
    }
  }

  static void sources(List<EnvFromSource> sources, String path, Checks checks) {
    for (int i = 0; i < sources.size(); i++) {
      EnvFromSource source = sources.get(i);
      String at = path + "[" + i + "]";
      String prefix = source.prefix();
      if (prefix != null && !prefix.isEmpty()) {
        checks.name(at + ".prefix", prefix, Names.variable(prefix));
      }
      if (source.hasConfigMapRef()) {
        name(Parts.text(source.configMapRef().name()), at + ".configMapRef.name", checks);
      }
      if (source.hasSecretRef()) {
        name(Parts.text(source.secretRef().name()), at + ".secretRef.name", checks);
      }
      if (!source.hasConfigMapRef() && !source.hasSecretRef()) {
        checks.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
      } else if (source.hasConfigMapRef() && source.hasSecretRef()) {
        checks.invalid(path, "", "may not have more than one field specified at a time");
      }
    }
  }

  private static void name(String name, String at, Checks checks) {
    if (checks.required(at, name)) {
      checks.name(at, name, Names.subdomain(name));
    }
  }
}
