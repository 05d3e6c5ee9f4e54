package io.kybern.apiserver.facts;

import org.jspecify.annotations.Nullable;

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

  /**
   * The path under which it is served, without a slash in front: {@code api/v1}, {@code apis/G/V}.
   */
  public String path() {
    return (group.isEmpty() ? "api/" : "apis/").concat(apiVersion());
  }

  // Written out: a server needs these before it can start, and what the compiler makes of a record
  // is linked at run time.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GroupVersion that
        && group.equals(that.group)
        && version.equals(that.version);
  }

  @Override
  public int hashCode() {
    return group.hashCode() * 31 + version.hashCode();
  }

  @Override
  public String toString() {
    return apiVersion();
  }
}
