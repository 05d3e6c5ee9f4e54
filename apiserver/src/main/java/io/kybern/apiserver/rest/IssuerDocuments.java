package io.kybern.apiserver.rest;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.tokens.SigningKey;
import io.kybern.model.wire.Codec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What others need to check tokens of service accounts by themselves, as OpenID Connect has it.
 * Safe for use by any thread.
 */
final class IssuerDocuments {
  static final String CONFIGURATION = "/.well-known/openid-configuration";
  static final String KEYS = "/openid/v1/jwks";

  private static final String JSON = "application/json";
  private static final String KEY_SET = "application/jwk-set+json";

  private final SigningKey key;
  private final Supplier<String> address;

  /**
   * @param address where the server is reached, empty if it has no port
   */
  IssuerDocuments(SigningKey key, Supplier<String> address) {
    this.key = key;
    this.address = address;
  }

  /** The document that a request is for, if it is for one of these. */
  Optional<ApiResponse> answer(ApiRequest request) {
    String path = request.path();
    String exact = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return switch (exact) {
      case CONFIGURATION -> Optional.of(document(request, JSON, configuration()));
      case KEYS -> Optional.of(document(request, KEY_SET, key.keySet()));
      default -> Optional.empty();
    };
  }

  private static ApiResponse document(ApiRequest request, String mediaType, byte[] body) {
    if (!request.method().equals("GET")) {
      throw ApiErrors.methodNotAllowed();
    }
    Output.requireOneOf(request, List.of(mediaType));
    return ApiResponse.of(200, mediaType, body).withHeader("Cache-Control", "public, max-age=3600");
  }

  private byte[] configuration() {
    String reached = address.get();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", Tokens.ISSUER);
    document.put("jwks_uri", (reached.isEmpty() ? Tokens.ISSUER : reached) + KEYS);
    document.put("response_types_supported", List.of("id_token"));
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of(SigningKey.ALGORITHM));
    return Codec.treeToJson(document);
  }
}
