package io.kybern.apiserver.facts;

/**
 * A version of an API group.
 *
 * @param group API group, empty for the core group
 * @param version version within the group
 */
public record GroupVersion(String group, String version) {
  /** Group and version as objects name them, such as {@code apps/v1} or {@code v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group.concat("/").concat(version);
  }

  /** The path under which it is served, without a slash in front: {@code api/v1}, {@code apis/G/V}. */
  public String path() {
    return (group.isEmpty() ? "api/" : "apis/").concat(apiVersion());
  }

  @Override
  public String toString() {
    return apiVersion();
  }
}
