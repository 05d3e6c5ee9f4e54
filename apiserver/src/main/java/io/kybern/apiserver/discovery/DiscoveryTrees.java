package io.kybern.apiserver.discovery;

import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.GroupVersion;
import io.kybern.apiserver.facts.ServedResource;
import io.kybern.apiserver.facts.ServedSubresource;
import io.kybern.apiserver.facts.Tree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The discovery documents as trees. */
final class DiscoveryTrees {
  private final ApiFacts facts;

  DiscoveryTrees(ApiFacts facts) {
    this.facts = facts;
  }

  /** {@code /api}. */
  Map<String, Object> apiVersions() {
    List<Object> versions = new ArrayList<>();
    for (GroupVersion groupVersion : facts.groupVersions()) {
      if (groupVersion.group().isEmpty()) {
        versions.add(groupVersion.version());
      }
    }
    return Tree.of(
        "kind", "APIVersions", "versions", versions, "serverAddressByClientCIDRs", List.of());
  }

  /** {@code /apis}. */
  Map<String, Object> groupList() {
    List<Object> groups = new ArrayList<>();
    for (String name : groupNames()) {
      Map<String, Object> group = group(name);
      if (group != null) {
        groups.add(group);
      }
    }
    return Tree.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups);
  }

  /** {@code /apis/GROUP}: the group with kind and version of its own, {@code null} if unknown. */
  @Nullable Map<String, Object> namedGroup(String name) {
    Map<String, Object> group = group(name);
    if (group == null) {
      return null;
    }
    Map<String, Object> named = Tree.of("kind", "APIGroup", "apiVersion", "v1");
    named.putAll(group);
    return named;
  }

  private @Nullable Map<String, Object> group(String name) {
    List<Object> versions = new ArrayList<>();
    for (GroupVersion groupVersion : facts.groupVersions()) {
      if (groupVersion.group().equals(name) && !name.isEmpty()) {
        versions.add(
            Tree.of("groupVersion", groupVersion.apiVersion(), "version", groupVersion.version()));
      }
    }
    return versions.isEmpty()
        ? null
        : Tree.of("name", name, "versions", versions, "preferredVersion", versions.get(0));
  }

  /** Names of all groups but the core group, in order. */
  private List<String> groupNames() {
    List<String> names = new ArrayList<>();
    for (GroupVersion groupVersion : facts.groupVersions()) {
      if (!groupVersion.group().isEmpty() && !names.contains(groupVersion.group())) {
        names.add(groupVersion.group());
      }
    }
    return names;
  }

  /** {@code /api/v1} and {@code /apis/GROUP/VERSION}. */
  Map<String, Object> resourceList(GroupVersion groupVersion) {
    List<Object> entries = new ArrayList<>();
    for (ServedResource resource : facts.resources(groupVersion.group(), groupVersion.version())) {
      entries.add(
          Tree.of(
              "name", resource.plural(),
              "singularName", resource.singular(),
              "namespaced", resource.namespaced(),
              "kind", resource.kind(),
              "verbs", resource.verbs(),
              "shortNames", orNull(resource.shortNames()),
              "categories", orNull(resource.categories()),
              "storageVersionHash", storageHash(resource)));
      for (ServedSubresource subresource : resource.subresources()) {
        boolean foreign = !subresource.apiVersion().equals(groupVersion.apiVersion());
        entries.add(
            Tree.of(
                "name", resource.plural().concat("/").concat(subresource.name()),
                "singularName", "",
                "namespaced", resource.namespaced(),
                "group", foreign && !subresource.group().isEmpty() ? subresource.group() : null,
                "version", foreign ? subresource.version() : null,
                "kind", subresource.kind(),
                "verbs", subresource.verbs()));
      }
    }
    return Tree.of(
        "kind",
        "APIResourceList",
        "apiVersion",
        // As kube-apiserver: for clients of its first versions.
        groupVersion.group().isEmpty() ? null : "v1",
        "groupVersion",
        groupVersion.apiVersion(),
        "resources",
        entries);
  }

  /**
   * A digest of the version kube-apiserver stores a resource in, {@code null} if it stores none.
   * Clients that move stored objects on watch for it to change.
   */
  private static @Nullable String storageHash(ServedResource resource) {
    if (resource.storage().isEmpty()) {
      return null;
    }
    try {
      byte[] text =
          resource.storage().concat("/").concat(resource.kind()).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the platform must know SHA-256", e);
    }
  }

  /** {@code /api} in one document with all its resources. */
  Map<String, Object> aggregatedCore() {
    return aggregated(List.of(aggregatedGroup("")));
  }

  /** {@code /apis} in one document with all resources. */
  Map<String, Object> aggregatedGroups() {
    List<Object> items = new ArrayList<>();
    for (String name : groupNames()) {
      items.add(aggregatedGroup(name));
    }
    return aggregated(items);
  }

  private static Map<String, Object> aggregated(List<Object> items) {
    return Tree.of(
        "kind",
        "APIGroupDiscoveryList",
        "apiVersion",
        "apidiscovery.k8s.io/v2",
        "metadata",
        Tree.of(),
        "items",
        items);
  }

  private Map<String, Object> aggregatedGroup(String name) {
    List<Object> versions = new ArrayList<>();
    for (GroupVersion groupVersion : facts.groupVersions()) {
      if (groupVersion.group().equals(name)) {
        versions.add(
            Tree.of(
                "version", groupVersion.version(),
                "resources", aggregatedResources(groupVersion),
                "freshness", "Current"));
      }
    }
    return Tree.of("metadata", Tree.of("name", name.isEmpty() ? null : name), "versions", versions);
  }

  private List<Object> aggregatedResources(GroupVersion groupVersion) {
    List<Object> resources = new ArrayList<>();
    for (ServedResource resource : facts.resources(groupVersion.group(), groupVersion.version())) {
      List<Object> subresources = new ArrayList<>();
      for (ServedSubresource subresource : resource.subresources()) {
        boolean foreign = !subresource.apiVersion().equals(groupVersion.apiVersion());
        subresources.add(
            Tree.of(
                "subresource", subresource.name(),
                "responseKind",
                    foreign
                        ? kind(subresource.group(), subresource.version(), subresource.kind())
                        : kind("", "", subresource.kind()),
                "verbs", subresource.verbs()));
      }
      resources.add(
          Tree.of(
              "resource", resource.plural(),
              "responseKind", kind("", "", resource.kind()),
              "scope", resource.namespaced() ? "Namespaced" : "Cluster",
              "singularResource", resource.singular(),
              "verbs", resource.verbs(),
              "shortNames", orNull(resource.shortNames()),
              "categories", orNull(resource.categories()),
              "subresources", orNull(subresources)));
    }
    return resources;
  }

  /** A kind; group and version are empty where they are those of the document's entry. */
  private static Map<String, Object> kind(String group, String version, String kind) {
    return Tree.of("group", group, "version", version, "kind", kind);
  }

  private static @Nullable List<?> orNull(List<?> list) {
    return list.isEmpty() ? null : list;
  }

  /** {@code /version}. */
  static Map<String, Object> version() {
    return Tree.of(
        "major", "1",
        "minor", Integer.toString(ApiFacts.MINOR),
        "emulationMajor", "1",
        "emulationMinor", Integer.toString(ApiFacts.MINOR),
        "minCompatibilityMajor", "1",
        "minCompatibilityMinor", "36",
        "gitVersion", "v1.37.1+kybern",
        "gitCommit", "",
        "gitTreeState", "clean",
        "buildDate", "1970-01-01T00:00:00Z",
        "goVersion", "",
        "compiler", "javac",
        "platform", "jvm");
  }
}
