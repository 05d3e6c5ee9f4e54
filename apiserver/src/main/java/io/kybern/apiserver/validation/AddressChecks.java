package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.ServiceSpec;
import io.kybern.apiserver.facts.Parts;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Addresses that services have or point at, and blocks of addresses. */
final class AddressChecks {
  private static final Pattern LEADING_ZERO = Pattern.compile("(.*\\.)?0\\d.*|.*/0\\d+");

  private AddressChecks() {}

  /** A block of addresses such as {@code 10.0.0.0/8}. */
  static void block(String path, String block, Checks checks) {
    int slash = block.indexOf('/');
    String bits = block.substring(slash + 1);
    if (slash >= 0 && !block.contains(":") && LEADING_ZERO.matcher(block).matches()) {
      checks.invalid(path, block, "must not have leading 0s in IP or prefix length");
    } else if (slash < 0
        || !Checks.isAddress(block.substring(0, slash))
        || !bits.matches("\\d{1,3}")
        || Integer.parseInt(bits) > (block.contains(":") ? 128 : 32)) {
      checks.invalid(
          path, block, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    }
  }

  /** Whether a block of addresses is a part of another, and not all of it. */
  static boolean isWithin(String inner, String outer) {
    String[] one = inner.split("/");
    String[] other = outer.split("/");
    int bits = Integer.parseInt(other[1]);
    if (one[0].contains(":") != other[0].contains(":") || Integer.parseInt(one[1]) <= bits) {
      return false;
    }
    try {
      // These are addresses, so nothing is looked up.
      BigInteger left = new BigInteger(1, InetAddress.getByName(one[0]).getAddress());
      BigInteger right = new BigInteger(1, InetAddress.getByName(other[0]).getAddress());
      int rest = (one[0].contains(":") ? 128 : 32) - bits;
      return left.shiftRight(rest).equals(right.shiftRight(rest));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** An address that others can send to, so none that means the sender itself or its network. */
  static void reachable(String path, String address, Checks checks) {
    int before = checks.errors().size();
    checks.address(path, address);
    if (checks.errors().size() == before) {
      notSpecial(path, address, checks);
    }
  }

  /** An address that is none of those with a meaning of their own. */
  static void notSpecial(String path, String address, Checks checks) {
    if (address.equals("0.0.0.0") || address.equals("::")) {
      checks.invalid(path, address, "may not be unspecified (" + address + ")");
    } else if (address.startsWith("127.") || address.equals("::1")) {
      checks.invalid(path, address, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
    } else if (address.startsWith("169.254.")
        || address.toLowerCase(Locale.ROOT).startsWith("fe80:")) {
      checks.invalid(
          path, address, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
    } else if (address.startsWith("224.0.0.")
        || address.toLowerCase(Locale.ROOT).startsWith("ff02:")) {
      checks.invalid(
          path, address, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }
  }

  /** The addresses of a service in the cluster, and their families; this one has only IPv4. */
  static void clusterAddresses(ServiceSpec spec, boolean external, Checks checks) {
    if (external) {
      return;
    }
    int before = checks.errors().size();
    families(spec, checks);
    if (checks.errors().size() > before) {
      return;
    }
    String path = "spec.clusterIPs";
    String first = Parts.text(spec.clusterIP());
    List<String> all = spec.clusterIPs();
    if (all.isEmpty()) {
      return;
    }
    if (first.isEmpty()) {
      checks.invalid(path, all, "must be empty when `clusterIP` is not specified");
      return;
    }
    if (!first.equals(all.get(0))) {
      checks.invalid(path, all, "first value must match `clusterIP`");
      return;
    }
    if (all.contains("None")) {
      if (all.size() > 1) {
        checks.invalid(path, all, "'None' must be the first and only value");
      }
      return;
    }
    if (all.size() > 2) {
      checks.invalid(path, all, "may only hold up to 2 values");
      return;
    }
    addresses(spec, all, checks);
  }

  private static void families(ServiceSpec spec, Checks checks) {
    Set<String> seen = new HashSet<>();
    List<String> families = spec.ipFamilies();
    for (int i = 0; i < families.size(); i++) {
      checks.memberOf("spec.ipFamilies[" + i + "]", families.get(i), "IPv4", "IPv6");
      if (!seen.add(families.get(i))) {
        checks.duplicate("spec.ipFamilies[" + i + "]", families.get(i));
      }
    }
    String policy = Parts.text(spec.ipFamilyPolicy());
    boolean headless = ServiceChecks.isHeadless(spec) && spec.selector().isEmpty();
    checks.oneOf(
        "spec.ipFamilyPolicy", policy, "PreferDualStack", "RequireDualStack", "SingleStack");
    if (seen.size() > 1 && policy.equals("SingleStack")) {
      checks.invalid(
          "spec.ipFamilyPolicy",
          policy,
          "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are"
              + " specified");
    } else if (policy.equals("RequireDualStack") && !headless) {
      checks.invalid(
          "spec.ipFamilyPolicy", policy, "this cluster is not configured for dual-stack services");
    } else if (families.equals(List.of("IPv6")) && Parts.text(spec.clusterIP()).isEmpty()) {
      checks.invalid("spec.ipFamilies[0]", "IPv6", "not configured on this cluster");
    }
  }

  private static void addresses(ServiceSpec spec, List<String> all, Checks checks) {
    String path = "spec.clusterIPs";
    for (int i = 0; i < all.size(); i++) {
      String address = all.get(i);
      String at = path + "[" + i + "]";
      boolean sixth = address.contains(":");
      boolean wanted = i < spec.ipFamilies().size() && spec.ipFamilies().get(i).equals("IPv6");
      if (!Checks.isAddress(address)) {
        checks.address(at, address);
      } else if (i < spec.ipFamilies().size() && sixth != wanted) {
        checks.invalid(
            at,
            address,
            "expected an "
                + (wanted ? "IPv6" : "IPv4")
                + " value as indicated by `ipFamilies["
                + i
                + "]`");
      }
    }
    if (all.size() == 2 && all.get(0).contains(":") == all.get(1).contains(":")) {
      checks.invalid(path, all, "may specify no more than one IP for each IP family");
    }
  }
}
