package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Service;
import io.kybern.api.core.v1.ServicePort;
import io.kybern.api.core.v1.ServiceSpec;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.storage.Snapshot;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.Names;
import io.kybern.model.IntOrString;
import io.kybern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

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
    return allocated((Service) object, context);
  }

  @Override
  KubernetesObject prepareUpdate(KubernetesObject object, KubernetesObject old, Context context) {
    Service service = (Service) object;
    ServiceSpec was = ((Service) old).spec();
    if (type(service.spec()).equals("ExternalName")) {
      return service;
    }
    ServiceSpec.Builder spec = service.spec().toBuilder();
    if (Parts.text(service.spec().clusterIP()).isEmpty()) {
      spec.clusterIP(was.clusterIP()).clusterIPs(was.clusterIPs());
    }
    return allocated(service.toBuilder().spec(spec.build()).build(), context);
  }

  private static String type(ServiceSpec spec) {
    String type = Parts.text(spec.type());
    return type.isEmpty() ? "ClusterIP" : type;
  }

  private static Service allocated(Service service, Context context) {
    ServiceSpec spec = service.spec();
    if (type(spec).equals("ExternalName")) {
      return service;
    }
    boolean nodePorts = type(spec).equals("NodePort") || type(spec).equals("LoadBalancer");
    String address = Parts.text(spec.clusterIP());
    if (!address.isEmpty() && !(nodePorts && hasNoNodePort(spec))) {
      return spec.clusterIPs().isEmpty()
          ? service.toBuilder().spec(spec.toBuilder().clusterIPs(address).build()).build()
          : service;
    }
    Set<String> addresses = new HashSet<>();
    Set<Integer> ports = new HashSet<>();
    taken(context, addresses, ports);
    ServiceSpec.Builder changed = spec.toBuilder();
    if (address.isEmpty()) {
      address = freeAddress(addresses);
    }
    changed.clusterIP(address).clusterIPs(address);
    if (nodePorts) {
      List<ServicePort> numbered = new ArrayList<>();
      for (ServicePort port : spec.ports()) {
        numbered.add(isNumbered(port) ? port : port.toBuilder().nodePort(freePort(ports)).build());
      }
      changed.ports(numbered);
    }
    return service.toBuilder().spec(changed.build()).build();
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
    ServiceSpec spec = ((Service) object).spec();
    String type = type(spec);
    Checks checks = new Checks(errors);
    if (!List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort").contains(type)) {
      errors.add(
          FieldError.notSupported(
              "spec.type", type, List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")));
    }
    boolean headless = Parts.text(spec.clusterIP()).equals("None");
    if (spec.ports().isEmpty() && !headless && !type.equals("ExternalName")) {
      errors.add(FieldError.required("spec.ports", ""));
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < spec.ports().size(); i++) {
      ServicePort port = spec.ports().get(i);
      String at = "spec.ports[" + i + "]";
      String name = Parts.text(port.name());
      if (name.isEmpty()) {
        if (spec.ports().size() > 1) {
          errors.add(FieldError.required(at + ".name", ""));
        }
      } else {
        checks.name(at + ".name", name, Names.label(name));
        if (!names.add(name)) {
          errors.add(FieldError.duplicate(at + ".name", name));
        }
      }
      checks.port(at + ".port", port.port());
      checks.oneOf(at + ".protocol", port.protocol(), "SCTP", "TCP", "UDP");
      IntOrString target = port.targetPort();
      if (target != null && !target.isString()) {
        checks.port(at + ".targetPort", target.intValue());
      }
      Integer node = port.nodePort();
      if (node != null && node != 0 && (node < FIRST_NODE_PORT || node > LAST_NODE_PORT)) {
        checks.invalid(
            at + ".nodePort",
            node,
            "provided port is not in the valid range. The range of valid ports is 30000-32767");
      }
    }
    checks.oneOf("spec.sessionAffinity", spec.sessionAffinity(), "ClientIP", "None");
    checkAddresses(spec, type, checks);
    if (type.equals("ExternalName")) {
      String external = Parts.text(spec.externalName());
      checks.name("spec.externalName", external, Names.subdomain(external));
    }
  }

  private static void checkAddresses(ServiceSpec spec, String type, Checks checks) {
    String address = Parts.text(spec.clusterIP());
    if (type.equals("ExternalName") || address.isEmpty() || address.equals("None")) {
      return;
    }
    boolean sixth = !spec.ipFamilies().isEmpty() && spec.ipFamilies().get(0).equals("IPv6");
    if (!Checks.isAddress(address)) {
      checks.address("spec.clusterIPs[0]", address);
    } else if (sixth != address.contains(":")) {
      checks.invalid(
          "spec.clusterIPs[0]",
          address,
          "expected an " + (sixth ? "IPv6" : "IPv4") + " value as indicated by `ipFamilies[0]`");
    } else if (!address.startsWith("10.96.")) {
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
        !type(((Service) old).spec()).equals("ExternalName")
            && !type(((Service) object).spec()).equals("ExternalName");
    if (kept && !before.isEmpty() && !before.equals(after)) {
      errors.add(
          FieldError.invalid("spec.clusterIPs[0]", List.of(after), "may not change once set"));
    }
  }
}
