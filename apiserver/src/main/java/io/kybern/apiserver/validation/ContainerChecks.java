package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.ContainerPort;
import io.kybern.api.core.v1.ContainerRestartRule;
import io.kybern.api.core.v1.EphemeralContainer;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.Volume;
import io.kybern.apiserver.facts.Parts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the containers of a pod must be like. Confined to one validation. */
final class ContainerChecks {
  private static final String[] RESTART_POLICIES = {"Always", "Never", "OnFailure"};

  private final PodSpec spec;
  private final Map<String, Volume> volumes;
  private final Set<String> claims;
  private final Checks checks;
  private final ProbeChecks probes;

  /**
   * @param volumes the pod's volumes that are as they should be
   * @param claims the names of its resource claims
   */
  ContainerChecks(PodSpec spec, Map<String, Volume> volumes, Set<String> claims, Checks checks) {
    this.spec = spec;
    this.volumes = volumes;
    this.claims = claims;
    this.checks = checks;
    this.probes = new ProbeChecks(checks, spec.terminationGracePeriodSeconds());
  }

  void containers(String path) {
    if (!checks.required(path, spec.containers())) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < spec.containers().size(); i++) {
      Container container = spec.containers().get(i);
      String at = path + "[" + i + "]";
      common(container, at);
      if (!names.add(container.name())) {
        checks.duplicate(at + ".name", container.name());
      }
      probes.container(container, at);
      restarts(container, at);
    }
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < spec.containers().size(); i++) {
      collisions(spec.containers().get(i), path + "[" + i + "]", taken);
    }
  }

  void initContainers(String path) {
    Set<String> names = new HashSet<>();
    spec.containers().forEach(container -> names.add(container.name()));
    for (int i = 0; i < spec.initContainers().size(); i++) {
      Container container = spec.initContainers().get(i);
      String at = path + "[" + i + "]";
      common(container, at);
      restarts(container, at);
      if (!names.add(container.name()) && !container.name().isEmpty()) {
        checks.duplicate(at + ".name", container.name());
      }
      // They run one by one, so ports collide within each only, which is always said of the first.
      collisions(container, path + "[0]", new HashSet<>());
      if ("Always".equals(container.restartPolicy())) {
        probes.container(container, at);
      } else {
        withoutProbes(container, at);
      }
    }
  }

  private void withoutProbes(Container container, String at) {
    String why = "may not be set for init containers without restartPolicy=Always";
    forbid(container.hasLifecycle(), at + ".lifecycle", why);
    forbid(container.hasLivenessProbe(), at + ".livenessProbe", why);
    forbid(container.hasReadinessProbe(), at + ".readinessProbe", why);
    forbid(container.hasStartupProbe(), at + ".startupProbe", why);
  }

  private void forbid(boolean there, String at, String why) {
    if (there) {
      checks.forbidden(at, why);
    }
  }

  /** Containers that were added to a running pod. */
  void ephemeralContainers(String path) {
    Set<String> others = new HashSet<>();
    spec.containers().forEach(container -> others.add(container.name()));
    spec.initContainers().forEach(container -> others.add(container.name()));
    Set<String> names = new HashSet<>(others);
    for (int i = 0; i < spec.ephemeralContainers().size(); i++) {
      EphemeralContainer container = spec.ephemeralContainers().get(i);
      String at = path + "[" + i + "]";
      common(asContainer(container), at);
      if (!names.add(container.name()) && !container.name().isEmpty()) {
        checks.duplicate(at + ".name", container.name());
      }
      String target = Parts.text(container.targetContainerName());
      if (!target.isEmpty() && !others.contains(target)) {
        checks.notFound(at + ".targetContainerName", target);
      }
      onlyForOthers(container, at);
    }
  }

  private void onlyForOthers(EphemeralContainer container, String at) {
    String why = "cannot be set for an Ephemeral Container";
    forbid(!container.ports().isEmpty(), at + ".ports", why);
    forbid(!container.resources().isEmpty(), at + ".resources", why);
    forbid(container.hasLivenessProbe(), at + ".livenessProbe", why);
    forbid(container.hasReadinessProbe(), at + ".readinessProbe", why);
    forbid(container.hasStartupProbe(), at + ".startupProbe", why);
    forbid(container.hasLifecycle(), at + ".lifecycle", why);
    for (int i = 0; i < container.volumeMounts().size(); i++) {
      var mount = container.volumeMounts().get(i);
      String here = at + ".volumeMounts[" + i + "]";
      forbid(!Parts.text(mount.subPath()).isEmpty(), here + ".subPath", why);
      forbid(!Parts.text(mount.subPathExpr()).isEmpty(), here + ".subPathExpr", why);
    }
  }

  /** What is common to containers of all sorts. */
  private static Container asContainer(EphemeralContainer container) {
    return Container.builder()
        .name(container.name())
        .image(container.image())
        .ports(container.ports())
        .envFrom(container.envFrom())
        .env(container.env())
        .resources(container.resources())
        .resizePolicy(container.resizePolicy())
        .volumeMounts(container.volumeMounts())
        .volumeDevices(container.volumeDevices())
        .terminationMessagePolicy(container.terminationMessagePolicy())
        .imagePullPolicy(container.imagePullPolicy())
        .securityContext(container.hasSecurityContext() ? container.securityContext() : null)
        .build();
  }

  private void common(Container container, String at) {
    if (checks.required(at + ".name", container.name())) {
      checks.name(at + ".name", container.name(), Names.label(container.name()));
    }
    checks.required(at + ".image", container.image());
    checks.oneOf(
        at + ".terminationMessagePolicy",
        container.terminationMessagePolicy(),
        "File",
        "FallbackToLogsOnError");
    ports(container.ports(), at + ".ports");
    EnvironmentChecks.variables(container.env(), at + ".env", volumes, checks);
    EnvironmentChecks.sources(container.envFrom(), at + ".envFrom", checks);
    MountChecks.mounts(container, at + ".volumeMounts", volumes, checks);
    MountChecks.devices(container, at + ".volumeDevices", volumes, checks);
    checks.oneOf(
        at + ".imagePullPolicy", container.imagePullPolicy(), "Always", "IfNotPresent", "Never");
    ResourceChecks.container(container.resources(), at + ".resources", claims, checks);
    ResourceChecks.resizing(
        container.resizePolicy(), at + ".resizePolicy", Parts.text(spec.restartPolicy()), checks);
    SecurityChecks.container(
        container.securityContext(),
        at + ".securityContext",
        !Boolean.FALSE.equals(spec.hostUsers()),
        checks);
  }

  private void ports(List<ContainerPort> ports, String path) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      ContainerPort port = ports.get(i);
      String at = path + "[" + i + "]";
      String name = Parts.text(port.name());
      if (!name.isEmpty()) {
        List<String> problems = Names.portName(name);
        checks.name(at + ".name", name, problems);
        if (problems.isEmpty() && !names.add(name)) {
          checks.duplicate(at + ".name", name);
        }
      }
      if (port.containerPort() == 0) {
        checks.required(at + ".containerPort", null);
      } else {
        checks.port(at + ".containerPort", port.containerPort());
      }
      int host = hostPort(port);
      if (host != 0) {
        checks.port(at + ".hostPort", host);
      }
      checks.oneOf(at + ".protocol", port.protocol(), "SCTP", "TCP", "UDP");
    }
  }

  private static int hostPort(ContainerPort port) {
    Integer host = port.hostPort();
    return host == null ? 0 : host;
  }

  /** A port of the host can be taken once for each address and protocol. */
  private void collisions(Container container, String at, Set<String> taken) {
    for (int i = 0; i < container.ports().size(); i++) {
      ContainerPort port = container.ports().get(i);
      String place =
          Parts.text(port.protocol()) + "/" + Parts.text(port.hostIP()) + "/" + hostPort(port);
      if (hostPort(port) != 0 && !taken.add(place)) {
        checks.duplicate(at + ".ports[" + i + "].hostPort", place);
      }
    }
  }

  /** When a container is started again. */
  private void restarts(Container container, String at) {
    String policy = container.restartPolicy();
    List<ContainerRestartRule> rules = container.restartPolicyRules();
    if (policy != null) {
      checks.memberOf(at + ".restartPolicy", policy, RESTART_POLICIES);
    } else if (!rules.isEmpty()) {
      checks.required(
          at + ".restartPolicy", null, "must specify restartPolicy when restart rules are used");
    }
    for (int i = 0; i < rules.size(); i++) {
      String here = at + ".restartPolicyRules[" + i + "]";
      checks.memberOf(here + ".action", rules.get(i).action(), "Restart", "RestartAllContainers");
      if (rules.get(i).hasExitCodes()) {
        checks.memberOf(
            here + ".exitCodes.operator", rules.get(i).exitCodes().operator(), "In", "NotIn");
      } else {
        checks.required(here + ".exitCodes", null, "must be specified");
      }
    }
  }
}
