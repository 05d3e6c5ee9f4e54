package io.kybern.apiserver.validation;

import io.kybern.api.networking.v1.HTTPIngressPath;
import io.kybern.api.networking.v1.IPBlock;
import io.kybern.api.networking.v1.Ingress;
import io.kybern.api.networking.v1.IngressBackend;
import io.kybern.api.networking.v1.IngressClass;
import io.kybern.api.networking.v1.IngressClassSpec;
import io.kybern.api.networking.v1.IngressRule;
import io.kybern.api.networking.v1.IngressServiceBackend;
import io.kybern.api.networking.v1.IngressSpec;
import io.kybern.api.networking.v1.NetworkPolicy;
import io.kybern.api.networking.v1.NetworkPolicyPeer;
import io.kybern.api.networking.v1.NetworkPolicyPort;
import io.kybern.api.networking.v1.NetworkPolicySpec;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.IntOrString;
import io.kybern.model.KubernetesObject;
import java.util.List;

/** What must hold for ingresses, their classes and network policies. */
public final class NetworkChecks {
  private static final String WILDCARD =
      "\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

  private NetworkChecks() {}

  public static void ingress(Ingress ingress, Checks checks) {
    IngressSpec spec = ingress.spec();
    List<IngressRule> rules = spec.rules();
    if (rules.isEmpty() && !spec.hasDefaultBackend()) {
      checks.invalid("spec", null, "either `defaultBackend` or `rules` must be specified");
    }
    if (spec.hasDefaultBackend()) {
      backend(spec.defaultBackend(), "spec.defaultBackend", checks);
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
    for (int i = 0; i < spec.tls().size(); i++) {
      List<String> hosts = spec.tls().get(i).hosts();
      for (int j = 0; j < hosts.size(); j++) {
        host("spec.tls[" + i + "].hosts[" + j + "]", hosts.get(j), checks);
      }
    }
    String className = spec.ingressClassName();
    if (className != null) {
      checks.name("spec.ingressClassName", className, Names.subdomain(className));
    }
  }

  private static void backend(IngressBackend backend, String at, Checks checks) {
    if (backend.hasResource() && backend.hasService()) {
      checks.invalid(at, "", "cannot set both resource and service backends");
    } else if (backend.hasResource()) {
      checks.required(at + ".resource.kind", backend.resource().kind());
      checks.required(at + ".resource.name", backend.resource().name());
    } else if (backend.hasService()) {
      service(backend.service(), at, checks);
    } else {
      checks.invalid(at, "", "resource or service backend is required");
    }
  }

  private static void service(IngressServiceBackend service, String at, Checks checks) {
    if (checks.required(at + ".service.name", service.name())) {
      checks.name(at + ".service.name", service.name(), Names.label1035(service.name()));
    }
    String name = Parts.text(service.port().name());
    Integer given = service.port().number();
    int number = given == null ? 0 : given;
    boolean numbered = number != 0;
    if (!name.isEmpty() && numbered) {
      checks.invalid(at, "", "cannot set both port name & port number");
    } else if (!name.isEmpty()) {
      checks.name(at + ".service.port.name", name, Names.portName(name));
    } else if (numbered) {
      checks.port(at + ".service.port.number", number);
    } else {
      checks.required(at, null, "port name or number is required");
    }
  }

  private static void host(String path, String host, Checks checks) {
    if (host.contains("*")) {
      if (!host.startsWith("*.") || !Names.isSubdomain(host.substring(2))) {
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
    } else if (Checks.isAddress(host)) {
      checks.invalid(path, host, "must be a DNS name, not an IP address");
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
    switch (type) {
      case "Exact", "Prefix" -> {
        if (!text.startsWith("/")) {
          checks.invalid(at + ".path", text, "must be an absolute path");
        }
        for (String part : List.of("//", "/./", "/../", "%2f", "%2F")) {
          if (text.contains(part)) {
            checks.invalid(at + ".path", text, "must not contain '" + part + "'");
          }
        }
        for (String end : List.of("/..", "/.")) {
          if (text.endsWith(end)) {
            checks.invalid(at + ".path", text, "cannot end with '" + end + "'");
          }
        }
      }
      case "ImplementationSpecific" -> {
        if (!text.isEmpty() && !text.startsWith("/")) {
          checks.invalid(at + ".path", text, "must be an absolute path");
        }
      }
      default -> {
        // said above
      }
    }
    backend(path.backend(), at + ".backend", checks);
  }

  public static void policy(NetworkPolicy policy, Checks checks) {
    NetworkPolicySpec spec = policy.spec();
    SelectorChecks.labels(spec.podSelector(), "spec.podSelector", checks);
    for (int i = 0; i < spec.ingress().size(); i++) {
      String at = "spec.ingress[" + i + "]";
      ports(spec.ingress().get(i).ports(), at + ".ports", checks);
      peers(spec.ingress().get(i).from(), at + ".from", checks);
    }
    List<String> types = spec.policyTypes();
    if (types.size() > 2) {
      checks.invalid("spec.policyTypes", types, "may not specify more than two policyTypes");
    } else {
      for (int i = 0; i < types.size(); i++) {
        checks.memberOf("spec.policyTypes[" + i + "]", types.get(i), "Ingress", "Egress");
      }
    }
    for (int i = 0; i < spec.egress().size(); i++) {
      String at = "spec.egress[" + i + "]";
      ports(spec.egress().get(i).ports(), at + ".ports", checks);
      peers(spec.egress().get(i).to(), at + ".to", checks);
    }
  }

  private static void ports(List<NetworkPolicyPort> ports, String path, Checks checks) {
    for (int i = 0; i < ports.size(); i++) {
      IntOrString port = ports.get(i).port();
      Integer end = ports.get(i).endPort();
      String at = path + "[" + i + "]";
      checks.oneOf(at + ".protocol", ports.get(i).protocol(), "TCP", "UDP", "SCTP");
      if (port != null) {
        checks.port(at + ".port", port);
      }
      if (end == null) {
        continue;
      }
      if (port == null) {
        checks.invalid(at + ".endPort", end, "may not be specified when `port` is not specified");
      } else if (port.isString()) {
        checks.invalid(at + ".endPort", end, "may not be specified when `port` is non-numeric");
      } else if (end < port.intValue()) {
        checks.invalid(at + ".endPort", end, "must be greater than or equal to `port`");
      } else {
        checks.port(at + ".endPort", end);
      }
    }
  }

  private static void peers(List<NetworkPolicyPeer> peers, String path, Checks checks) {
    for (int i = 0; i < peers.size(); i++) {
      NetworkPolicyPeer peer = peers.get(i);
      String at = path + "[" + i + "]";
      boolean selects = peer.hasPodSelector() || peer.hasNamespaceSelector();
      SelectorChecks.labels(peer.podSelector(), at + ".podSelector", checks);
      SelectorChecks.labels(peer.namespaceSelector(), at + ".namespaceSelector", checks);
      if (peer.hasIpBlock()) {
        block(peer.ipBlock(), at + ".ipBlock", checks);
        if (selects) {
          checks.forbidden(at, "may not specify both ipBlock and another peer");
        }
      } else if (!selects) {
        checks.required(at, null, "must specify a peer");
      }
    }
  }

  private static void block(IPBlock block, String at, Checks checks) {
    if (!checks.required(at + ".cidr", block.cidr())) {
      return;
    }
    int before = checks.errors().size();
    AddressChecks.block(at + ".cidr", block.cidr(), checks);
    if (checks.errors().size() > before) {
      return;
    }
    for (int i = 0; i < block.except().size(); i++) {
      String path = at + ".except[" + i + "]";
      String except = block.except().get(i);
      int count = checks.errors().size();
      AddressChecks.block(path, except, checks);
      if (checks.errors().size() == count && !AddressChecks.isWithin(except, block.cidr())) {
        checks.invalid(path, except, "must be a strict subset of `cidr`");
      }
    }
  }

  public static void ingressClass(KubernetesObject object, Checks checks) {
    IngressClassSpec spec = ((IngressClass) object).spec();
    String controller = Parts.text(spec.controller());
    if (controller.length() > 250) {
      checks.add(FieldError.tooLong("spec.controller", 250));
    }
    checks.required("spec.controller", controller);
    if (!spec.hasParameters()) {
      return;
    }
    String at = "spec.parameters.";
    checks.oneOf(at + "scope", spec.parameters().scope(), "Cluster", "Namespace");
    checks.required(at + "kind", spec.parameters().kind());
    checks.required(at + "name", spec.parameters().name());
  }

  public static void ingressClassUpdate(
      KubernetesObject object, KubernetesObject old, Checks checks) {
    checks.unchanged(object, old, "spec", "controller");
  }
}
