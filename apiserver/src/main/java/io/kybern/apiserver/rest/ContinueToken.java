package io.kybern.apiserver.rest;

import io.kybern.error.DecodeException;
import io.kybern.model.wire.Codec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a paged list goes on. Opaque to clients; written as kube-apiserver writes its own.
 *
 * @param revision state the pages are read from; negative for the newest one
 * @param start first key of the next page, without the namespace if the list is that of one
 */
record ContinueToken(long revision, String start) {
  private static final String VERSION = "meta.k8s.io/v1";

  String encode() {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("v", VERSION);
    content.put("rv", revision);
    content.put("start", '/' + start);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Codec.treeToJson(content));
  }

  /**
   * @throws io.kybern.error.BadRequestException if {@code text} is no such token
   */
  static ContinueToken decode(String text) {
    byte[] json = bytes(text);
    Object tree;
    try {
      tree = Codec.jsonToTree(json);
    } catch (DecodeException e) {
      throw invalid(GoJson.problem(json));
    }
    if (tree != null && !(tree instanceof Map)) {
      throw invalid(
          "json: cannot unmarshal "
              + GoJson.typeOf(tree)
              + " into Go value of type storage.continueToken");
    }
    Map<?, ?> content = tree instanceof Map<?, ?> map ? map : Map.of();
    String version = member(content, "v", "", "string");
    long revision = member(content, "rv", 0L, "int64");
    String start = member(content, "start", "", "string");
    if (!version.equals(VERSION)) {
      throw invalid("server does not recognize this encoded version " + version);
    }
    if (revision == 0) {
      throw invalid("incorrect encoded start resourceVersion (version " + VERSION + ")");
    }
    if (start.isEmpty()) {
      throw invalid("encoded start key empty (version " + VERSION + ")");
    }
    String key = start.startsWith("/") ? start.substring(1) : start;
    if (List.of(key.split("/", -1)).contains("..")) {
      throw invalid(start);
    }
    return new ContinueToken(revision, key);
  }

  private static byte[] bytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean known =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
      if (!known) {
        throw notBase64(i - i % 4 + (c == '=' ? i % 4 : 0));
      }
    }
    if (text.length() % 4 == 1) {
      throw notBase64(text.length() - 1);
    }
    return Base64.getUrlDecoder().decode(text);
  }

  private static RuntimeException notBase64(int at) {
    return invalid("illegal base64 data at input byte " + at);
  }

  @SuppressWarnings("unchecked")
  private static <T> T member(Map<?, ?> content, String name, T fallback, String goType) {
    Object value = content.get(name);
    if (value == null) {
      return fallback;
    }
    if (!fallback.getClass().isInstance(value)) {
      throw invalid(
          "json: cannot unmarshal "
              + GoJson.typeOf(value)
              + " into Go struct field continueToken."
              + name
              + " of type "
              + goType);
    }
    return (T) value;
  }

  private static RuntimeException invalid(String why) {
    return ApiErrors.badRequest("invalid continue token: continue key is not valid: " + why);
  }
}
