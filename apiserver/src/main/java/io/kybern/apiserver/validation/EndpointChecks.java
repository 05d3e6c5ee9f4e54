package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.EndpointAddress;
import io.kybern.api.core.v1.EndpointSubset;
import io.kybern.api.core.v1.Endpoints;
import io.kybern.api.discovery.v1.Endpoint;
import io.kybern.api.discovery.v1.EndpointSlice;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.KubernetesObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold for endpoints and slices of them. */
public final class EndpointChecks {
  private EndpointChecks() {}

  /** Adds what is wrong with a slice. */
  public static void slice(EndpointSlice slice, Checks checks) {
    String type = slice.addressType();
    checks.required("addressType", type);
    slicePorts(slice, checks);
    for (int i = 0; i < slice.endpoints().size(); i++) {
      endpoint(slice.endpoints().get(i), type, "endpoints[" + i + "]", checks);
    }
    checks.oneOf("addressType", type, "FQDN", "IPv4", "IPv6");
    for (int i = 0; i < slice.endpoints().size(); i++) {
      checks.required("endpoints[" + i + "].addresses", slice.endpoints().get(i).addresses());
    }
  }

  private static void slicePorts(EndpointSlice slice, Checks checks) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < slice.ports().size(); i++) {
      var port = slice.ports().get(i);
      String at = "ports[" + i + "]";
      String name = Parts.text(port.name());
      if (!name.isEmpty()) {
        checks.name(at + ".name", name, Names.label(name));
      }
      if (!names.add(name)) {
        checks.duplicate(at + ".name", name);
      }
      checks.oneOf(at + ".protocol", port.protocol(), "SCTP", "TCP", "UDP");
      appProtocol(port.appProtocol(), at, checks);
    }
  }

  private static void appProtocol(@Nullable String protocol, String at, Checks checks) {
    if (protocol != null) {
      checks.name(at + ".appProtocol", protocol, Names.qualified(protocol));
    }
  }

  private static void endpoint(Endpoint endpoint, String type, String at, Checks checks) {
    for (int i = 0; i < endpoint.addresses().size(); i++) {
      String address = endpoint.addresses().get(i);
      String path = at + ".addresses[" + i + "]";
      if (type.equals("FQDN")) {
        checks.name(path, address, Names.subdomain(address));
      } else if (type.equals("IPv4") || type.equals("IPv6")) {
        int before = checks.errors().size();
        checks.address(path, address);
        if (checks.errors().size() == before) {
          if (address.contains(":") != type.equals("IPv6")) {
            checks.invalid(at + ".addresses", address, "must be an " + type + " address");
          }
          AddressChecks.notSpecial(path, address, checks);
        }
      }
    }
    name(endpoint.nodeName(), at + ".nodeName", checks);
    label(endpoint.hostname(), at + ".hostname", checks);
  }

  private static void name(@Nullable String name, String at, Checks checks) {
    if (name != null) {
      checks.name(at, name, Names.subdomain(name));
    }
  }

  private static void label(@Nullable String label, String at, Checks checks) {
    if (label != null && !label.isEmpty()) {
      checks.name(at, label, Names.label(label));
    }
  }

  /** Adds what may not change in a slice. */
  public static void sliceUpdate(KubernetesObject object, KubernetesObject old, Checks checks) {
    checks.unchangedUnshown(object, old, "addressType");
  }

  /** Adds what is wrong with endpoints. */
  public static void endpoints(Endpoints endpoints, Checks checks) {
    for (int i = 0; i < endpoints.subsets().size(); i++) {
      EndpointSubset subset = endpoints.subsets().get(i);
      String at = "subsets[" + i + "]";
      if (subset.addresses().isEmpty() && subset.notReadyAddresses().isEmpty()) {
        checks.required(at, null, "must specify `addresses` or `notReadyAddresses`");
      }
      addresses(subset.addresses(), at + ".addresses", checks);
      addresses(subset.notReadyAddresses(), at + ".notReadyAddresses", checks);
      ports(subset, at + ".ports", checks);
    }
  }

  private static void ports(EndpointSubset subset, String path, Checks checks) {
    for (int j = 0; j < subset.ports().size(); j++) {
      var port = subset.ports().get(j);
      String at = path + "[" + j + "]";
      String name = Parts.text(port.name());
      if (!name.isEmpty()) {
        checks.name(at + ".name", name, Names.label(name));
      } else if (subset.ports().size() > 1) {
        checks.required(at + ".name", null);
      }
      checks.port(at + ".port", port.port());
      checks.oneOf(at + ".protocol", port.protocol(), "SCTP", "TCP", "UDP");
      appProtocol(port.appProtocol(), at, checks);
    }
  }

  private static void addresses(List<EndpointAddress> addresses, String path, Checks checks) {
    for (int i = 0; i < addresses.size(); i++) {
      EndpointAddress address = addresses.get(i);
      String at = path + "[" + i + "]";
      int before = checks.errors().size();
      checks.address(at + ".ip", address.ip());
      boolean good = checks.errors().size() == before;
      label(address.hostname(), at + ".hostname", checks);
      name(address.nodeName(), at + ".nodeName", checks);
      if (good) {
        AddressChecks.notSpecial(at + ".ip", address.ip(), checks);
      } else {
        // Two checks of Kubernetes find this.
        checks.invalid(at + ".ip", address.ip(), "must be a valid IP address");
      }
    }
  }
}
