package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.PodDNSConfig;
import io.kybern.api.core.v1.PodSpec;
import java.util.List;

/** How a pod finds names. */
final class DnsChecks {
  private static final int MAX_SERVERS = 3;
  private static final int MAX_SEARCHES = 32;
  private static final int MAX_SEARCH_CHARACTERS = 2048;

  private DnsChecks() {}

  static void config(PodSpec spec, String at, Checks checks) {
    PodDNSConfig config = spec.dnsConfig();
    if ("None".equals(spec.dnsPolicy())) {
      if (!spec.hasDnsConfig()) {
        checks.required(at, null, "must provide `dnsConfig` when `dnsPolicy` is None");
        return;
      }
      checks.required(
          at + ".nameservers",
          config.nameservers(),
          "must provide at least one DNS nameserver when `dnsPolicy` is None");
    }
    List<String> servers = config.nameservers();
    if (servers.size() > MAX_SERVERS) {
      checks.invalid(
          at + ".nameservers", servers, "must not have more than " + MAX_SERVERS + " nameservers");
    }
    for (int i = 0; i < servers.size(); i++) {
      checks.address(at + ".nameservers[" + i + "]", servers.get(i));
    }
    searches(config.searches(), at + ".searches", checks);
    for (int i = 0; i < config.options().size(); i++) {
      checks.required(
          at + ".options[" + i + "]", config.options().get(i).name(), "must not be empty");
    }
  }

  private static void searches(List<String> searches, String path, Checks checks) {
    if (searches.size() > MAX_SEARCHES) {
      checks.invalid(path, searches, "must not have more than " + MAX_SEARCHES + " search paths");
    }
    if (String.join(" ", searches).length() > MAX_SEARCH_CHARACTERS) {
      checks.invalid(
          path,
          searches,
          "must not have more than "
              + MAX_SEARCH_CHARACTERS
              + " characters (including spaces) in the search list");
    }
    for (int i = 0; i < searches.size(); i++) {
      String search = searches.get(i);
      if (!search.equals(".")) {
        String name = search.endsWith(".") ? search.substring(0, search.length() - 1) : search;
        checks.name(path + "[" + i + "]", name, Names.searchDomain(name));
      }
    }
  }
}
