package io.kybern.client;

import io.kybern.model.wire.WireFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What content types say about the format of a body. */
final class MediaTypes {
  private MediaTypes() {}

  /** The media type without parameters, in lower case; empty for {@code null}. */
  static String essence(@Nullable String contentType) {
    if (contentType == null) {
      return "";
    }
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  /** The format that {@code contentType} names; {@code missing} if it is not there. */
  static @Nullable WireFormat format(@Nullable String contentType, @Nullable WireFormat missing) {
    return switch (essence(contentType)) {
      case "" -> missing;
      case Request.PROTOBUF -> WireFormat.PROTOBUF;
      case Request.JSON -> WireFormat.JSON;
      case Request.CBOR, Request.CBOR_SEQUENCE -> WireFormat.CBOR;
      case "application/yaml" -> WireFormat.YAML;
      default -> null;
    };
  }
}
