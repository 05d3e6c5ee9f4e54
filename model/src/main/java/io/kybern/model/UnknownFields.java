package io.kybern.model;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a message carries beyond the fields of its type: fields of a newer API version, kept as the
 * bytes they came in, and a {@code kind} and {@code apiVersion} that differ from those of the type.
 * Immutable.
 */
public final class UnknownFields {
  private final byte @Nullable [] protobuf;
  private final byte @Nullable [] json;
  private final @Nullable String apiVersion;
  private final @Nullable String kind;

  /**
   * @param protobuf protobuf field entries with their tags; not copied
   * @param json members of a JSON object with commas between them, without braces; not copied
   */
  public UnknownFields(
      byte @Nullable [] protobuf,
      byte @Nullable [] json,
      @Nullable String apiVersion,
      @Nullable String kind) {
    this.protobuf = protobuf;
    this.json = json;
    this.apiVersion = apiVersion;
    this.kind = kind;
  }

  /** Protobuf field entries with their tags; the caller must not change them. */
  public byte @Nullable [] protobuf() {
    return protobuf;
  }

  /** Members of a JSON object with commas between them; the caller must not change them. */
  public byte @Nullable [] json() {
    return json;
  }

  /** The version the object names, where it is not that of its type. */
  public @Nullable String apiVersion() {
    return apiVersion;
  }

  /** The kind the object names, where it is not that of its type. */
  public @Nullable String kind() {
    return kind;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UnknownFields that
        && Arrays.equals(protobuf, that.protobuf)
        && Arrays.equals(json, that.json)
        && Objects.equals(apiVersion, that.apiVersion)
        && Objects.equals(kind, that.kind);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(protobuf), Arrays.hashCode(json), apiVersion, kind);
  }

  @Override
  public String toString() {
    return "UnknownFields["
        + (protobuf == null ? 0 : protobuf.length)
        + " bytes protobuf, "
        + (json == null ? 0 : json.length)
        + " bytes JSON]";
  }
}
