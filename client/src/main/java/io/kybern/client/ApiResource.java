package io.kybern.client;

import io.kybern.api.Kinds;
import io.kybern.model.KubernetesObject;
import io.kybern.model.ResourceType;
import io.kybern.model.Unstructured;
import java.util.List;

/**
 * A resource as the server describes it. Immutable.
 *
 * @param group API group, empty for the core group
 * @param version version within the group
 * @param kind kind of the objects
 * @param plural name in paths
 * @param singular name of one object, such as {@code pod}
 * @param namespaced whether the objects are in namespaces
 * @param verbs what the server does with them, such as {@code get} and {@code deletecollection}
 * @param shortNames such as {@code deploy}
 * @param categories such as {@code all}
 * @param subresources what the objects have below them
 */
public record ApiResource(
    String group,
    String version,
    String kind,
    String plural,
    String singular,
    boolean namespaced,
    List<String> verbs,
    List<String> shortNames,
    List<String> categories,
    List<Sub> subresources) {

  /** Keeps lists as they are if they are immutable, else copies. */
  public ApiResource {
    verbs = List.copyOf(verbs);
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
    subresources = List.copyOf(subresources);
  }

  /**
   * A subresource.
   *
   * @param name such as {@code scale}
   * @param group group of its kind
   * @param version version of its kind
   * @param kind kind of what it reads and writes
   * @param verbs what the server does with it
   */
  public record Sub(String name, String group, String version, String kind, List<String> verbs) {
    /** Keeps the list as it is if it is immutable, else a copy. */
    public Sub {
      verbs = List.copyOf(verbs);
    }
  }

  /** Group and version as objects name them. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Whether the server does {@code verb} with the objects. */
  public boolean supports(String verb) {
    return verbs.contains(verb);
  }

  /** The resource of the generated kind if there is one, else {@link #dynamicType()}. */
  public ResourceType<? extends KubernetesObject> type() {
    for (ResourceType<?> known : Kinds.resources(apiVersion())) {
      if (known.plural().equals(plural)
          && known.kind().equals(kind)
          && known.namespaced() == namespaced) {
        return known;
      }
    }
    return dynamicType();
  }

  /** The resource with objects as trees. */
  public ResourceType<Unstructured> dynamicType() {
    return ResourceType.dynamic(apiVersion(), kind, plural, namespaced);
  }

  /** Group, version and plural. */
  @Override
  public String toString() {
    return apiVersion() + "/" + plural;
  }
}
