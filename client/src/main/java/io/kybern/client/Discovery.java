package io.kybern.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What a server serves, as it was when {@link Kubernetes#discovery()} asked. Immutable. */
public final class Discovery {
  private final List<ApiGroup> groups;
  private final Map<String, String> failures;

  Discovery(List<ApiGroup> groups, Map<String, String> failures) {
    this.groups = List.copyOf(groups);
    this.failures = Map.copyOf(failures);
  }

  /** All groups in the server's order of priority, the core group first. */
  public List<ApiGroup> groups() {
    return groups;
  }

  /**
   * Group-versions about which the server could not say everything, and why; usually aggregated
   * APIs that are down. Their resources may be missing or out of date.
   */
  public Map<String, String> failures() {
    return failures;
  }

  /** All resources of all versions. */
  public List<ApiResource> resources() {
    return groups.stream().flatMap(g -> g.resources().stream()).toList();
  }

  /** Each resource once, in the version that its group prefers among those that have it. */
  public List<ApiResource> preferredResources() {
    Map<String, ApiResource> preferred = new LinkedHashMap<>();
    for (ApiResource resource : resources()) {
      preferred.putIfAbsent(resource.plural() + "." + resource.group(), resource);
    }
    return List.copyOf(preferred.values());
  }

  /** Preferred resources in a category such as {@code all}. */
  public List<ApiResource> inCategory(String category) {
    return preferredResources().stream().filter(r -> r.categories().contains(category)).toList();
  }

  /**
   * The resource that a person means by {@code name}: plural, singular, kind or short name in any
   * case, alone or with its group or its version and group ({@code deploy}, {@code
   * deployments.apps}, {@code deployments.v1.apps}). A plural beats a singular, that a kind, that a
   * short name; then the server's order decides.
   */
  public Optional<ApiResource> find(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    int dot = lower.indexOf('.');
    if (dot < 0) {
      return Optional.ofNullable(match(preferredResources(), lower, null, null));
    }
    String word = lower.substring(0, dot);
    String rest = lower.substring(dot + 1);
    int second = rest.indexOf('.');
    String version = second < 0 ? rest : rest.substring(0, second);
    String group = second < 0 ? "" : rest.substring(second + 1);
    ApiResource found = match(resources(), word, version, group);
    if (found == null) {
      found = match(preferredResources(), word, null, rest);
    }
    return Optional.ofNullable(found);
  }

  /** The resource of a kind that an object names. */
  public Optional<ApiResource> find(String apiVersion, String kind) {
    return resources().stream()
        .filter(r -> r.kind().equals(kind) && r.apiVersion().equals(apiVersion))
        .findFirst();
  }

  private static @Nullable ApiResource match(
      List<ApiResource> resources, String word, @Nullable String version, @Nullable String group) {
    List<BiPredicate<ApiResource, String>> rules =
        List.of(
            (r, w) -> r.plural().equals(w),
            (r, w) -> r.singular().equals(w),
            (r, w) -> r.kind().toLowerCase(Locale.ROOT).equals(w),
            (r, w) -> r.shortNames().contains(w));
    for (BiPredicate<ApiResource, String> rule : rules) {
      for (ApiResource resource : resources) {
        if (rule.test(resource, word)
            && (version == null || resource.version().equals(version))
            && (group == null || resource.group().equals(group))) {
          return resource;
        }
      }
    }
    return null;
  }
}
