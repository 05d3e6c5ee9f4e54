package io.kybern.apiserver.validation;

import io.kybern.api.meta.v1.StatusCause;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one field, in kube-apiserver's words.
 *
 * @param reason machine-readable reason such as {@code FieldValueInvalid}
 * @param field path of the field
 * @param body the message without the path
 */
public record FieldError(String reason, String field, String body) {
  public static FieldError required(String field, String detail) {
    return new FieldError("FieldValueRequired", field, "Required value" + tail(detail));
  }

  public static FieldError invalid(String field, @Nullable Object value, String detail) {
    return new FieldError(
        "FieldValueInvalid", field, "Invalid value: " + shown(value) + tail(detail));
  }

  /** A message that is invalid as a whole, of which kube-apiserver shows nothing. */
  public static FieldError invalid(String field, String detail) {
    return new FieldError("FieldValueInvalid", field, "Invalid value: " + detail);
  }

  public static FieldError duplicate(String field, Object value) {
    return new FieldError("FieldValueDuplicate", field, "Duplicate value: " + shown(value));
  }

  public static FieldError duplicate(String field, Object value, String detail) {
    return new FieldError(
        "FieldValueDuplicate", field, "Duplicate value: " + shown(value) + tail(detail));
  }

  public static FieldError notFound(String field, Object value) {
    return new FieldError("FieldValueNotFound", field, "Not found: " + shown(value));
  }

  public static FieldError notFound(String field, Object value, String detail) {
    return new FieldError("FieldValueNotFound", field, "Not found: " + shown(value) + tail(detail));
  }

  public static FieldError forbidden(String field, String detail) {
    return new FieldError("FieldValueForbidden", field, "Forbidden" + tail(detail));
  }

  public static FieldError tooLong(String field, int bytes) {
    return new FieldError(
        "FieldValueTooLong", field, "Too long: may not be more than " + bytes + " bytes");
  }

  public static FieldError notSupported(
      String field, @Nullable Object value, List<String> supported) {
    return new FieldError(
        "FieldValueNotSupported",
        field,
        "Unsupported value: "
            + shown(value)
            + ": supported values: "
            + supported.stream().map(FieldError::shown).collect(Collectors.joining(", ")));
  }

  private static String tail(String detail) {
    return detail.isEmpty() ? "" : ": " + detail;
  }

  private static String shown(@Nullable Object value) {
    if (value instanceof String text) {
      return quoted(text);
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : new String(Codec.treeToJson(value), StandardCharsets.UTF_8);
  }

  /** A text in quotes, with the escapes that Go uses. */
  public static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ' || c == 0x7f) {
            out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  public StatusCause cause() {
    return StatusCause.builder().reason(reason).message(body).field(field).build();
  }

  @Override
  public String toString() {
    return field + ": " + body;
  }
}
