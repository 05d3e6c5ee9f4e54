package io.kybern.apiserver.rest;

import io.kybern.error.DecodeException;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a paged list goes on. Opaque to clients; written as kube-apiserver writes its own.
 *
 * @param revision state the pages are read from; -1 for the newest one
 * @param start first key of the next page
 */
record ContinueToken(long revision, String start) {
  private static final String VERSION = "meta.k8s.io/v1";

  String encode() {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("v", VERSION);
    content.put("rv", revision);
    content.put("start", start);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Codec.treeToJson(content));
  }

  /**
   * @throws io.kybern.error.BadRequestException if {@code text} is no such token
   */
  static ContinueToken decode(String text) {
    Object tree;
    try {
      tree =
          Codec.jsonToTree(
              Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IllegalArgumentException | DecodeException e) {
      throw invalid("it is not a token of this server");
    }
    if (!(tree instanceof Map<?, ?> content)
        || !VERSION.equals(content.get("v"))
        || !(content.get("start") instanceof String start)
        || start.isEmpty()
        || !(content.get("rv") instanceof Long revision)
        || revision == 0) {
      throw invalid("it is not a token of this server");
    }
    return new ContinueToken(revision, start);
  }

  private static RuntimeException invalid(String why) {
    return ApiErrors.badRequest("continue key is not valid: " + why);
  }
}
