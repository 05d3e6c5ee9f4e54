package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.ObjectFieldSelector;
import io.kybern.api.core.v1.ResourceFieldSelector;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a pod may tell its containers about itself, in variables and in files. */
final class DownwardChecks {
  private static final Pattern KEYED = Pattern.compile("(.*)\\['([^']*)']");
  private static final Set<String> KNOWN =
      Set.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.restartPolicy",
          "spec.serviceAccountName",
          "spec.schedulerName",
          "status.phase",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");
  private static final List<String> RESOURCES =
      Stream.of("cpu", "ephemeral-storage", "memory")
          .flatMap(name -> Stream.of("limits." + name, "requests." + name))
          .sorted()
          .toList();
  private static final List<Quantity> CPU_DIVISORS =
      List.of(Quantity.parse("1m"), Quantity.parse("1"));
  private static final String BYTE_DIVISORS =
      "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei";

  private DownwardChecks() {}

  /**
   * @param supported what can be asked for here, besides single labels and annotations
   */
  static void field(
      ObjectFieldSelector selector, List<String> supported, String at, Checks checks) {
    String field = selector.fieldPath();
    if (!checks.required(at + ".fieldPath", field)) {
      return;
    }
    String version = Parts.text(selector.apiVersion());
    Matcher keyed = KEYED.matcher(field);
    if (!version.isEmpty() && !version.equals("v1")) {
      unconverted(at, field, "unsupported pod version: " + version, checks);
    } else if (keyed.matches()) {
      keyed(field, keyed.group(1), keyed.group(2), at, checks);
    } else if (!KNOWN.contains(field) && !field.equals("spec.host")) {
      unconverted(at, field, "field label not supported: " + field, checks);
    } else {
      String known = field.equals("spec.host") ? "spec.nodeName" : field;
      checks.memberOf(at + ".fieldPath", known, supported.toArray(String[]::new));
    }
  }

  private static void keyed(String field, String map, String key, String at, Checks checks) {
    switch (map) {
      case "metadata.annotations" -> {
        String lower = key.toLowerCase(Locale.ROOT);
        checks.name(at, lower, Names.qualified(lower));
      }
      case "metadata.labels" -> checks.name(at, key, Names.qualified(key));
      default -> unconverted(at, field, "field label does not support subscript: " + field, checks);
    }
  }

  private static void unconverted(String at, String field, String why, Checks checks) {
    checks.invalid(at + ".fieldPath", field, "error converting fieldPath: " + why);
  }

  /**
   * @param named whether the container must be named, as nothing else says which is meant
   */
  static void resource(ResourceFieldSelector selector, boolean named, String at, Checks checks) {
    String resource = selector.resource();
    if (named && Parts.text(selector.containerName()).isEmpty()) {
      checks.required(at + ".containerName", null);
    } else if (checks.required(at + ".resource", resource) && !isHuge(resource)) {
      checks.memberOf(at + ".resource", resource, RESOURCES.toArray(String[]::new));
    }
    Quantity divisor = selector.divisor();
    if (divisor != null && divisor.signum() != 0) {
      divisor(resource, divisor, at + ".divisor", checks);
    }
  }

  private static boolean isHuge(String resource) {
    return resource.startsWith("limits.hugepages-") || resource.startsWith("requests.hugepages-");
  }

  private static void divisor(String resource, Quantity divisor, String at, Checks checks) {
    if (resource.endsWith(".cpu")) {
      if (CPU_DIVISORS.stream().noneMatch(one -> one.compareTo(divisor) == 0)) {
        checks.invalid(
            at, resource, "only divisor's values 1m and 1 are supported with the cpu resource");
      }
      return;
    }
    String name =
        resource.endsWith(".memory")
            ? "memory"
            : resource.endsWith(".ephemeral-storage")
                ? "local ephemeral storage"
                : isHuge(resource) ? "hugepages" : "";
    if (!name.isEmpty() && !List.of(BYTE_DIVISORS.split(", ")).contains(divisor.toString())) {
      checks.invalid(
          at,
          resource,
          "only divisor's values "
              + BYTE_DIVISORS
              + " are supported with the "
              + name
              + " resource");
    }
  }
}
