package io.kybern.model;

import io.kybern.api.meta.v1.PartialObjectMetadata;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A resource of the API: where its objects are served and what they decode into. Drives every
 * client; generated kinds have theirs in a constant such as {@code Pod.RESOURCE}. Immutable.
 *
 * @param <T> Java type of the objects
 */
public final class ResourceType<T extends KubernetesObject> {
  private final String group;
  private final String version;
  private final String kind;
  private final String plural;
  private final String singular;
  private final boolean namespaced;
  private final ObjectType<T> objectType;

  private ResourceType(
      String apiVersion,
      String kind,
      String plural,
      String singular,
      boolean namespaced,
      ObjectType<T> objectType) {
    int slash = apiVersion.indexOf('/');
    this.group = slash < 0 ? "" : apiVersion.substring(0, slash);
    this.version = apiVersion.substring(slash + 1);
    this.kind = kind;
    this.plural = plural;
    this.singular = singular;
    this.namespaced = namespaced;
    this.objectType = objectType;
  }

  /** For generated code. */
  public static <T extends Message & KubernetesObject> ResourceType<T> of(
      MessageType<T> type, String plural, String singular, boolean namespaced) {
    return new ResourceType<>(
        Objects.requireNonNull(type.apiVersion()),
        Objects.requireNonNull(type.kind()),
        plural,
        singular,
        namespaced,
        type);
  }

  /**
   * A namespaced resource of a kind that has no Java type. Its plural is made from the kind the way
   * Kubernetes guesses it: lower case with {@code s}, {@code es} or {@code ies}.
   *
   * @param apiVersion group and version such as {@code example.com/v1}
   */
  public static ResourceType<Unstructured> dynamic(String apiVersion, String kind) {
    return dynamic(apiVersion, kind, guessPlural(kind), true);
  }

  /** A resource of a kind that has no Java type. */
  public static ResourceType<Unstructured> dynamic(
      String apiVersion, String kind, String plural, boolean namespaced) {
    if (apiVersion.isEmpty() || kind.isEmpty() || plural.isEmpty()) {
      throw new IllegalArgumentException(
          "a resource needs apiVersion, kind and plural; got \""
              + apiVersion
              + "\", \""
              + kind
              + "\", \""
              + plural
              + "\"");
    }
    return new ResourceType<>(
        apiVersion,
        kind,
        plural,
        kind.toLowerCase(Locale.ROOT),
        namespaced,
        Unstructured.type(apiVersion, kind));
  }

  /**
   * The same resource, of whose objects nothing but the metadata is read. They can be got, listed,
   * watched, patched and deleted.
   */
  public ResourceType<PartialObjectMetadata> metadataOnly() {
    return new ResourceType<>(
        apiVersion(), kind, plural, singular, namespaced, PartialObjectMetadata.TYPE);
  }

  /** The plural that Kubernetes guesses for a kind. */
  public static String guessPlural(String kind) {
    String lower = kind.toLowerCase(Locale.ROOT);
    if (lower.endsWith("endpoints")) {
      return lower;
    }
    if (lower.endsWith("s")) {
      return lower + "es";
    }
    if (lower.endsWith("y")) {
      return lower.substring(0, lower.length() - 1) + "ies";
    }
    return lower + "s";
  }

  /** API group, empty for the core group. */
  public String group() {
    return group;
  }

  /** Version within the group. */
  public String version() {
    return version;
  }

  /** Group and version as objects name them. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Kind of the objects. */
  public String kind() {
    return kind;
  }

  /** Name of the resource in paths, such as {@code pods}. */
  public String plural() {
    return plural;
  }

  /** Name of one object of the resource, such as {@code pod}. */
  public String singular() {
    return singular;
  }

  /** Whether the objects live in namespaces. */
  public boolean namespaced() {
    return namespaced;
  }

  /** What the objects decode into. */
  public ObjectType<T> objectType() {
    return objectType;
  }

  /** The path of the group and version: {@code /api/v1} or {@code /apis/GROUP/VERSION}. */
  public String rootPath() {
    return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceType<?> that
        && group.equals(that.group)
        && version.equals(that.version)
        && kind.equals(that.kind)
        && plural.equals(that.plural)
        && namespaced == that.namespaced
        && objectType.equals(that.objectType);
  }

  @Override
  public int hashCode() {
    return Objects.hash(group, version, plural);
  }

  @Override
  public String toString() {
    return apiVersion() + "/" + plural;
  }
}
