package io.kybern.apiserver.rest;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Resource claims and slices between {@code v1beta1} and later versions: the former has the fields
 * of an exact request in the request itself, and a device's content in a part of its own.
 */
final class DeviceVersions {
  private static final String OLD = "resource.k8s.io/v1beta1";

  private static final Set<String> EXACT =
      Set.of(
          "deviceClassName",
          "selectors",
          "allocationMode",
          "count",
          "adminAccess",
          "tolerations",
          "capacity",
          "derivedAttributes");

  private DeviceVersions() {}

  static Map<String, Object> convert(
      Map<String, Object> tree, String from, String to, String plural) {
    if (from.equals(OLD) == to.equals(OLD)) {
      return tree;
    }
    boolean older = to.equals(OLD);
    return switch (plural) {
      case "resourceclaims" ->
          at(
              tree,
              older ? DeviceVersions::flat : DeviceVersions::nested,
              "spec",
              "devices",
              "requests");
      case "resourceclaimtemplates" ->
          at(
              tree,
              older ? DeviceVersions::flat : DeviceVersions::nested,
              "spec",
              "spec",
              "devices",
              "requests");
      default ->
          at(tree, older ? DeviceVersions::boxed : DeviceVersions::unboxed, "spec", "devices");
    };
  }

  /** {@code tree} with every element of the list at {@code path} changed. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> at(
      Map<String, Object> tree, UnaryOperator<Map<String, Object>> change, String... path) {
    Map<String, Object> copy = new LinkedHashMap<>(tree);
    copy.computeIfPresent(
        path[0],
        (name, value) -> {
          if (path.length > 1) {
            return value instanceof Map<?, ?> map
                ? at((Map<String, Object>) map, change, Arrays.copyOfRange(path, 1, path.length))
                : value;
          }
          return value instanceof List<?> list
              ? list.stream()
                  .map(
                      element ->
                          element instanceof Map<?, ?> map
                              ? change.apply((Map<String, Object>) map)
                              : element)
                  .toList()
              : value;
        });
    return copy;
  }

  private static Map<String, Object> nested(Map<String, Object> request) {
    if (!request.containsKey("deviceClassName")) {
      return request;
    }
    Map<String, Object> outer = new LinkedHashMap<>();
    Map<String, Object> exactly = new LinkedHashMap<>();
    request.forEach((name, value) -> (EXACT.contains(name) ? exactly : outer).put(name, value));
    outer.put("exactly", exactly);
    return outer;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> flat(Map<String, Object> request) {
    Map<String, Object> outer = new LinkedHashMap<>(request);
    if (outer.remove("exactly") instanceof Map<?, ?> exactly) {
      outer.putAll((Map<String, Object>) exactly);
    }
    return outer;
  }

  private static Map<String, Object> boxed(Map<String, Object> device) {
    Map<String, Object> basic = new LinkedHashMap<>(device);
    Object name = basic.remove("name");
    Map<String, Object> outer = new LinkedHashMap<>();
    if (name != null) {
      outer.put("name", name);
    }
    outer.put("basic", basic);
    return outer;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> unboxed(Map<String, Object> device) {
    Map<String, Object> outer = new LinkedHashMap<>(device);
    if (outer.remove("basic") instanceof Map<?, ?> basic) {
      outer.putAll((Map<String, Object>) basic);
    }
    return outer;
  }
}
