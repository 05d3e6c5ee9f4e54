package io.kybern.apiserver.facts;

import java.util.Comparator;
import java.util.List;

/**
 * The order of discovery: groups by a server's fixed priorities, what it does not rank by name; of
 * one group stable versions before beta before alpha, the highest number first.
 */
final class ServedOrder implements Comparator<GroupVersion> {
  static final ServedOrder INSTANCE = new ServedOrder();

  private static final List<String> GROUPS =
      List.of(
          "",
          "apiregistration.k8s.io",
          "apps",
          "events.k8s.io",
          "authentication.k8s.io",
          "authorization.k8s.io",
          "autoscaling",
          "batch",
          "certificates.k8s.io",
          "networking.k8s.io",
          "policy",
          "rbac.authorization.k8s.io",
          "storage.k8s.io",
          "admissionregistration.k8s.io",
          "apiextensions.k8s.io",
          "scheduling.k8s.io",
          "coordination.k8s.io",
          "node.k8s.io",
          "discovery.k8s.io",
          "resource.k8s.io",
          "flowcontrol.apiserver.k8s.io",
          "internal.apiserver.k8s.io",
          "storagemigration.k8s.io",
          "lifecycle.k8s.io");

  private ServedOrder() {}

  @Override
  public int compare(GroupVersion a, GroupVersion b) {
    int byRank = Integer.compare(rank(a.group()), rank(b.group()));
    if (byRank != 0) {
      return byRank;
    }
    int byGroup = a.group().compareTo(b.group());
    return byGroup != 0 ? byGroup : compareVersions(a.version(), b.version());
  }

  private static int rank(String group) {
    int rank = GROUPS.indexOf(group);
    return rank < 0 ? GROUPS.size() : rank;
  }

  /** Negative if {@code a} goes before {@code b}. */
  static int compareVersions(String a, String b) {
    long[] first = parse(a);
    long[] second = parse(b);
    for (int i = 0; i < first.length; i++) {
      int order = Long.compare(second[i], first[i]);
      if (order != 0) {
        return order;
      }
    }
    return a.compareTo(b);
  }

  /**
   * Stability, major and minor number of {@code v1}, {@code v2beta3}…; zeros for any other name.
   */
  private static long[] parse(String version) {
    int at = 1;
    long[] none = new long[3];
    if (!version.startsWith("v")) {
      return none;
    }
    int digits = digits(version, at);
    if (digits == at) {
      return none;
    }
    long major = number(version, at, digits);
    if (digits == version.length()) {
      return new long[] {3, major, 0};
    }
    String rest = version.substring(digits);
    int stability = rest.startsWith("beta") ? 2 : rest.startsWith("alpha") ? 1 : 0;
    int from = digits + (stability == 2 ? 4 : 5);
    if (stability == 0 || from >= version.length() || digits(version, from) != version.length()) {
      return none;
    }
    return new long[] {stability, major, number(version, from, version.length())};
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static long number(String text, int from, int to) {
    return to - from > 18 ? Long.MAX_VALUE : Long.parseLong(text, from, to, 10);
  }
}
