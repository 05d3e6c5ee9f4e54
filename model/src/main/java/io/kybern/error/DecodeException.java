package io.kybern.error;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not what they should be: truncated, of another type, out of range, not UTF-8,
 * nested too deep. Names the kind that was being read, the path of the field and the offset.
 * Nothing was changed by the attempt; no part of the object is returned.
 */
public final class DecodeException extends KubernetesException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final @Nullable String kind;
  private final String field;
  private final long offset;

  /**
   * @param reason what was found and what was expected
   * @param kind kind or message type that was being read, if already known
   * @param field path of the field such as {@code spec.containers[0].image}, empty for the whole
   * @param offset byte offset in the input, or -1 if it has none
   */
  public DecodeException(String reason, @Nullable String kind, String field, long offset) {
    this(reason, kind, field, offset, null);
  }

  public DecodeException(
      String reason, @Nullable String kind, String field, long offset, @Nullable Throwable cause) {
    super(describe(reason, kind, field, offset), cause);
    this.reason = reason;
    this.kind = kind;
    this.field = field;
    this.offset = offset;
  }

  private static String describe(String reason, @Nullable String kind, String field, long offset) {
    StringBuilder text = new StringBuilder();
    if (kind != null) {
      text.append(kind);
    }
    if (!field.isEmpty()) {
      text.append(text.length() == 0 ? "" : ".").append(field);
    }
    text.append(text.length() == 0 ? "" : ": ").append(reason);
    if (offset >= 0) {
      text.append(" (at byte ").append(offset).append(')');
    }
    return text.toString();
  }

  /** What was found and what was expected, without place. */
  public String reason() {
    return reason;
  }

  /** Kind or message type that was being read, {@code null} while it was not yet known. */
  public @Nullable String kind() {
    return kind;
  }

  /** Path of the field, empty when the whole input is meant. */
  public String field() {
    return field;
  }

  /** Byte offset in the input, or -1 if the input has none. */
  public long offset() {
    return offset;
  }
}
