package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.LoadBalancerIngress;
import io.kybern.api.core.v1.Service;
import io.kybern.api.core.v1.ServicePort;
import io.kybern.api.core.v1.ServiceSpec;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.IntOrString;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What services must be like. */
public final class ServiceChecks {
  private static final int DAY = 86400;

  private ServiceChecks() {}

  /** What a service is, where it may be left out. */
  public static String type(ServiceSpec spec) {
    String type = Parts.text(spec.type());
    return type.isEmpty() ? "ClusterIP" : type;
  }

  /** Whether a service has no address of its own. */
  public static boolean isHeadless(ServiceSpec spec) {
    return Parts.text(spec.clusterIP()).equals("None");
  }

  /** Adds what is wrong with a service that has its addresses and ports. */
  public static void service(Service service, Checks checks) {
    ServiceSpec spec = service.spec();
    String type = type(spec);
    boolean external = type.equals("ExternalName");
    if (spec.ports().isEmpty() && !isHeadless(spec) && !external) {
      checks.required("spec.ports", null);
    }
    byType(spec, type, checks);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < spec.ports().size(); i++) {
      boolean named = spec.ports().size() > 1;
      port(spec.ports().get(i), "spec.ports[" + i + "]", named, names, checks);
    }
    checks.labels("spec.selector", spec.selector());
    affinity(spec, checks);
    AddressChecks.clusterAddresses(spec, external, checks);
    for (int i = 0; i < spec.externalIPs().size(); i++) {
      AddressChecks.reachable("spec.externalIPs[" + i + "]", spec.externalIPs().get(i), checks);
    }
    checks.oneOf("spec.type", type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    if (type.equals("ClusterIP")) {
      withoutNodePorts(spec, checks);
    }
    distinctPorts(spec.ports(), checks);
    loadBalancer(spec, type.equals("LoadBalancer"), checks);
    traffic(spec, type, checks);
  }

  private static void byType(ServiceSpec spec, String type, Checks checks) {
    switch (type) {
      case "LoadBalancer", "NodePort" -> {
        if (isHeadless(spec)) {
          checks.invalid(
              "spec.clusterIPs[0]", "None", "may not be set to 'None' for " + type + " services");
        }
      }
      case "ExternalName" -> {
        if (!spec.clusterIPs().isEmpty() || !Parts.text(spec.clusterIP()).isEmpty()) {
          checks.forbidden("spec.clusterIPs", "may not be set for ExternalName services");
        }
        String name = Parts.text(spec.externalName());
        String trimmed = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (checks.required("spec.externalName", trimmed)) {
          checks.name("spec.externalName", trimmed, Names.subdomain(trimmed));
        }
      }
      default -> {
        // nothing more
      }
    }
  }

  private static void port(
      ServicePort port, String at, boolean named, Set<String> names, Checks checks) {
    String name = Parts.text(port.name());
    if (name.isEmpty()) {
      if (named) {
        checks.required(at + ".name", null);
      }
    } else {
      checks.name(at + ".name", name, Names.label(name));
      if (!names.add(name)) {
        checks.duplicate(at + ".name", name);
      }
    }
    checks.port(at + ".port", port.port());
    checks.oneOf(at + ".protocol", port.protocol(), "SCTP", "TCP", "UDP");
    IntOrString target = port.targetPort();
    if (target != null && (target.isString() || target.intValue() != 0 || port.port() == 0)) {
      checks.port(at + ".targetPort", target);
    }
    String protocol = port.appProtocol();
    if (protocol != null) {
      checks.name(at + ".appProtocol", protocol, Names.qualified(protocol));
    }
  }

  private static void affinity(ServiceSpec spec, Checks checks) {
    checks.oneOf("spec.sessionAffinity", spec.sessionAffinity(), "ClientIP", "None");
    Integer seconds = spec.sessionAffinityConfig().clientIP().timeoutSeconds();
    boolean sticky = "ClientIP".equals(spec.sessionAffinity());
    if (sticky && seconds != null && (seconds <= 0 || seconds > DAY)) {
      checks.invalid(
          "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
          seconds,
          "must be greater than 0 and less than " + DAY);
    }
  }

  private static void withoutNodePorts(ServiceSpec spec, Checks checks) {
    for (int i = 0; i < spec.ports().size(); i++) {
      Integer node = spec.ports().get(i).nodePort();
      if (node != null && node != 0) {
        checks.forbidden(
            "spec.ports[" + i + "].nodePort", "may not be used when `type` is 'ClusterIP'");
      }
    }
  }

  private static void distinctPorts(List<ServicePort> ports, Checks checks) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      ServicePort port = ports.get(i);
      String protocol = Parts.text(port.protocol());
      if (!seen.add(protocol + "/" + port.port())) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("Name", "");
        shown.put("Protocol", protocol);
        shown.put("AppProtocol", null);
        shown.put("Port", port.port());
        shown.put("TargetPort", 0);
        shown.put("NodePort", 0);
        checks.duplicate("spec.ports[" + i + "]", shown);
      }
    }
  }

  private static void loadBalancer(ServiceSpec spec, boolean balanced, Checks checks) {
    String only = "may only be used when `type` is 'LoadBalancer'";
    List<String> sources = spec.loadBalancerSourceRanges();
    if (!sources.isEmpty() && !balanced) {
      checks.forbidden("spec.LoadBalancerSourceRanges", only);
    }
    for (int i = 0; i < sources.size(); i++) {
      AddressChecks.block(
          "spec.LoadBalancerSourceRanges[" + i + "]", sources.get(i).strip(), checks);
    }
    if (spec.allocateLoadBalancerNodePorts() != null && !balanced) {
      checks.forbidden("spec.allocateLoadBalancerNodePorts", only);
    }
    String kind = spec.loadBalancerClass();
    if (kind != null) {
      if (!balanced) {
        checks.forbidden("spec.loadBalancerClass", only);
      } else {
        checks.name("spec.loadBalancerClass", kind, Names.qualified(kind));
      }
    }
  }

  private static void traffic(ServiceSpec spec, String type, Checks checks) {
    String policy = Parts.text(spec.externalTrafficPolicy());
    boolean reachable =
        type.equals("NodePort")
            || type.equals("LoadBalancer")
            || (type.equals("ClusterIP") && !spec.externalIPs().isEmpty());
    if (!policy.isEmpty()) {
      if (!reachable) {
        checks.invalid(
            "spec.externalTrafficPolicy",
            policy,
            "may only be set for externally-accessible services");
      } else {
        checks.memberOf("spec.externalTrafficPolicy", policy, "Cluster", "Local");
      }
    }
    Integer health = spec.healthCheckNodePort();
    if (health != null && health != 0) {
      if (!isChecked(spec)) {
        checks.invalid(
            "spec.healthCheckNodePort",
            health,
            "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
      } else {
        checks.port("spec.healthCheckNodePort", health);
      }
    }
    checks.oneOf("spec.internalTrafficPolicy", spec.internalTrafficPolicy(), "Cluster", "Local");
    checks.oneOf(
        "spec.trafficDistribution",
        spec.trafficDistribution(),
        "PreferClose",
        "PreferSameZone",
        "PreferSameNode");
  }

  /** Whether load balancers ask the nodes which of them have pods of the service. */
  public static boolean isChecked(ServiceSpec spec) {
    return type(spec).equals("LoadBalancer") && "Local".equals(spec.externalTrafficPolicy());
  }

  /** Adds what is wrong with what a load balancer reported. */
  public static void status(Service service, Checks checks) {
    List<LoadBalancerIngress> all = service.status().loadBalancer().ingress();
    for (int i = 0; i < all.size(); i++) {
      String at = "status.loadBalancer.ingress[" + i + "]";
      String ip = Parts.text(all.get(i).ip());
      String host = Parts.text(all.get(i).hostname());
      if (!ip.isEmpty()) {
        checks.address(at + ".ip", ip);
      }
      if (!host.isEmpty()) {
        checks.name(at + ".hostname", host, Names.subdomain(host));
      }
    }
  }
}
