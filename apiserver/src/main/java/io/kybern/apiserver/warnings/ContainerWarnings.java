package io.kybern.apiserver.warnings;

import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.ContainerPort;
import io.kybern.api.core.v1.EnvVar;
import io.kybern.api.core.v1.EphemeralContainer;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.ResourceRequirements;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** What is odd about the containers of a pod. For one pod and one thread. */
final class ContainerWarnings {
  private final Consumer<String> warn;

  /** Ports of all containers so far. */
  private final List<Port> ports = new ArrayList<>();

  private ContainerWarnings(Consumer<String> warn) {
    this.warn = warn;
  }

  /** A port and where it stands. */
  private record Port(String container, String path, ContainerPort port) {
    boolean isLike(Port other) {
      return port.containerPort() == other.port.containerPort()
          && protocol().equals(other.protocol());
    }

    String protocol() {
      String protocol = Parts.text(port.protocol());
      return protocol.isEmpty() ? "TCP" : protocol;
    }

    int onHost() {
      Integer number = port.hostPort();
      return number == null ? 0 : number;
    }
  }

  static void check(String path, PodSpec spec, Consumer<String> warn) {
    ContainerWarnings checks = new ContainerWarnings(warn);
    checks.all(path + ".initContainers", spec.initContainers());
    checks.all(path + ".containers", spec.containers());
    List<EphemeralContainer> added = spec.ephemeralContainers();
    for (int i = 0; i < added.size(); i++) {
      EphemeralContainer container = added.get(i);
      String own = path + ".ephemeralContainers[" + i + "]";
      checks.resources(own, container.resources());
      checks.variables(own, container.env());
    }
    checks.ports(path + ".initContainers", spec.initContainers());
    checks.ports(path + ".containers", spec.containers());
  }

  private void all(String path, List<Container> containers) {
    for (int i = 0; i < containers.size(); i++) {
      String own = path + "[" + i + "]";
      resources(own, containers.get(i).resources());
      variables(own, containers.get(i).env());
    }
  }

  private void resources(String path, ResourceRequirements resources) {
    for (String resource : List.of("memory", "ephemeral-storage")) {
      Old.fraction(path + ".resources.limits", resources.limits(), resource, warn);
    }
    for (String resource : List.of("memory", "ephemeral-storage")) {
      Old.fraction(path + ".resources.requests", resources.requests(), resource, warn);
    }
  }

  /** A variable may extend an earlier one of its name, but not hide it. */
  private void variables(String path, List<EnvVar> variables) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < variables.size(); i++) {
      String name = variables.get(i).name();
      boolean first = names.add(name);
      if (!first && !Parts.text(variables.get(i).value()).contains("$(" + name + ")")) {
        warn.accept(
            path
                + ".env["
                + i
                + "]: hides previous definition of "
                + FieldError.quoted(name)
                + ", which may be dropped when using apply");
      }
    }
  }

  private void ports(String path, List<Container> containers) {
    for (int i = 0; i < containers.size(); i++) {
      String own = path + "[" + i + "]";
      List<ContainerPort> declared = containers.get(i).ports();
      for (int j = 0; j < declared.size(); j++) {
        Port port = new Port(own, own + ".ports[" + j + "]", declared.get(j));
        ports.forEach(earlier -> compare(port, earlier));
        ports.add(port);
      }
    }
  }

  private void compare(Port port, Port earlier) {
    if (port.isLike(earlier)) {
      boolean same =
          port.onHost() == earlier.onHost()
              && Objects.equals(port.port().hostIP(), earlier.port().hostIP());
      if (same || port.onHost() == 0 || earlier.onHost() == 0) {
        warn.accept(
            port.path()
                + (same ? ": duplicate" : ": overlapping")
                + " port definition with "
                + earlier.path());
      }
    }
    String name = Parts.text(port.port().name());
    if (!name.isEmpty()
        && name.equals(earlier.port().name())
        && !port.container().equals(earlier.container())) {
      warn.accept(
          port.path()
              + ": duplicate port name "
              + FieldError.quoted(name)
              + " with "
              + earlier.path()
              + ", services and probes that select ports by name will use "
              + earlier.path());
    }
  }
}
