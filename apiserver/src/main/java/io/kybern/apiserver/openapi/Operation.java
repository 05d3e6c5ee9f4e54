package io.kybern.apiserver.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be done at a path, in either version of OpenAPI.
 *
 * @param method HTTP method in lower case
 * @param id unique name
 * @param action what Kubernetes calls it, {@code null} for discovery
 * @param kind group, version and kind it is about, {@code null} for discovery
 * @param parameters its query parameters
 * @param body name of the body's schema, {@code null} if there is no body
 * @param bodyTypes media types of the body
 * @param codes status codes of success
 * @param answer name of the answer's schema, {@code null} if it is only text
 * @param answerTypes media types of the answer
 */
record Operation(
    String method,
    String id,
    @Nullable String action,
    @Nullable Map<String, Object> kind,
    List<Parameter> parameters,
    @Nullable String body,
    List<String> bodyTypes,
    List<Integer> codes,
    @Nullable String answer,
    List<String> answerTypes) {

  /** The same where the server speaks CBOR. */
  Operation withCbor() {
    return new Operation(
        method,
        id,
        action,
        kind,
        parameters,
        body,
        withCbor(bodyTypes),
        codes,
        answer,
        withCbor(answerTypes));
  }

  private static List<String> withCbor(List<String> mediaTypes) {
    List<String> all = new ArrayList<>();
    for (String mediaType : mediaTypes) {
      all.add(mediaType);
      switch (mediaType) {
        case "application/vnd.kubernetes.protobuf" -> all.add("application/cbor");
        case "application/vnd.kubernetes.protobuf;stream=watch" -> all.add("application/cbor-seq");
        case "application/apply-patch+yaml" -> all.add("application/apply-patch+cbor");
        default -> {
          // has no counterpart
        }
      }
    }
    return List.copyOf(all);
  }

  /**
   * A parameter of a path or of one of its operations.
   *
   * @param in {@code path} or {@code query}
   * @param type OpenAPI type
   */
  record Parameter(String name, String in, String type) {
    static Parameter path(String name) {
      return new Parameter(name, "path", "string");
    }

    static Parameter query(String name, String type) {
      return new Parameter(name, "query", type);
    }
  }
}
