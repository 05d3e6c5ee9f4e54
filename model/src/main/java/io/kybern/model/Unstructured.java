package io.kybern.model;

import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.model.wire.Codec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An object of any kind as a tree: maps, lists, strings, {@link Long}, {@link Double} (and {@link
 * java.math.BigInteger} or {@link java.math.BigDecimal} for numbers that fit neither), booleans and
 * {@code null}. For kinds that have no Java type. Immutable; the maps and lists in it cannot be
 * changed.
 *
 * <p>What a client reads in JSON is checked to be JSON at once, but its larger members are decoded
 * when they are first asked for: then a {@link io.kybern.error.DecodeException} is thrown if a name
 * comes twice in one of them or a text in it is not UTF-8.
 */
public final class Unstructured implements KubernetesObject {
  /** Names of Kubernetes have up to 253 characters. */
  private static final int MAX_SHOWN_CHARS = 253;

  private final Map<String, Object> content;

  /** Decoded on first use; a race decodes the same value twice. */
  private @Nullable ObjectMeta metadata;

  private Unstructured(Map<String, Object> content) {
    this.content = content;
  }

  /** An object with a copy of {@code content}. */
  @SuppressWarnings("unchecked")
  public static Unstructured of(Map<String, ?> content) {
    return new Unstructured(
        (Map<String, Object>) Objects.requireNonNull(Codec.freezeTree(content)));
  }

  /** For codecs: takes an immutable tree over. */
  public static Unstructured wrap(Map<String, Object> content) {
    return new Unstructured(content);
  }

  /** What codecs decode into this class; empty strings stand for any version and kind. */
  public static ObjectType<Unstructured> type(String apiVersion, String kind) {
    return new Type(apiVersion, kind);
  }

  /**
   * The {@link ObjectType} of {@link Unstructured}.
   *
   * @param apiVersion group and version, for objects that do not name theirs; may be empty
   * @param kind kind, for objects that do not name theirs; may be empty
   */
  public record Type(String apiVersion, String kind) implements ObjectType<Unstructured> {}

  /** The whole tree. */
  public Map<String, Object> content() {
    return content;
  }

  /**
   * The value at a path of member names and list indexes in decimal, or {@code null} where a part
   * of the path is not there.
   */
  public @Nullable Object at(String... path) {
    Object value = content;
    for (String part : path) {
      if (value instanceof Map<?, ?> map) {
        value = map.get(part);
      } else if (value instanceof List<?> list && isIndexOf(part, list)) {
        value = list.get(Integer.parseInt(part));
      } else {
        return null;
      }
    }
    return value;
  }

  private static boolean isIndexOf(String part, List<?> list) {
    return !part.isEmpty()
        && part.length() < 9
        && part.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(part) < list.size();
  }

  /** A copy in which {@code value} stands at a path of member names; makes the maps on the way. */
  public Unstructured with(@Nullable Object value, String... path) {
    if (path.length == 0) {
      throw new IllegalArgumentException("a path needs at least one member name");
    }
    return of(replace(content, value, path, 0));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> replace(
      Map<String, Object> map, @Nullable Object value, String[] path, int depth) {
    Map<String, Object> copy = new LinkedHashMap<>(map);
    Object child = value;
    if (depth + 1 < path.length) {
      Object present = map.get(path[depth]);
      child =
          replace(
              present instanceof Map<?, ?> ? (Map<String, Object>) present : Map.of(),
              value,
              path,
              depth + 1);
    }
    copy.put(path[depth], child);
    return copy;
  }

  @Override
  public String apiVersion() {
    return content.get("apiVersion") instanceof String text ? text : "";
  }

  @Override
  public String kind() {
    return content.get("kind") instanceof String text ? text : "";
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.kybern.error.DecodeException if the tree's metadata is not what metadata must be
   */
  @Override
  public ObjectMeta metadata() {
    ObjectMeta metadata = this.metadata;
    if (metadata == null) {
      Object tree =
          content instanceof CompactMap<?> map ? map.slot("metadata") : content.get("metadata");
      metadata = tree == null ? ObjectMeta.TYPE.empty() : Codec.fromTree(ObjectMeta.TYPE, tree);
      this.metadata = metadata;
    }
    return metadata;
  }

  @Override
  public Unstructured withMetadata(ObjectMeta metadata) {
    return with(Codec.toTree(metadata), "metadata");
  }

  /**
   * The object as a generated type.
   *
   * @throws io.kybern.error.DecodeException if it is not of that type
   */
  public <T extends Message> T as(MessageType<T> type) {
    return Codec.fromTree(type, content);
  }

  /** A generated object as a tree, with its kind and version. */
  @SuppressWarnings("unchecked")
  public static Unstructured from(Message message) {
    return new Unstructured(Codec.toTree(message));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Unstructured that && content.equals(that.content);
  }

  @Override
  public int hashCode() {
    return content.hashCode();
  }

  /** Kind, namespace and name; the content may hold credentials and is not shown. */
  @Override
  public String toString() {
    return "Unstructured["
        + shown(apiVersion())
        + " "
        + shown(kind())
        + " "
        + shown(at("metadata", "namespace"))
        + "/"
        + shown(at("metadata", "name"))
        + "]";
  }

  private static String shown(@Nullable Object value) {
    String text = value instanceof String string ? string : "";
    return text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "…";
  }
}
