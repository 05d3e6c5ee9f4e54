package io.kybern.apiserver.facts;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A resource that a server serves.
 *
 * @param group API group, empty for the core group
 * @param version version within the group
 * @param plural name in paths, such as {@code pods}
 * @param singular name of one object, such as {@code pod}
 * @param kind kind of the objects
 * @param namespaced whether the objects live in namespaces
 * @param shortNames abbreviations, in the order discovery lists them
 * @param categories groups of resources it belongs to, such as {@code all}
 * @param verbs what can be done with it, sorted
 * @param subresources its subresources, sorted by name
 * @param columns the columns of its table as the schema writes them, {@code NAME:TYPE(FORMAT):wide}
 *     parted by {@code |}; empty if the schema has none
 * @param deletedObject whether the deletion of an object answers with it in place of a status
 * @param storage group and version in which kube-apiserver stores it, as {@code apps/v1}; the core
 *     group is empty, {@code /v1}; empty if it stores nothing
 * @param deprecation that the kind should no longer be used, {@code null} if it may
 */
public record ServedResource(
    String group,
    String version,
    String plural,
    String singular,
    String kind,
    boolean namespaced,
    List<String> shortNames,
    List<String> categories,
    List<String> verbs,
    List<ServedSubresource> subresources,
    String columns,
    boolean deletedObject,
    String storage,
    @Nullable Deprecation deprecation) {
  /** Group and version as objects name them. */
  public String apiVersion() {
    return groupVersion().apiVersion();
  }

  /** Group and version. */
  public GroupVersion groupVersion() {
    return new GroupVersion(group, version);
  }

  /** Whether {@code verb} can be done with it. */
  public boolean allows(String verb) {
    return verbs.contains(verb);
  }

  /** The subresource called {@code name}. */
  public Optional<ServedSubresource> subresource(String name) {
    for (ServedSubresource subresource : subresources) {
      if (subresource.name().equals(name)) {
        return Optional.of(subresource);
      }
    }
    return Optional.empty();
  }
}
