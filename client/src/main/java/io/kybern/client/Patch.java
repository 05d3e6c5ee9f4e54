package io.kybern.client;

import io.kybern.model.Message;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change to an object, in one of the three languages that servers understand besides apply.
 * Immutable.
 */
public final class Patch {
  private final String mediaType;
  private final byte[] body;

  private Patch(String mediaType, byte[] body) {
    this.mediaType = mediaType;
    this.body = body;
  }

  /** A JSON patch (RFC 6902): an array of operations. */
  public static Patch json(String operations) {
    return json(utf8(operations));
  }

  /** A JSON patch as bytes. */
  public static Patch json(byte[] operations) {
    return new Patch("application/json-patch+json", operations.clone());
  }

  /** A JSON patch as a tree: a list of maps with {@code op}, {@code path} and so on. */
  public static Patch json(List<? extends Map<String, ?>> operations) {
    return new Patch("application/json-patch+json", Codec.treeToJson(operations));
  }

  /** A JSON merge patch (RFC 7386): what is in it replaces, {@code null} removes. */
  public static Patch merge(String json) {
    return merge(utf8(json));
  }

  /** A JSON merge patch as bytes. */
  public static Patch merge(byte[] json) {
    return new Patch("application/merge-patch+json", json.clone());
  }

  /** A JSON merge patch as a tree. */
  public static Patch merge(Map<String, ?> tree) {
    return new Patch("application/merge-patch+json", Codec.treeToJson(tree));
  }

  /** A JSON merge patch that makes {@code spec.replicas} a number, as a scale has it. */
  public static Patch replicas(int replicas) {
    return merge("{\"spec\":{\"replicas\":" + replicas + "}}");
  }

  /** A JSON merge patch of the fields that are set in {@code object}. */
  public static Patch merge(Message object) {
    return new Patch("application/merge-patch+json", Codec.writeSetFields(object));
  }

  /** A JSON merge patch of the whole tree. */
  public static Patch merge(Unstructured object) {
    return merge(object.content());
  }

  /**
   * A strategic merge patch: as a merge patch, but lists with keys are merged item by item. Not for
   * custom resources.
   */
  public static Patch strategic(String json) {
    return strategic(utf8(json));
  }

  /** A strategic merge patch as bytes. */
  public static Patch strategic(byte[] json) {
    return new Patch("application/strategic-merge-patch+json", json.clone());
  }

  /** A strategic merge patch as a tree. */
  public static Patch strategic(Map<String, ?> tree) {
    return new Patch("application/strategic-merge-patch+json", Codec.treeToJson(tree));
  }

  /** A strategic merge patch of the fields that are set in {@code object}. */
  public static Patch strategic(Message object) {
    return new Patch("application/strategic-merge-patch+json", Codec.writeSetFields(object));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Media type of the patch's language. */
  public String mediaType() {
    return mediaType;
  }

  /** The bytes, which must not be changed. */
  byte[] body() {
    return body;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Patch that
        && mediaType.equals(that.mediaType)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(body);
  }

  /** Language and size; the content may hold credentials and is not shown. */
  @Override
  public String toString() {
    return "Patch[" + mediaType + ", " + body.length + " bytes]";
  }
}
