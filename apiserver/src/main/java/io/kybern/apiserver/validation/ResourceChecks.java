package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.ContainerResizePolicy;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.ResourceClaim;
import io.kybern.api.core.v1.ResourceRequirements;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What pods and containers may ask for and be limited to. */
final class ResourceChecks {
  /** What a name or an amount of one resource must be like. */
  private interface Rule {
    void check(String name, String at, Checks checks);
  }

  private ResourceChecks() {}

  static void container(
      ResourceRequirements resources, String at, Set<String> claims, Checks checks) {
    amounts(resources, at, checks, ResourceNames::ofContainer);
    if (needsMore(resources)) {
      checks.forbidden(at, "HugePages require cpu or memory");
    }
    claims(resources.claims(), at + ".claims", claims, checks);
  }

  private static boolean needsMore(ResourceRequirements resources) {
    Set<String> names = new HashSet<>(resources.limits().keySet());
    names.addAll(resources.requests().keySet());
    return names.stream().anyMatch(ResourceNames::isHuge)
        && !names.contains("cpu")
        && !names.contains("memory");
  }

  private static void amounts(
      ResourceRequirements resources, String at, Checks checks, Rule names) {
    resources
        .limits()
        .forEach(
            (name, amount) -> amount(name, amount, at + ".limits[" + name + "]", checks, names));
    resources
        .requests()
        .forEach(
            (name, amount) -> {
              amount(name, amount, at + ".requests[" + name + "]", checks, names);
              limited(name, amount, resources.limits(), at, checks);
            });
  }

  private static void amount(String name, Quantity amount, String at, Checks checks, Rule names) {
    names.check(name, at, checks);
    ResourceNames.amount(name, amount, at, checks);
    if (ResourceNames.isHuge(name)) {
      ResourceNames.pages(name, amount, at, checks);
    }
  }

  private static void limited(
      String name, Quantity amount, Map<String, Quantity> limits, String at, Checks checks) {
    Quantity limit = limits.get(name);
    boolean fixed = !ResourceNames.mayBeOvercommitted(name);
    if (limit == null) {
      if (fixed) {
        checks.required(at + ".limits", null, "Limit must be set for non overcommitable resources");
      }
    } else if (fixed && amount.compareTo(limit) != 0) {
      checks.invalid(
          at + ".requests", amount.toString(), "must be equal to " + name + " limit of " + limit);
    } else if (amount.compareTo(limit) > 0) {
      checks.invalid(
          at + ".requests",
          amount.toString(),
          "must be less than or equal to " + name + " limit of " + limit);
    }
  }

  private static void claims(
      List<ResourceClaim> claims, String path, Set<String> known, Checks checks) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < claims.size(); i++) {
      String at = path + "[" + i + "]";
      String name = claims.get(i).name();
      String request = Parts.text(claims.get(i).request());
      if (!checks.required(at, name)) {
        continue;
      }
      String whole = request.isEmpty() ? name : name + "/" + request;
      if (seen.contains(name)) {
        checks.duplicate(at, name);
      } else if (!seen.add(whole)) {
        checks.duplicate(at, whole);
      }
      if (!request.isEmpty()) {
        checks.name(at + ".request", request, Names.label(request));
      }
      if (!known.contains(name)) {
        checks.add(
            FieldError.notFound(
                at,
                name,
                "must be one of the names in pod.spec.resourceClaims"
                    + (known.isEmpty()
                        ? " which is empty"
                        : ": " + String.join(", ", new TreeSet<>(known)))));
      }
    }
  }

  static void resizing(
      List<ContainerResizePolicy> policies, String path, String restartPolicy, Checks checks) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < policies.size(); i++) {
      String name = policies.get(i).resourceName();
      String policy = policies.get(i).restartPolicy();
      if (!seen.add(name)) {
        checks.duplicate(path + "[" + i + "]", name);
      }
      if (checks.required(path, name)) {
        checks.memberOf(path, name, "cpu", "memory");
      }
      if (checks.required(path, policy)) {
        checks.memberOf(path, policy, "NotRequired", "RestartContainer");
      }
      if (policy.equals("RestartContainer") && restartPolicy.equals("Never")) {
        checks.invalid(path, policy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
      }
    }
  }

  /** What a pod asks for as a whole. */
  static void pod(PodSpec spec, String at, Set<String> claims, Checks checks) {
    ResourceRequirements resources = spec.resources();
    if (!resources.claims().isEmpty()) {
      checks.forbidden(at + ".claims", "claims may not be set for Resources at pod-level");
      claims(resources.claims(), at + ".claims", claims, checks);
    }
    amounts(
        resources,
        at,
        checks,
        (name, where, all) -> {
          if (ResourceNames.known(name, where, all) && !ResourceNames.isHuge(name)) {
            all.memberOf(where, name, "cpu", "hugepages-", "memory");
          }
        });
    resources
        .requests()
        .forEach(
            (name, amount) -> {
              Quantity together = requested(spec, name);
              if (together.compareTo(amount) > 0) {
                checks.invalid(
                    at + ".requests[" + name + "]",
                    amount.toString(),
                    "must be greater than or equal to aggregate container requests of " + together);
              }
            });
    resources.limits().forEach((name, limit) -> within(spec, name, limit, at, checks));
  }

  /** What the containers that run at the same time ask for, at most. */
  private static Quantity requested(PodSpec spec, String name) {
    Quantity all = Quantity.ZERO;
    for (Container container : spec.containers()) {
      all = all.add(container.resources().requests().getOrDefault(name, Quantity.ZERO));
    }
    Quantity most = Quantity.ZERO;
    Quantity sideCars = Quantity.ZERO;
    for (Container container : spec.initContainers()) {
      Quantity own = container.resources().requests().getOrDefault(name, Quantity.ZERO);
      if ("Always".equals(container.restartPolicy())) {
        sideCars = sideCars.add(own);
        own = Quantity.ZERO;
      }
      Quantity now = sideCars.add(own);
      most = now.compareTo(most) > 0 ? now : most;
    }
    all = all.add(sideCars);
    return most.compareTo(all) > 0 ? most : all;
  }

  private static void within(PodSpec spec, String name, Quantity limit, String at, Checks checks) {
    for (int i = 0; i < spec.containers().size(); i++) {
      Quantity own = spec.containers().get(i).resources().limits().get(name);
      if (own != null && own.compareTo(limit) > 0) {
        checks.invalid(
            at + ".containers[" + i + "][" + name + "].limits",
            own.toString(),
            "must be less than or equal to pod limits of " + limit);
      }
    }
  }
}
