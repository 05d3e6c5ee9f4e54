package io.kybern.apiserver.facts;

import java.util.List;

/**
 * A part of a resource's objects with a path of its own.
 *
 * @param name last segment of the path, such as {@code status}
 * @param apiVersion group and version of what it answers, such as {@code autoscaling/v1}
 * @param kind kind of what it answers
 * @param verbs what can be done with it, sorted
 */
public record ServedSubresource(String name, String apiVersion, String kind, List<String> verbs) {
  /** Group of what it answers, empty for the core group. */
  public String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /** Version of what it answers. */
  public String version() {
    return apiVersion.substring(apiVersion.indexOf('/') + 1);
  }
}
