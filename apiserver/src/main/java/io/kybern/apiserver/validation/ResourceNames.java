package io.kybern.apiserver.validation;

import io.kybern.model.Quantity;
import java.math.BigDecimal;
import java.util.Set;

/** Which names resources such as {@code cpu} may have, and which amounts make sense for them. */
final class ResourceNames {
  private static final String HUGE = "hugepages-";
  private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");
  private static final Set<String> COUNTED =
      Set.of(
          "pods",
          "services",
          "replicationcontrollers",
          "resourcequotas",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "services.nodeports",
          "services.loadbalancers");
  private static final Set<String> STANDARD =
      Set.of(
          "cpu",
          "memory",
          "ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage",
          "storage",
          "requests.storage");

  private ResourceNames() {}

  /** Whether it is one of those that a quota can hold; the others need a domain. */
  static boolean isStandard(String name) {
    return STANDARD.contains(name)
        || COUNTED.contains(name)
        || isHuge(name)
        || name.startsWith("requests." + HUGE);
  }

  static boolean isHuge(String name) {
    return name.startsWith(HUGE);
  }

  /** Whether Kubernetes itself knows the resource. */
  static boolean isNative(String name) {
    return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
  }

  /** Whether it is a resource of devices or the like, of which one has a whole number. */
  static boolean isExtended(String name) {
    return !isNative(name)
        && !name.startsWith("requests.")
        && Names.qualified("requests." + name).isEmpty();
  }

  /** Whether there are only whole numbers of it. */
  static boolean isWhole(String name) {
    return COUNTED.contains(name) || isExtended(name);
  }

  /** Whether requests may be below the limit. */
  static boolean mayBeOvercommitted(String name) {
    return isNative(name) && !isHuge(name);
  }

  /** The name of a resource that a container asks for. */
  static void ofContainer(String name, String at, Checks checks) {
    known(name, at, checks);
    if (name.indexOf('/') < 0) {
      if (!OF_CONTAINERS.contains(name) && !isHuge(name)) {
        checks.invalid(at, name, "must be a standard resource for containers");
      }
    } else if (!isNative(name) && !isExtended(name)) {
      checks.invalid(at, name, "doesn't follow extended resource name standard");
    }
  }

  /** The name of a resource of any kind; whether it is one. */
  static boolean known(String name, String at, Checks checks) {
    int before = checks.errors().size();
    checks.name(at, name, Names.qualified(name));
    if (checks.errors().size() == before && name.indexOf('/') < 0 && !isStandard(name)) {
      checks.invalid(at, name, "must be a standard resource type or fully qualified");
    }
    return checks.errors().size() == before;
  }

  /** An amount of a resource. */
  static void amount(String name, Quantity amount, String at, Checks checks) {
    if (amount.signum() < 0) {
      checks.invalid(at, amount.toString(), Checks.NOT_NEGATIVE);
    }
    if (isWhole(name) && !isInteger(amount)) {
      checks.invalid(at, amount.toString(), "must be an integer");
    }
  }

  private static boolean isInteger(Quantity amount) {
    return amount.toBigDecimal().stripTrailingZeros().scale() <= 0;
  }

  /** An amount of memory in large pages, which must be whole pages. */
  static void pages(String name, Quantity amount, String at, Checks checks) {
    BigDecimal page = pageSize(name);
    if (amount.signum() <= 0
        || page.signum() <= 0
        || amount.toBigDecimal().remainder(page).signum() != 0) {
      checks.invalid(
          at, amount.toString(), amount + " is not positive integer multiple of " + name);
    }
  }

  private static BigDecimal pageSize(String name) {
    try {
      return Quantity.parse(name.substring(HUGE.length())).toBigDecimal();
    } catch (IllegalArgumentException e) {
      return BigDecimal.ZERO;
    }
  }
}
