package io.kybern.model;

import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A part of an object whose structure its schema leaves open, held as the bytes it came in: mostly
 * JSON, in protobuf possibly another encoded object. Immutable; equal when the bytes are.
 */
public final class RawJson {
  private final byte[] content;

  /** Whether the bytes are known to be JSON without white space between its parts. */
  private final boolean checked;

  private RawJson(byte[] content, boolean checked) {
    this.content = content;
    this.checked = checked;
  }

  /**
   * JSON from its text, kept without the white space between its parts.
   *
   * @throws io.kybern.error.DecodeException if it is not one JSON value
   */
  public static RawJson of(String json) {
    return new RawJson(Codec.compactJson(json.getBytes(StandardCharsets.UTF_8)), true);
  }

  /** JSON from a tree of maps, lists, strings, numbers, booleans and {@code null}. */
  public static RawJson ofTree(@Nullable Object tree) {
    return new RawJson(Codec.treeToJson(tree), true);
  }

  /** Takes the bytes over without a copy or a check; the caller must not change them any more. */
  public static RawJson wrap(byte[] content) {
    return new RawJson(content, false);
  }

  /**
   * For codecs: takes over bytes that are known to be JSON without white space between its parts.
   */
  public static RawJson wrapJson(byte[] content) {
    return new RawJson(content, true);
  }

  /** How many bytes there are. */
  public int size() {
    return content.length;
  }

  /** The bytes; the caller must not change them. */
  public byte[] bytes() {
    return content;
  }

  /** The bytes as text. */
  public String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** Whether the bytes are an object in Kubernetes protobuf rather than JSON. */
  public boolean isProtobuf() {
    return content.length >= 4
        && content[0] == 'k'
        && content[1] == '8'
        && content[2] == 's'
        && content[3] == 0;
  }

  /**
   * JSON without white space between its parts; an object in protobuf is turned into it. The caller
   * must not change the bytes.
   *
   * @throws io.kybern.error.DecodeException if the bytes are neither
   */
  public byte[] json() {
    return checked
        ? content
        : isProtobuf() ? Codec.protobufToJson(content) : Codec.compactJson(content);
  }

  /**
   * The JSON as a tree of immutable maps and lists, strings, {@link Long}, {@link Double} and other
   * numbers, booleans and {@code null}.
   *
   * @throws io.kybern.error.DecodeException if it is not one JSON value, or has a member twice
   */
  public @Nullable Object tree() {
    return Codec.jsonToTree(json());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawJson that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return "RawJson[" + content.length + "]";
  }
}
