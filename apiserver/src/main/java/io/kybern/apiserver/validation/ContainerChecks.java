package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.ContainerPort;
import io.kybern.api.core.v1.EnvVar;
import io.kybern.api.core.v1.EphemeralContainer;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.Probe;
import io.kybern.api.core.v1.ResourceRequirements;
import io.kybern.api.core.v1.Toleration;
import io.kybern.api.core.v1.Volume;
import io.kybern.api.core.v1.VolumeMount;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.Field;
import io.kybern.model.Message;
import io.kybern.model.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must hold for the parts of a pod's spec, in pods and in templates. */
public final class ContainerChecks {
  private static final Pattern PORT_CHARACTERS = Pattern.compile("[-a-z0-9]*");
  private static final Pattern VARIABLE = Pattern.compile("[\\x20-\\x7e&&[^=]]+");

  private ContainerChecks() {}

  /** Volumes, which come before the containers; gives their names. */
  public static Set<String> volumes(List<Volume> volumes, String path, Checks checks) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < volumes.size(); i++) {
      Volume volume = volumes.get(i);
      String at = path + "[" + i + "]";
      if (checks.required(at + ".name", volume.name())) {
        checks.name(at + ".name", volume.name(), Names.label(volume.name()));
        if (!names.add(volume.name())) {
          checks.add(FieldError.duplicate(at + ".name", volume.name()));
        }
      }
      oneSource(volume, at, checks);
    }
    return names;
  }

  private static void oneSource(Volume volume, String at, Checks checks) {
    boolean first = true;
    // A volume without a source gets an empty one, so there is nothing to say about it here.
    for (String source : List.of("emptyDir", "hostPath", "secret", "nfs", "configMap", "csi")) {
      if (value(volume, source) != null) {
        if (!first) {
          checks.add(
              FieldError.forbidden(at + "." + source, "may not specify more than 1 volume type"));
        }
        first = false;
      }
    }
  }

  private static @Nullable Object value(Message message, String name) {
    Field field = message.messageType().field(name);
    return field == null ? null : message.messageType().get(message, field.index());
  }

  /** Everything but name, image and pull policy. */
  public static void container(Container container, String at, Set<String> volumes, Checks checks) {
    ports(container.ports(), at + ".ports", checks);
    variables(container.env(), at + ".env", checks);
    mounts(container.volumeMounts(), at + ".volumeMounts", volumes, checks);
    if (container.hasLivenessProbe()) {
      probe(container.livenessProbe(), at + ".livenessProbe", checks);
    }
    if (container.hasReadinessProbe()) {
      probe(container.readinessProbe(), at + ".readinessProbe", checks);
    }
    if (container.hasStartupProbe()) {
      probe(container.startupProbe(), at + ".startupProbe", checks);
    }
    resources(container.resources(), at + ".resources", checks);
  }

  private static void ports(List<ContainerPort> ports, String path, Checks checks) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      ContainerPort port = ports.get(i);
      String at = path + "[" + i + "]";
      String name = Parts.text(port.name());
      if (!name.isEmpty()) {
        portName(at + ".name", name, checks);
        if (!names.add(name)) {
          checks.add(FieldError.duplicate(at + ".name", name));
        }
      }
      if (port.containerPort() == 0) {
        checks.add(FieldError.required(at + ".containerPort", ""));
      } else {
        checks.port(at + ".containerPort", port.containerPort());
      }
      Integer host = port.hostPort();
      if (host != null && host != 0) {
        checks.port(at + ".hostPort", host);
      }
      checks.oneOf(at + ".protocol", port.protocol(), "SCTP", "TCP", "UDP");
    }
  }

  private static void portName(String path, String name, Checks checks) {
    if (name.length() > 15) {
      checks.invalid(path, name, "must be no more than 15 characters long");
    }
    if (!PORT_CHARACTERS.matcher(name).matches()) {
      checks.invalid(
          path, name, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (name.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
      checks.invalid(path, name, "must contain at least one letter (a-z)");
    }
    if (name.contains("--")) {
      checks.invalid(path, name, "must not contain consecutive hyphens");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      checks.invalid(path, name, "must not begin or end with a hyphen");
    }
  }

  private static void variables(List<EnvVar> variables, String path, Checks checks) {
    for (int i = 0; i < variables.size(); i++) {
      EnvVar variable = variables.get(i);
      String at = path + "[" + i + "]";
      if (checks.required(at + ".name", variable.name())
          && !VARIABLE.matcher(variable.name()).matches()) {
        checks.invalid(
            at + ".name",
            variable.name(),
            "a valid environment variable name must consist only of printable ASCII characters"
                + " other than '='");
      }
      if (variable.hasValueFrom() && !Parts.text(variable.value()).isEmpty()) {
        checks.invalid(at + ".valueFrom", "", "may not be specified when `value` is not empty");
      }
    }
  }

  private static void mounts(
      List<VolumeMount> mounts, String path, Set<String> volumes, Checks checks) {
    Set<String> places = new HashSet<>();
    for (int i = 0; i < mounts.size(); i++) {
      VolumeMount mount = mounts.get(i);
      String at = path + "[" + i + "]";
      if (checks.required(at + ".name", mount.name()) && !volumes.contains(mount.name())) {
        checks.add(FieldError.notFound(at + ".name", mount.name()));
      }
      checks.required(at + ".mountPath", mount.mountPath());
      if (!places.add(mount.mountPath())) {
        checks.invalid(at + ".mountPath", mount.mountPath(), "must be unique");
      }
    }
  }

  private static void probe(Probe probe, String at, Checks checks) {
    if (!probe.hasExec() && !probe.hasHttpGet() && !probe.hasTcpSocket() && !probe.hasGrpc()) {
      checks.add(FieldError.required(at, "must specify a handler type"));
    }
    checks.notNegative(at + ".initialDelaySeconds", probe.initialDelaySeconds());
    checks.notNegative(at + ".timeoutSeconds", probe.timeoutSeconds());
    checks.notNegative(at + ".periodSeconds", probe.periodSeconds());
    checks.notNegative(at + ".successThreshold", probe.successThreshold());
    checks.notNegative(at + ".failureThreshold", probe.failureThreshold());
  }

  private static void resources(ResourceRequirements resources, String at, Checks checks) {
    resources
        .requests()
        .forEach(
            (name, request) -> {
              Quantity limit = resources.limits().get(name);
              if (limit != null && request.compareTo(limit) > 0) {
                checks.invalid(
                    at + ".requests",
                    request.toString(),
                    "must be less than or equal to " + name + " limit of " + limit);
              }
            });
  }

  /** What is about the pod rather than its containers. */
  public static void pod(PodSpec spec, String path, Checks checks) {
    for (Map.Entry<String, String> label : spec.nodeSelector().entrySet()) {
      checks.labels(path + ".nodeSelector", Map.of(label.getKey(), label.getValue()));
    }
    tolerations(spec.tolerations(), path + ".tolerations", checks);
    String node = Parts.text(spec.nodeName());
    if (!node.isEmpty()) {
      checks.name(path + ".nodeName", node, Names.subdomain(node));
    }
    Long deadline = spec.activeDeadlineSeconds();
    if (deadline != null && (deadline < 1 || deadline > Integer.MAX_VALUE)) {
      checks.invalid(
          path + ".activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive");
    }
  }

  private static void tolerations(List<Toleration> tolerations, String path, Checks checks) {
    for (int i = 0; i < tolerations.size(); i++) {
      Toleration toleration = tolerations.get(i);
      String at = path + "[" + i + "]";
      String operator = Parts.text(toleration.operator());
      if (Parts.text(toleration.key()).isEmpty() && !operator.equals("Exists")) {
        checks.invalid(
            at + ".operator",
            operator,
            "operator must be Exists when `key` is empty, which means \"match all values and all"
                + " keys\"");
      }
      checks.oneOf(at + ".operator", operator, "Equal", "Exists");
      checks.oneOf(
          at + ".effect", toleration.effect(), "NoSchedule", "PreferNoSchedule", "NoExecute");
    }
  }

  /** Containers that were added to a running pod. */
  public static void ephemeral(PodSpec spec, Checks checks) {
    Set<String> names = new HashSet<>();
    spec.containers().forEach(container -> names.add(container.name()));
    spec.initContainers().forEach(container -> names.add(container.name()));
    for (int i = 0; i < spec.ephemeralContainers().size(); i++) {
      EphemeralContainer container = spec.ephemeralContainers().get(i);
      String at = "spec.ephemeralContainers[" + i + "]";
      if (checks.required(at + ".name", container.name())) {
        checks.name(at + ".name", container.name(), Names.label(container.name()));
        if (!names.add(container.name())) {
          checks.add(FieldError.duplicate(at + ".name", container.name()));
        }
      }
      checks.required(at + ".image", container.image());
    }
  }
}
