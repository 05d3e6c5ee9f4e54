package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.HostAlias;
import io.kybern.api.core.v1.PodResourceClaim;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.PodTemplateSpec;
import io.kybern.api.core.v1.Volume;
import io.kybern.apiserver.facts.Parts;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What pods and their templates must be like. */
public final class PodChecks {
  private PodChecks() {}

  /** Adds what is wrong with a template of pods at {@code at}. */
  public static void template(PodTemplateSpec template, String at, Checks checks) {
    MetadataChecks.labels(template.metadata(), at, checks);
    AnnotationChecks.pod(
        template.metadata().annotations(), template.spec(), at + ".annotations", checks);
    spec(template.spec(), at + ".spec", checks);
    if (!template.spec().ephemeralContainers().isEmpty()) {
      checks.forbidden(
          at + ".spec.ephemeralContainers", "ephemeral containers not allowed in pod template");
    }
  }

  /** Adds what is wrong with a pod's own spec. */
  public static void pod(PodSpec spec, Map<String, String> annotations, Checks checks) {
    AnnotationChecks.pod(annotations, spec, "metadata.annotations", checks);
    spec(spec, "spec", checks);
    VolumeChecks.tokens(spec, "spec.volumes", checks);
    images(spec.containers(), "spec.containers", checks);
    images(spec.initContainers(), "spec.initContainers", checks);
    if (!spec.schedulingGates().isEmpty() && !Parts.text(spec.nodeName()).isEmpty()) {
      checks.forbidden(
          "spec.nodeName", "cannot be set until all schedulingGates have been cleared");
    }
  }

  /** Templates may hold what other programs will complete, pods may not. */
  private static void images(List<Container> containers, String path, Checks checks) {
    for (int i = 0; i < containers.size(); i++) {
      String image = Parts.text(containers.get(i).image());
      if (!image.strip().equals(image)) {
        checks.invalid(
            path + "[" + i + "].image", image, "must not have leading or trailing whitespace");
      }
    }
  }

  private static void spec(PodSpec spec, String at, Checks checks) {
    Map<String, Volume> volumes = VolumeChecks.volumes(spec.volumes(), at + ".volumes", checks);
    Set<String> claims = claims(spec.resourceClaims(), at + ".resourceClaims", checks);
    ContainerChecks containers = new ContainerChecks(spec, volumes, claims, checks);
    containers.containers(at + ".containers");
    containers.initContainers(at + ".initContainers");
    containers.ephemeralContainers(at + ".ephemeralContainers");
    if (spec.hasResources()) {
      ResourceChecks.pod(spec, at + ".resources", claims, checks);
    }
    checks.oneOf(at + ".restartPolicy", spec.restartPolicy(), "Always", "OnFailure", "Never");
    checks.oneOf(
        at + ".dnsPolicy",
        spec.dnsPolicy(),
        "ClusterFirstWithHostNet",
        "ClusterFirst",
        "Default",
        "None");
    checks.labels(at + ".nodeSelector", spec.nodeSelector());
    hostPorts(spec, at, checks);
    SecurityChecks.pod(spec, at + ".securityContext", checks);
    AffinityChecks.affinity(spec.affinity(), at + ".affinity", checks);
    DnsChecks.config(spec, at + ".dnsConfig", checks);
    for (int i = 0; i < spec.readinessGates().size(); i++) {
      String type = spec.readinessGates().get(i).conditionType();
      checks.name(at + ".readinessGates[" + i + "].conditionType", type, Names.qualified(type));
    }
    SchedulingChecks.gates(spec.schedulingGates(), at + ".schedulingGates", checks);
    SchedulingChecks.spread(
        spec.topologySpreadConstraints(), at + ".topologySpreadConstraints", checks);
    WindowsChecks.hostProcesses(spec, at, checks);
    hostUsers(spec, at, checks);
    hostnameOverride(spec, at, checks);
    names(spec, at, checks);
    if (spec.hasOs()) {
      WindowsChecks.system(spec, at, checks);
    }
  }

  private static Set<String> claims(List<PodResourceClaim> claims, String path, Checks checks) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < claims.size(); i++) {
      PodResourceClaim claim = claims.get(i);
      String at = path + "[" + i + "]";
      if (checks.required(at + ".name", claim.name())) {
        checks.name(at + ".name", claim.name(), Names.label(claim.name()));
        if (!names.add(claim.name())) {
          checks.duplicate(at + ".name", claim.name());
        }
      }
      String name = claim.resourceClaimName();
      String template = claim.resourceClaimTemplateName();
      if (name != null && template != null) {
        checks.invalid(
            at,
            shown(claim),
            "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
      } else if (name == null && template == null) {
        checks.invalid(
            at,
            shown(claim),
            "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
      }
      optionalName(at + ".resourceClaimName", name, checks);
      optionalName(at + ".resourceClaimTemplateName", template, checks);
    }
    return names;
  }

  private static Map<String, @Nullable Object> shown(PodResourceClaim claim) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("Name", claim.name());
    shown.put("ResourceClaimName", claim.resourceClaimName());
    shown.put("ResourceClaimTemplateName", claim.resourceClaimTemplateName());
    return shown;
  }

  private static void optionalName(String at, @Nullable String name, Checks checks) {
    if (name != null) {
      checks.name(at, name, Names.subdomain(name));
    }
  }

  private static boolean isSet(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  /** On the network of the host, ports are those of the host. */
  private static void hostPorts(PodSpec spec, String at, Checks checks) {
    if (!isSet(spec.hostNetwork())) {
      return;
    }
    for (int i = 0; i < spec.containers().size(); i++) {
      var ports = spec.containers().get(i).ports();
      for (int j = 0; j < ports.size(); j++) {
        Integer host = ports.get(j).hostPort();
        if (host != null && host != 0 && host != ports.get(j).containerPort()) {
          checks.invalid(
              at + ".containers[" + i + "].ports[" + j + "].hostPort",
              host,
              "must match `containerPort` when `hostNetwork` is true");
        }
      }
    }
  }

  /** A pod with users of its own cannot share what belongs to those of the host. */
  private static void hostUsers(PodSpec spec, String at, Checks checks) {
    if (!Boolean.FALSE.equals(spec.hostUsers())) {
      return;
    }
    String why = "when `hostUsers` is false";
    if (isSet(spec.hostNetwork())) {
      checks.forbidden(at + ".hostNetwork", why);
    }
    if (isSet(spec.hostPID())) {
      checks.forbidden(at + ".HostPID", why);
    }
    if (isSet(spec.hostIPC())) {
      checks.forbidden(at + ".HostIPC", why);
    }
    devices(spec.initContainers(), at + ".initContainers", why, checks);
    devices(spec.containers(), at + ".containers", why, checks);
  }

  private static void devices(List<Container> containers, String path, String why, Checks checks) {
    for (int i = 0; i < containers.size(); i++) {
      if (!containers.get(i).volumeDevices().isEmpty()) {
        checks.forbidden(path + "[" + i + "].volumeDevices", why);
      }
    }
  }

  private static void hostnameOverride(PodSpec spec, String at, Checks checks) {
    String name = spec.hostnameOverride();
    if (name == null) {
      return;
    }
    String path = at + ".hostnameOverride";
    if (isSet(spec.setHostnameAsFQDN())) {
      checks.forbidden(path, "may not be specified when setHostnameAsFQDN is true");
    }
    if (isSet(spec.hostNetwork())) {
      checks.forbidden(path, "may not be specified when hostNetwork is true");
    }
    if (name.length() > 64) {
      checks.invalid(path, name, "must be no more than 64 characters");
    }
    checks.name(path, name, Names.subdomain(name));
  }

  /** What a pod is called and what it names, and the few fields that are checked among them. */
  private static void names(PodSpec spec, String at, Checks checks) {
    name(at + ".serviceAccountName", Parts.text(spec.serviceAccountName()), checks);
    name(at + ".nodeName", Parts.text(spec.nodeName()), checks);
    checks.range(at + ".activeDeadlineSeconds", spec.activeDeadlineSeconds(), 1, Integer.MAX_VALUE);
    label(at + ".hostname", Parts.text(spec.hostname()), checks);
    label(at + ".subdomain", Parts.text(spec.subdomain()), checks);
    SchedulingChecks.tolerations(spec.tolerations(), at + ".tolerations", checks);
    for (int i = 0; i < spec.hostAliases().size(); i++) {
      alias(spec.hostAliases().get(i), at + ".hostAliases[" + i + "]", checks);
    }
    name(at + ".priorityClassName", Parts.text(spec.priorityClassName()), checks);
    optionalName(at + ".runtimeClassName", spec.runtimeClassName(), checks);
    checks.oneOf(
        at + ".preemptionPolicy", spec.preemptionPolicy(), "PreemptLowerPriority", "Never");
    spec.overhead()
        .forEach(
            (name, amount) -> {
              String here = at + ".overhead.limits[" + name + "]";
              ResourceNames.ofContainer(name, here, checks);
              ResourceNames.amount(name, amount, here, checks);
            });
  }

  private static void name(String at, String name, Checks checks) {
    if (!name.isEmpty()) {
      checks.name(at, name, Names.subdomain(name));
    }
  }

  private static void label(String at, String label, Checks checks) {
    if (!label.isEmpty()) {
      checks.name(at, label, Names.label(label));
    }
  }

  private static void alias(HostAlias alias, String at, Checks checks) {
    checks.address(at + ".ip", alias.ip());
    for (int i = 0; i < alias.hostnames().size(); i++) {
      String host = alias.hostnames().get(i);
      checks.name(at + ".hostnames[" + i + "]", host, Names.subdomain(host));
    }
  }
}
