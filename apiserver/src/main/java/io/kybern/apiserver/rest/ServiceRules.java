package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Service;
import io.kybern.api.core.v1.ServicePort;
import io.kybern.api.core.v1.ServiceSpec;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.storage.Snapshot;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.ServiceChecks;
import io.kybern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Services: the server gives them addresses in 10.96.0.0/16 and node ports from 30000, the first
 * free ones. Two services created at the same moment could get the same one; nothing routes to them
 * here.
 */
final class ServiceRules extends KindRules {
  private static final int FIRST_NODE_PORT = 30000;
  private static final int LAST_NODE_PORT = 32767;
  private static final int ADDRESSES = 1 << 16;

  ServiceRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    return allocated((Service) object, null, context);
  }

  @Override
  KubernetesObject prepareUpdate(KubernetesObject object, KubernetesObject old, Context context) {
    Service service = (Service) object;
    ServiceSpec was = ((Service) old).spec();
    if (ServiceChecks.type(service.spec()).equals("ExternalName")) {
      return ServiceChecks.type(was).equals("ExternalName")
          ? service
          : service.toBuilder().spec(withoutAddress(service.spec())).build();
    }
    ServiceSpec.Builder spec = service.spec().toBuilder();
    if (Parts.text(service.spec().clusterIP()).isEmpty()
        && !ServiceChecks.type(was).equals("ExternalName")) {
      spec.clusterIP(was.clusterIP()).clusterIPs(was.clusterIPs());
    } else if (!Objects.equals(service.spec().clusterIP(), was.clusterIP())
        && service.spec().clusterIPs().equals(was.clusterIPs())) {
      // Who changed the one field means the other one, too.
      String address = service.spec().clusterIP();
      spec.clusterIPs(address == null ? List.of() : List.of(address));
    }
    if (!hasNodePorts(service.spec()) && hasNodePorts(was)) {
      spec.ports(withoutNodePorts(service.spec().ports(), was.ports()));
      if (service.spec().externalIPs().isEmpty()) {
        spec.externalTrafficPolicy(null);
      }
    }
    return allocated(service.toBuilder().spec(spec.build()).build(), was, context);
  }

  /** A service that became a name outside; what only the cluster's own services have goes. */
  private static ServiceSpec withoutAddress(ServiceSpec spec) {
    return spec.toBuilder()
        .clusterIP(null)
        .clusterIPs(List.of())
        .ipFamilies(List.of())
        .ipFamilyPolicy(null)
        .internalTrafficPolicy(null)
        .externalTrafficPolicy(null)
        .ports(withoutNodePorts(spec.ports(), spec.ports()))
        .build();
  }

  /** Ports of nodes go with the type that needs them, unless others are asked for. */
  private static List<ServicePort> withoutNodePorts(
      List<ServicePort> ports, List<ServicePort> before) {
    List<ServicePort> result = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      ServicePort port = ports.get(i);
      boolean same = i < before.size() && Objects.equals(port.nodePort(), before.get(i).nodePort());
      result.add(same ? port.toBuilder().nodePort((Integer) null).build() : port);
    }
    return result;
  }

  private static boolean hasNodePorts(ServiceSpec spec) {
    String type = ServiceChecks.type(spec);
    return type.equals("NodePort") || type.equals("LoadBalancer");
  }

  /** Whether each port gets a port of the nodes. */
  private static boolean needsNodePorts(ServiceSpec spec) {
    return hasNodePorts(spec)
        && !(ServiceChecks.type(spec).equals("LoadBalancer")
            && Boolean.FALSE.equals(spec.allocateLoadBalancerNodePorts()));
  }

  private static Service allocated(Service service, @Nullable ServiceSpec was, Context context) {
    ServiceSpec spec = service.spec();
    if (ServiceChecks.type(spec).equals("ExternalName")) {
      return service;
    }
    String address = Parts.text(spec.clusterIP());
    boolean impossible = !spec.clusterIPs().isEmpty() || spec.ipFamilies().equals(List.of("IPv6"));
    if (address.isEmpty() && impossible) {
      return service;
    }
    ServiceSpec.Builder changed = spec.toBuilder();
    Set<String> addresses = new HashSet<>();
    Set<Integer> ports = new HashSet<>();
    boolean checked = ServiceChecks.isChecked(spec) && isNone(spec.healthCheckNodePort());
    if (address.isEmpty() || checked || (needsNodePorts(spec) && hasNoNodePort(spec))) {
      taken(context, addresses, ports);
    }
    if (address.isEmpty()) {
      address = freeAddress(addresses);
    }
    changed.clusterIP(address);
    if (spec.clusterIPs().isEmpty()) {
      changed.clusterIPs(address);
    }
    if (needsNodePorts(spec)) {
      List<ServicePort> numbered = new ArrayList<>();
      for (ServicePort port : spec.ports()) {
        numbered.add(isNumbered(port) ? port : port.toBuilder().nodePort(freePort(ports)).build());
      }
      changed.ports(numbered);
    }
    if (checked) {
      Integer kept = was == null ? null : was.healthCheckNodePort();
      changed.healthCheckNodePort(isNone(kept) ? freePort(ports) : kept);
    }
    if (was == null && ServiceChecks.isHeadless(spec) && spec.selector().isEmpty()) {
      anyFamily(spec, changed);
    }
    return service.toBuilder().spec(changed.build()).build();
  }

  private static boolean isNone(@Nullable Integer port) {
    return port == null || port == 0;
  }

  /** Who says where such a service leads may use both families, whatever the cluster has. */
  private static void anyFamily(ServiceSpec spec, ServiceSpec.Builder changed) {
    boolean defaults =
        spec.ipFamilies().equals(List.of("IPv4")) && "SingleStack".equals(spec.ipFamilyPolicy());
    if (defaults) {
      changed.ipFamilies(List.of("IPv4", "IPv6")).ipFamilyPolicy("RequireDualStack");
    }
  }

  private static boolean isNumbered(ServicePort port) {
    Integer number = port.nodePort();
    return number != null && number != 0;
  }

  private static boolean hasNoNodePort(ServiceSpec spec) {
    return !spec.ports().stream().allMatch(ServiceRules::isNumbered);
  }

  private static void taken(Context context, Set<String> addresses, Set<Integer> ports) {
    Snapshot services = context.resources().get("", "v1", "services").keyspace().latest();
    for (Iterator<KubernetesObject> all = services.range("", null); all.hasNext(); ) {
      ServiceSpec spec = ((Service) all.next()).spec();
      addresses.add(Parts.text(spec.clusterIP()));
      for (ServicePort port : spec.ports()) {
        if (isNumbered(port)) {
          ports.add(port.nodePort());
        }
      }
    }
  }

  private static String freeAddress(Set<String> taken) {
    // 10.96.0.1 belongs to the API itself.
    for (int i = 2; i < ADDRESSES - 1; i++) {
      String address = "10.96." + (i >> 8) + "." + (i & 255);
      if (!taken.contains(address)) {
        return address;
      }
    }
    throw ApiErrors.internal("failed to allocate a serviceIP: range is full");
  }

  private static int freePort(Set<Integer> taken) {
    for (int port = FIRST_NODE_PORT; port <= LAST_NODE_PORT; port++) {
      if (taken.add(port)) {
        return port;
      }
    }
    throw ApiErrors.internal("failed to allocate a nodePort: range is full");
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    Checks checks = new Checks(errors);
    ServiceSpec spec = ((Service) object).spec();
    int before = errors.size();
    nodePorts(spec, checks);
    ownAddress(spec, checks);
    if (errors.size() == before) {
      ServiceChecks.service((Service) object, checks);
    }
  }

  @Override
  void validateStatus(KubernetesObject object, List<FieldError> errors) {
    ServiceChecks.status((Service) object, new Checks(errors));
  }

  // What cannot be had is said alone, before anything else is looked at.

  private static void nodePorts(ServiceSpec spec, Checks checks) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < spec.ports().size() && hasNodePorts(spec); i++) {
      ServicePort port = spec.ports().get(i);
      Integer node = port.nodePort();
      String at = "spec.ports[" + i + "].nodePort";
      if (node == null || node == 0) {
        continue;
      }
      if (node < FIRST_NODE_PORT || node > LAST_NODE_PORT) {
        checks.invalid(
            at,
            node,
            "provided port is not in the valid range. The range of valid ports is 30000-32767");
      } else if (!seen.add(Parts.text(port.protocol()) + node)) {
        checks.invalid(at, node, "provided port is already allocated");
      }
    }
  }

  private static void ownAddress(ServiceSpec spec, Checks checks) {
    String address = Parts.text(spec.clusterIP());
    boolean own = List.of(address).equals(spec.clusterIPs()) && Checks.isAddress(address);
    boolean wanted =
        spec.ipFamilies().isEmpty()
            || spec.ipFamilies().get(0).equals(address.contains(":") ? "IPv6" : "IPv4");
    if (!own || !wanted || ServiceChecks.type(spec).equals("ExternalName")) {
      return;
    }
    if (!address.startsWith("10.96.")) {
      checks.invalid(
          "spec.clusterIPs",
          List.of(address),
          "failed to allocate IP "
              + address
              + ": the provided network does not match the current range");
    }
  }

  @Override
  void validateUpdate(KubernetesObject object, KubernetesObject old, List<FieldError> errors) {
    String before = Parts.text(((Service) old).spec().clusterIP());
    String after = Parts.text(((Service) object).spec().clusterIP());
    boolean kept =
        !ServiceChecks.type(((Service) old).spec()).equals("ExternalName")
            && !ServiceChecks.type(((Service) object).spec()).equals("ExternalName");
    if (kept && !before.isEmpty() && !before.equals(after)) {
      errors.add(
          FieldError.invalid("spec.clusterIPs[0]", List.of(after), "may not change once set"));
    }
  }
}
