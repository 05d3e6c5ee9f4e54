package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.EndpointAddress;
import io.kybern.api.core.v1.EndpointPort;
import io.kybern.api.core.v1.EndpointSubset;
import io.kybern.api.core.v1.Endpoints;
import io.kybern.api.discovery.v1.EndpointSlice;
import io.kybern.api.networking.v1.HTTPIngressPath;
import io.kybern.api.networking.v1.Ingress;
import io.kybern.api.networking.v1.IngressRule;
import io.kybern.api.networking.v1.NetworkPolicy;
import io.kybern.api.networking.v1.NetworkPolicyPeer;
import io.kybern.api.networking.v1.NetworkPolicyPort;
import io.kybern.api.networking.v1.NetworkPolicySpec;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.IntOrString;
import io.kybern.model.KubernetesObject;
import java.util.List;
import java.util.regex.Pattern;

/** What must hold for ingresses, network policies and endpoints. */
public final class NetworkChecks {
  private static final String WILDCARD =
      "\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
  private static final Pattern WILDCARD_PATTERN = Pattern.compile(WILDCARD);

  private NetworkChecks() {}

  public static void ingress(Ingress ingress, Checks checks) {
    List<IngressRule> rules = ingress.spec().rules();
    if (rules.isEmpty() && !ingress.spec().hasDefaultBackend()) {
      checks.invalid("spec", null, "either `defaultBackend` or `rules` must be specified");
    }
    for (int i = 0; i < rules.size(); i++) {
      String at = "spec.rules[" + i + "]";
      host(at + ".host", Parts.text(rules.get(i).host()), checks);
      List<HTTPIngressPath> paths = rules.get(i).http().paths();
      if (rules.get(i).hasHttp()) {
        checks.required(at + ".http.paths", paths);
      }
      for (int j = 0; j < paths.size(); j++) {
        path(paths.get(j), at + ".http.paths[" + j + "]", checks);
      }
    }
  }

  private static void host(String path, String host, Checks checks) {
    if (host.contains("*")) {
      if (!WILDCARD_PATTERN.matcher(host).matches()) {
        checks.invalid(
            path,
            host,
            "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS"
                + " subdomain, which must consist of lower case alphanumeric characters, '-' or"
                + " '.' and end with an alphanumeric character (e.g. '*.example.com', regex used"
                + " for validation is '"
                + WILDCARD
                + "')");
      }
    } else if (!host.isEmpty()) {
      checks.name(path, host, Names.subdomain(host));
    }
  }

  private static void path(HTTPIngressPath path, String at, Checks checks) {
    String type = Parts.text(path.pathType());
    if (!checks.required(at + ".pathType", type, "pathType must be specified")) {
      return;
    }
    checks.oneOf(at + ".pathType", type, "Exact", "ImplementationSpecific", "Prefix");
    String text = Parts.text(path.path());
    if (!text.startsWith("/") && !(type.equals("ImplementationSpecific") && text.isEmpty())) {
      checks.invalid(at + ".path", text, "must be an absolute path");
    }
  }

  public static void policy(NetworkPolicy policy, Checks checks) {
    NetworkPolicySpec spec = policy.spec();
    for (int i = 0; i < spec.ingress().size(); i++) {
      String at = "spec.ingress[" + i + "]";
      ports(spec.ingress().get(i).ports(), at + ".ports", checks);
      peers(spec.ingress().get(i).from(), at + ".from", checks);
    }
    for (int i = 0; i < spec.egress().size(); i++) {
      String at = "spec.egress[" + i + "]";
      ports(spec.egress().get(i).ports(), at + ".ports", checks);
      peers(spec.egress().get(i).to(), at + ".to", checks);
    }
    for (int i = 0; i < spec.policyTypes().size(); i++) {
      checks.oneOf("spec.policyTypes[" + i + "]", spec.policyTypes().get(i), "Ingress", "Egress");
    }
  }

  private static void ports(List<NetworkPolicyPort> ports, String path, Checks checks) {
    for (int i = 0; i < ports.size(); i++) {
      IntOrString port = ports.get(i).port();
      if (port != null && !port.isString()) {
        checks.port(path + "[" + i + "].port", port.intValue());
      }
      checks.oneOf(path + "[" + i + "].protocol", ports.get(i).protocol(), "SCTP", "TCP", "UDP");
    }
  }

  private static void peers(List<NetworkPolicyPeer> peers, String path, Checks checks) {
    for (int i = 0; i < peers.size(); i++) {
      NetworkPolicyPeer peer = peers.get(i);
      String at = path + "[" + i + "]";
      if (peer.hasIpBlock()) {
        String block = peer.ipBlock().cidr();
        int slash = block.indexOf('/');
        if (slash < 0
            || !Checks.isAddress(block.substring(0, slash))
            || !block.substring(slash + 1).matches("\\d{1,3}")) {
          checks.invalid(
              at + ".ipBlock.cidr",
              block,
              "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
        }
      } else if (!peer.hasPodSelector() && !peer.hasNamespaceSelector()) {
        checks.required(at, null, "must specify a peer");
      }
    }
  }

  public static void slice(EndpointSlice slice, Checks checks) {
    String type = slice.addressType();
    for (int i = 0; i < slice.endpoints().size(); i++) {
      List<String> addresses = slice.endpoints().get(i).addresses();
      String at = "endpoints[" + i + "].addresses";
      checks.required(at, addresses);
      for (int j = 0; j < addresses.size(); j++) {
        if (type.startsWith("IP")) {
          checks.address(at + "[" + j + "]", addresses.get(j));
        }
      }
    }
    if (checks.required("addressType", type)) {
      checks.oneOf("addressType", type, "FQDN", "IPv4", "IPv6");
    }
  }

  public static void sliceUpdate(KubernetesObject object, KubernetesObject old, Checks checks) {
    checks.unchangedUnshown(object, old, "addressType");
  }

  public static void endpoints(Endpoints endpoints, Checks checks) {
    for (int i = 0; i < endpoints.subsets().size(); i++) {
      EndpointSubset subset = endpoints.subsets().get(i);
      String at = "subsets[" + i + "]";
      if (subset.addresses().isEmpty() && subset.notReadyAddresses().isEmpty()) {
        checks.required(at, null, "must specify `addresses` or `notReadyAddresses`");
      }
      addresses(subset.addresses(), at + ".addresses", checks);
      addresses(subset.notReadyAddresses(), at + ".notReadyAddresses", checks);
      for (int j = 0; j < subset.ports().size(); j++) {
        EndpointPort port = subset.ports().get(j);
        if (subset.ports().size() > 1) {
          checks.required(at + ".ports[" + j + "].name", port.name());
        }
        checks.port(at + ".ports[" + j + "].port", port.port());
      }
    }
  }

  private static void addresses(List<EndpointAddress> addresses, String path, Checks checks) {
    for (int i = 0; i < addresses.size(); i++) {
      String ip = addresses.get(i).ip();
      checks.address(path + "[" + i + "].ip", ip);
      if (!Checks.isAddress(ip)) {
        // Two checks of Kubernetes find this.
        checks.invalid(path + "[" + i + "].ip", ip, "must be a valid IP address");
      }
    }
  }

  public static void ingressClassUpdate(
      KubernetesObject object, KubernetesObject old, Checks checks) {
    checks.unchanged(object, old, "spec", "controller");
  }
}
