package io.kybern.client;

import io.kybern.api.meta.v1.Status;
import io.kybern.error.ApiException;
import io.kybern.error.DecodeException;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns error answers into exceptions with a whole {@link Status}. */
final class Errors {
  /** How much of an error answer is read; a Status with more causes than fit loses them all. */
  private static final int LARGEST_BODY = 4 << 20;

  /** How much of a body that is no Status becomes its message, in bytes. */
  static final int LARGEST_TEXT = 2048;

  private Errors() {}

  /** The exception for an answer that is no success; closes {@code response}. */
  static ApiException of(Request request, Transport.Response response, Codec codec) {
    try (response) {
      byte[] body = read(response);
      Status status = status(response, body, codec);
      return ApiException.of(
          status == null ? synthesize(request, response, body) : status,
          request.method(),
          request.target(),
          response.header("Audit-Id"));
    }
  }

  /** A body that breaks off is as good as what arrived of it: the code says what matters. */
  private static byte[] read(Transport.Response response) {
    InputStream body = response.body();
    byte[] bytes = new byte[8192];
    int length = 0;
    try {
      while (length < LARGEST_BODY) {
        if (length == bytes.length) {
          bytes = java.util.Arrays.copyOf(bytes, Math.min(LARGEST_BODY, length * 4));
        }
        int count = body.read(bytes, length, bytes.length - length);
        if (count < 0) {
          break;
        }
        length += count;
      }
    } catch (IOException e) {
      return java.util.Arrays.copyOf(bytes, length);
    }
    return java.util.Arrays.copyOf(bytes, length);
  }

  private static @Nullable Status status(Transport.Response response, byte[] body, Codec codec) {
    WireFormat format = MediaTypes.format(response.header("Content-Type"), null);
    if (format == null || body.length == 0) {
      return null;
    }
    try {
      Object object = codec.readAny(format, body);
      if (!(object instanceof Status status)) {
        return null;
      }
      Integer code = status.code();
      return code == null || code == 0 ? status.toBuilder().code(response.code()).build() : status;
    } catch (DecodeException e) {
      return null;
    }
  }

  /** A Status for an answer that carried none. */
  static Status synthesize(Request request, Transport.Response response, byte[] body) {
    int code = response.code();
    Status.Builder status =
        Status.builder()
            .status("Failure")
            .code(code)
            .reason(reason(code, request.method()))
            .message(message(code, text(response.header("Content-Type"), body)));
    String retryAfter = response.header("Retry-After");
    if (retryAfter != null && retryAfter.matches("[0-9]{1,9}")) {
      status.details(d -> d.retryAfterSeconds(Integer.parseInt(retryAfter)));
    }
    return status.build();
  }

  private static String message(int code, String text) {
    String what =
        switch (code) {
          case 401 -> "the server does not accept the credentials";
          case 403 -> "the server refuses this request";
          case 404 -> "the server has no such resource";
          case 405 -> "the server does not allow this method here";
          case 406 -> "the server cannot answer in an accepted format";
          case 413 -> "the request is too large for the server";
          case 415 -> "the server does not read this format";
          case 429 -> "the server has too many requests";
          case 503 -> "the server is not available now";
          case 504 -> "the server did not answer in time";
          default -> "the server answered " + code;
        };
    return text.isEmpty() ? what : what + ": " + text;
  }

  private static @Nullable String reason(int code, String method) {
    return switch (code) {
      case 400 -> "BadRequest";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "NotFound";
      case 405 -> "MethodNotAllowed";
      case 406 -> "NotAcceptable";
      case 409 -> method.equals("POST") ? "AlreadyExists" : "Conflict";
      case 410 -> "Gone";
      case 413 -> "RequestEntityTooLarge";
      case 415 -> "UnsupportedMediaType";
      case 422 -> "Invalid";
      case 429 -> "TooManyRequests";
      case 500 -> "InternalError";
      case 503 -> "ServiceUnavailable";
      case 504 -> "Timeout";
      default -> null;
    };
  }

  /** The start of {@code body} if it is text, without the white space around it. */
  private static String text(@Nullable String contentType, byte[] body) {
    String type = MediaTypes.essence(contentType);
    if (!type.isEmpty() && !type.startsWith("text/") && !type.equals(Request.JSON)) {
      return "";
    }
    int length = Math.min(body.length, LARGEST_TEXT);
    while (length < body.length && length > 0 && (body[length] & 0xC0) == 0x80) {
      length--;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(body, 0, length))
          .toString()
          .strip();
    } catch (CharacterCodingException e) {
      return "";
    }
  }
}
