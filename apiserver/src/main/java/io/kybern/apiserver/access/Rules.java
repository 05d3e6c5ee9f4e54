package io.kybern.apiserver.access;

import io.kybern.api.rbac.v1.PolicyRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What single rules allow, and whether some rules allow all that others do. */
final class Rules {
  private static final String ALL = "*";

  private Rules() {}

  /** Whether a rule allows what somebody wants to do. */
  static boolean allows(PolicyRule rule, Attempt attempt) {
    if (!hasOrAll(rule.verbs(), attempt.verb())) {
      return false;
    }
    if (attempt.isOnPath()) {
      return rule.nonResourceURLs().stream().anyMatch(url -> coversPath(url, attempt.path()));
    }
    return hasOrAll(rule.apiGroups(), attempt.group())
        && coversResource(rule.resources(), attempt.fullResource())
        && (rule.resourceNames().isEmpty() || rule.resourceNames().contains(attempt.name()));
  }

  private static boolean hasOrAll(List<String> values, String wanted) {
    return values.contains(ALL) || values.contains(wanted);
  }

  /** Whether one of {@code resources} is {@code wanted}, everything, or its part of everything. */
  private static boolean coversResource(List<String> resources, String wanted) {
    if (hasOrAll(resources, wanted)) {
      return true;
    }
    int slash = wanted.indexOf('/');
    return slash >= 0 && resources.contains(ALL + wanted.substring(slash));
  }

  private static boolean coversPath(String url, String path) {
    if (url.equals(path)) {
      return true;
    }
    if (!url.endsWith(ALL)) {
      return false;
    }
    int end = url.length();
    while (end > 0 && url.charAt(end - 1) == '*') {
      end--;
    }
    return path.startsWith(url.substring(0, end));
  }

  /**
   * What {@code asked} allows beyond {@code held}, each with one verb, resource and name at most.
   */
  static List<PolicyRule> missing(List<PolicyRule> held, List<PolicyRule> asked) {
    List<PolicyRule> missing = new ArrayList<>();
    for (PolicyRule rule : asked) {
      for (PolicyRule part : parts(rule)) {
        if (held.stream().noneMatch(holder -> covers(holder, part))) {
          missing.add(part);
        }
      }
    }
    return missing;
  }

  private static List<PolicyRule> parts(PolicyRule rule) {
    List<PolicyRule> parts = new ArrayList<>();
    for (String group : rule.apiGroups()) {
      for (String resource : rule.resources()) {
        for (String verb : rule.verbs()) {
          PolicyRule.Builder part =
              PolicyRule.builder().apiGroups(group).resources(resource).verbs(verb);
          if (rule.resourceNames().isEmpty()) {
            parts.add(part.build());
          }
          for (String name : rule.resourceNames()) {
            parts.add(part.resourceNames(name).build());
          }
        }
      }
    }
    for (String url : rule.nonResourceURLs()) {
      for (String verb : rule.verbs()) {
        parts.add(PolicyRule.builder().nonResourceURLs(url).verbs(verb).build());
      }
    }
    return parts;
  }

  /** Whether {@code held} allows all that {@code part}, one of {@link #parts}, does. */
  private static boolean covers(PolicyRule held, PolicyRule part) {
    return part.verbs().stream().allMatch(verb -> hasOrAll(held.verbs(), verb))
        && part.apiGroups().stream().allMatch(group -> hasOrAll(held.apiGroups(), group))
        && part.resources().stream()
            .allMatch(resource -> coversResource(held.resources(), resource))
        && (held.resourceNames().isEmpty()
            || (!part.resourceNames().isEmpty()
                && held.resourceNames().containsAll(part.resourceNames())))
        && part.nonResourceURLs().stream()
            .allMatch(url -> held.nonResourceURLs().stream().anyMatch(own -> coversPath(own, url)));
  }

  /** One line for each thing in {@code rules}, in order; the verbs for a resource are one line. */
  static String describe(List<PolicyRule> rules) {
    Map<List<Object>, List<String>> verbs = new LinkedHashMap<>();
    for (PolicyRule rule : rules) {
      // What is said about paths is not put together.
      Object apart = rule.nonResourceURLs().isEmpty() ? "" : verbs.size();
      verbs
          .computeIfAbsent(
              List.of(
                  rule.apiGroups(),
                  rule.resources(),
                  rule.nonResourceURLs(),
                  rule.resourceNames(),
                  apart),
              key -> new ArrayList<>())
          .addAll(rule.verbs());
    }
    Set<String> lines = new TreeSet<>();
    verbs.forEach(
        (key, all) -> {
          List<String> parts = new ArrayList<>();
          describe("APIGroups", key.get(0), parts);
          describe("Resources", key.get(1), parts);
          describe("NonResourceURLs", key.get(2), parts);
          describe("ResourceNames", key.get(3), parts);
          describe("Verbs", all, parts);
          lines.add("{" + String.join(", ", parts) + "}");
        });
    return String.join("\n", lines);
  }

  private static void describe(String name, Object values, List<String> parts) {
    if (values instanceof List<?> list && !list.isEmpty()) {
      parts.add(name + ":" + quoted(list));
    }
  }

  /** A list of texts in the form {@code ["a" "b"]}. */
  static String quoted(List<?> texts) {
    StringBuilder out = new StringBuilder("[");
    for (Object text : texts) {
      out.append(out.length() > 1 ? " " : "").append('"').append(text).append('"');
    }
    return out.append(']').toString();
  }
}
