package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.LimitRange;
import io.kybern.api.core.v1.LimitRangeItem;
import io.kybern.api.core.v1.ResourceQuota;
import io.kybern.model.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What must hold for limits of single objects and of whole namespaces. */
public final class LimitChecks {
  private static final List<String> SCOPES =
      List.of(
          "Terminating",
          "NotTerminating",
          "BestEffort",
          "NotBestEffort",
          "PriorityClass",
          "CrossNamespacePodAffinity",
          "VolumeAttributesClass");

  private LimitChecks() {}

  /** Adds what is wrong with a quota. */
  public static void quota(ResourceQuota quota, Checks checks) {
    quota
        .spec()
        .hard()
        .forEach(
            (name, amount) -> {
              String at = "spec.hard[" + name + "]";
              ResourceNames.known(name, at, checks);
              boolean ofQuotas =
                  ResourceNames.isStandard(name) && !name.equals("storage")
                      || (name.contains("/") && Names.qualified(name).isEmpty());
              if (!ofQuotas) {
                checks.invalid(at, name, "must be a standard resource for quota");
              }
              ResourceNames.amount(name, amount, at, checks);
            });
    scopes(quota, checks);
    for (var part : quota.spec().scopeSelector().matchExpressions()) {
      String at = "spec.scopeSelector.matchExpressions.";
      if (!SCOPES.contains(part.scopeName())) {
        checks.invalid(at + "scopeName", part.scopeName(), "unsupported scope");
      }
      switch (part.operator()) {
        case "In", "NotIn" ->
            checks.required(
                at + "values",
                part.values(),
                "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
        case "Exists", "DoesNotExist" -> {
          if (!part.values().isEmpty()) {
            checks.invalid(
                at + "values",
                part.values(),
                "must be no value when `operator` is 'Exists' or 'DoesNotExist' for scope selector");
          }
        }
        default ->
            checks.invalid(at + "operator", part.operator(), "not a valid selector operator");
      }
    }
  }

  private static void scopes(ResourceQuota quota, Checks checks) {
    List<String> scopes = quota.spec().scopes();
    for (String scope : scopes) {
      if (!SCOPES.contains(scope)) {
        checks.invalid("spec.scopes", scopes, "unsupported scope");
      }
    }
    for (String scope : List.of("BestEffort", "Terminating")) {
      if (scopes.contains(scope) && scopes.contains("Not" + scope)) {
        checks.invalid("spec.scopes", scopes, "conflicting scopes");
      }
    }
  }

  /** Adds what is wrong with limits. */
  public static void limits(LimitRange limits, Checks checks) {
    Set<String> types = new HashSet<>();
    for (int i = 0; i < limits.spec().limits().size(); i++) {
      LimitRangeItem item = limits.spec().limits().get(i);
      String at = "spec.limits[" + i + "]";
      type(item, at, checks);
      if (!types.add(item.type())) {
        checks.duplicate(at + ".type", item.type());
      }
      Set<String> names = new TreeSet<>();
      for (Map<String, Quantity> part :
          List.of(item.min(), item.max(), item.default_(), item.defaultRequest())) {
        names.addAll(part.keySet());
      }
      names.addAll(item.maxLimitRequestRatio().keySet());
      names.forEach(name -> amounts(item, name, at, checks));
    }
  }

  private static void type(LimitRangeItem item, String at, Checks checks) {
    String type = item.type();
    switch (type) {
      case "Container" -> {
        // has everything
      }
      case "Pod" -> {
        String why = "may not be specified when `type` is 'Pod'";
        if (!item.default_().isEmpty()) {
          checks.forbidden(at + ".default", why);
        }
        if (!item.defaultRequest().isEmpty()) {
          checks.forbidden(at + ".defaultRequest", why);
        }
      }
      case "PersistentVolumeClaim" -> {
        if (!item.min().containsKey("storage") && !item.max().containsKey("storage")) {
          checks.required(
              at + ".limits",
              null,
              "either minimum or maximum storage value is required, but neither was provided");
        }
      }
      default -> {
        checks.name(at + ".type", type, Names.qualified(type));
        if (!type.contains("/") && Names.qualified(type).isEmpty()) {
          checks.invalid(at + ".type", type, "must be a standard limit type or fully qualified");
        }
      }
    }
  }

  private static void amounts(LimitRangeItem item, String name, String at, Checks checks) {
    Quantity least = item.min().get(name);
    Quantity most = item.max().get(name);
    boolean ofPods = item.type().equals("Pod");
    Quantity request = ofPods ? null : item.defaultRequest().get(name);
    Quantity limit = ofPods ? null : item.default_().get(name);
    String part = "[" + name + "]";
    above(at + ".min" + part, least, "min", most, "max", least, checks);
    above(at + ".defaultRequest" + part, least, "min", request, "default request", request, checks);
    above(at + ".default" + part, least, "min", limit, "default", least, checks);
    above(at + ".defaultRequest" + part, request, "default request", most, "max", request, checks);
    above(
        at + ".defaultRequest" + part,
        request,
        "default request",
        limit,
        "default limit",
        request,
        checks);
    above(at + ".default" + part, limit, "default", most, "max", most, checks);
    Quantity ratio = item.maxLimitRequestRatio().get(name);
    if (ratio != null && ratio.compareTo(Quantity.of(1)) < 0) {
      checks.invalid(
          at + ".maxLimitRequestRatio" + part,
          ratio.toString(),
          "ratio " + ratio + " is less than 1");
    }
  }

  private static void above(
      String path,
      @Nullable Quantity one,
      String what,
      @Nullable Quantity other,
      String otherWhat,
      @Nullable Quantity shown,
      Checks checks) {
    if (one != null && other != null && one.compareTo(other) > 0) {
      checks.invalid(
          path,
          String.valueOf(shown),
          what + " value " + one + " is greater than " + otherWhat + " value " + other);
    }
  }
}
