package io.kybern.apiserver.access;

import io.kybern.apiserver.ApiRequest.User;

/**
 * What somebody wants to do. Either something with a resource, or something with a path that names
 * none.
 *
 * @param user who wants it
 * @param verb what is to be done, such as {@code list}; an HTTP method in lower case for a path
 * @param group API group, empty for the core group
 * @param resource name of the resource; empty if it is about a path
 * @param subresource part of the resource, empty for none
 * @param namespace where it is to be done, empty for the whole cluster
 * @param name of which object, empty for no one in particular
 * @param path the path, for what names no resource; empty otherwise
 */
public record Attempt(
    User user,
    String verb,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name,
    String path) {

  /** Something with a path that names no resource. */
  public static Attempt onPath(User user, String verb, String path) {
    return new Attempt(user, verb, "", "", "", "", "", path);
  }

  /** Something with an object, or all objects, that is no part of a namespace. */
  public static Attempt onCluster(
      User user, String verb, String group, String resource, String name) {
    return new Attempt(user, verb, group, resource, "", "", name, "");
  }

  /** Whether it is about a path and not about a resource. */
  public boolean isOnPath() {
    return !path.isEmpty();
  }

  /** Resource and subresource as rules name them: {@code pods} or {@code pods/log}. */
  public String fullResource() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }

  /** The same with another verb. */
  public Attempt withVerb(String other) {
    return new Attempt(user, other, group, resource, subresource, namespace, name, path);
  }
}
