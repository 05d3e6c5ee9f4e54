package io.kybern.apiserver.table;

import io.kybern.api.core.v1.EndpointAddress;
import io.kybern.api.core.v1.EndpointPort;
import io.kybern.api.core.v1.EndpointSubset;
import io.kybern.api.core.v1.Endpoints;
import io.kybern.api.core.v1.LoadBalancerIngress;
import io.kybern.api.core.v1.Service;
import io.kybern.api.core.v1.ServicePort;
import io.kybern.api.core.v1.ServiceSpec;
import io.kybern.api.discovery.v1.Endpoint;
import io.kybern.api.discovery.v1.EndpointSlice;
import io.kybern.api.networking.v1.Ingress;
import io.kybern.api.networking.v1.IngressClass;
import io.kybern.api.networking.v1.IngressClassParametersReference;
import io.kybern.api.networking.v1.IngressLoadBalancerIngress;
import io.kybern.api.networking.v1.IngressRule;
import io.kybern.api.networking.v1.NetworkPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rows of what leads to pods. */
final class NetworkRows {
  private static final int MOST = 3;

  private NetworkRows() {}

  static void service(Service object, Cells cells) {
    ServiceSpec spec = object.spec();
    cells
        .add(object.name())
        .add(Cells.or(spec.type(), "ClusterIP"))
        .orNone(spec.clusterIPs().isEmpty() ? spec.clusterIP() : spec.clusterIPs().get(0))
        .add(externalIp(object))
        .orNone(Texts.join(spec.ports(), NetworkRows::port))
        .age(object)
        .add(Texts.labels(spec.selector()));
  }

  private static String port(ServicePort port) {
    Integer node = port.nodePort();
    return port.port()
        + (node != null && node > 0 ? ":" + node : "")
        + "/"
        + Cells.or(port.protocol(), "TCP");
  }

  private static String externalIp(Service object) {
    ServiceSpec spec = object.spec();
    switch (Cells.or(spec.type(), "ClusterIP")) {
      case "ClusterIP", "NodePort" -> {
        return Cells.or(String.join(",", spec.externalIPs()), Cells.NONE);
      }
      case "LoadBalancer" -> {
        Set<String> addresses = new TreeSet<>();
        for (LoadBalancerIngress ingress : object.status().loadBalancer().ingress()) {
          addAddress(addresses, ingress.ip(), ingress.hostname());
        }
        List<String> all = new ArrayList<>(addresses);
        all.addAll(spec.externalIPs());
        return Cells.or(String.join(",", all), "<pending>");
      }
      case "ExternalName" -> {
        return Cells.or(spec.externalName(), "");
      }
      default -> {
        return Cells.UNKNOWN;
      }
    }
  }

  private static void addAddress(
      Set<String> addresses, @Nullable String ip, @Nullable String hostname) {
    String address = Cells.or(ip, Cells.or(hostname, ""));
    if (!address.isEmpty()) {
      addresses.add(address);
    }
  }

  static void endpoints(Endpoints object, Cells cells) {
    List<String> addresses = new ArrayList<>();
    for (EndpointSubset subset : object.subsets()) {
      if (subset.ports().isEmpty()) {
        for (EndpointAddress address : subset.addresses()) {
          addresses.add(address.ip());
        }
      }
      for (EndpointPort port : subset.ports()) {
        for (EndpointAddress address : subset.addresses()) {
          boolean bare = address.ip().indexOf(':') < 0;
          addresses.add((bare ? address.ip() : "[" + address.ip() + "]") + ":" + port.port());
        }
      }
    }
    String none = object.subsets().isEmpty() ? Cells.NONE : "";
    cells.add(object.name()).add(Texts.some(addresses, addresses.size(), MOST, none)).age(object);
  }

  static void endpointSlice(EndpointSlice object, Cells cells) {
    List<String> ports = new ArrayList<>();
    for (io.kybern.api.discovery.v1.EndpointPort port : object.ports()) {
      Integer number = port.port();
      String name = port.name();
      ports.add(number != null ? number.toString() : name != null ? name : "*");
    }
    List<String> addresses = new ArrayList<>();
    for (Endpoint endpoint : object.endpoints()) {
      addresses.addAll(endpoint.addresses());
    }
    cells
        .add(object.name())
        .add(object.addressType())
        .add(Texts.some(ports, ports.size(), MOST, Cells.UNSET))
        .add(Texts.some(addresses, addresses.size(), MOST, Cells.UNSET))
        .age(object);
  }

  static void ingress(Ingress object, Cells cells) {
    Set<String> addresses = new TreeSet<>();
    for (IngressLoadBalancerIngress ingress : object.status().loadBalancer().ingress()) {
      addAddress(addresses, ingress.ip(), ingress.hostname());
    }
    String className = object.spec().ingressClassName();
    cells
        .add(object.name())
        .add(className == null ? Cells.NONE : className)
        .add(hosts(object.spec().rules()))
        .add(String.join(",", addresses))
        .add(object.spec().tls().isEmpty() ? "80" : "80, 443")
        .age(object);
  }

  private static String hosts(List<IngressRule> rules) {
    List<String> hosts = new ArrayList<>();
    boolean more = false;
    for (IngressRule rule : rules) {
      more |= hosts.size() == MOST;
      String host = Cells.or(rule.host(), "");
      if (!more && !host.isEmpty()) {
        hosts.add(host);
      }
    }
    String shown = Cells.or(String.join(",", hosts), "*");
    return more ? shown + " + " + (rules.size() - MOST) + " more..." : shown;
  }

  static void ingressClass(IngressClass object, Cells cells) {
    String parameters = Cells.NONE;
    if (object.spec().hasParameters()) {
      IngressClassParametersReference reference = object.spec().parameters();
      String group = reference.apiGroup();
      parameters = reference.kind() + (group == null ? "" : "." + group) + "/" + reference.name();
    }
    cells.add(object.name()).text(object.spec().controller()).add(parameters).age(object);
  }

  static void networkPolicy(NetworkPolicy object, Cells cells) {
    cells.add(object.name()).add(Texts.selectorOrNone(object.spec().podSelector())).age(object);
  }
}
