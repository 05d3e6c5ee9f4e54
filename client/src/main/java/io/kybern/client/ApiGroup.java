package io.kybern.client;

import java.util.List;

/**
 * A group of the API as the server describes it. Immutable.
 *
 * @param name name of the group, empty for the core group
 * @param versions versions, the server's preferred one first
 * @param resources resources of all versions, in the order of versions
 */
public record ApiGroup(String name, List<String> versions, List<ApiResource> resources) {
  /** Keeps lists as they are if they are immutable, else copies. */
  public ApiGroup {
    versions = List.copyOf(versions);
    resources = List.copyOf(resources);
  }

  /** Group and version as objects name them, for each version. */
  public List<String> apiVersions() {
    return versions.stream().map(v -> name.isEmpty() ? v : name + "/" + v).toList();
  }
}
