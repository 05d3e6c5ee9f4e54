package io.kybern.apiserver.rest;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.decoding.GoWords;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.error.ApiException;
import io.kybern.merge.JsonPatch;
import io.kybern.merge.MergePatch;
import io.kybern.merge.PatchException;
import io.kybern.merge.PatchException.Contradiction;
import io.kybern.merge.StrategicMergePatch;
import io.kybern.model.MessageType;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A patch that came in a request: applies to trees. Immutable. */
final class Patches {
  private static final String JSON = "application/json-patch+json";
  private static final String MERGE = "application/merge-patch+json";
  private static final String STRATEGIC = "application/strategic-merge-patch+json";

  private final String mediaType;
  private final @Nullable Object patch;

  private Patches(String mediaType, @Nullable Object patch) {
    this.mediaType = mediaType;
    this.patch = patch;
  }

  /**
   * The patch of a request.
   *
   * @param typed whether the object has a Java type, which a strategic patch needs
   * @throws ApiException 415 for a kind of patch that is not served, 400 for one that cannot be
   *     read
   */
  static Patches of(ApiRequest request, Input input, boolean typed) {
    String mediaType = Output.contentType(request);
    switch (mediaType) {
      case JSON, MERGE -> {
        // for objects of every kind
      }
      case STRATEGIC -> {
        if (!typed) {
          throw ApiErrors.patchTypeUnsupported();
        }
      }
      case "application/apply-patch+yaml", "application/apply-patch+cbor" -> {
        if (Query.parse(request.query()).text("fieldManager").isEmpty()) {
          throw ApiErrors.invalid(
              new ApiErrors.Target("meta.k8s.io", "PatchOptions"),
              "",
              List.of(FieldError.required("fieldManager", "is required for apply patch")));
        }
        throw ApiErrors.unsupportedMediaType(
            "server-side apply is not served yet by this server - accepted media types include: "
                + JSON
                + ", "
                + MERGE
                + ", "
                + STRATEGIC);
      }
      default -> throw ApiErrors.patchTypeUnsupported();
    }
    Object tree = input.tree();
    if (mediaType.equals(JSON)) {
      if (!(tree instanceof List)) {
        throw ApiErrors.badRequest(
            "error decoding patch: " + mistyped(tree, "[]handlers.jsonPatchOp"));
      }
      try {
        JsonPatch.parse(tree);
      } catch (PatchException e) {
        throw failed(e, mediaType);
      }
    } else if (tree == null) {
      throw ApiErrors.badRequest("Invalid JSON Patch");
    } else if (!(tree instanceof Map)) {
      throw ApiErrors.badRequest(
          (mediaType.equals(STRATEGIC) ? "" : "error decoding patch: ")
              + mistyped(tree, "map[string]interface {}"));
    }
    return new Patches(mediaType, tree);
  }

  private static String mistyped(@Nullable Object tree, String wanted) {
    return "json: cannot unmarshal " + GoJson.typeOf(tree) + " into Go value of type " + wanted;
  }

  /** What a message shows of a patch that led to {@code result}. */
  String shown(@Nullable Object result) {
    return isStrategic()
        ? GoJson.printed(patch)
        : new String(Codec.treeToJson(result), StandardCharsets.UTF_8);
  }

  /** Whether what the patch made is an object at all. */
  void checkObject(@Nullable Object result) {
    if (!(result instanceof Map)) {
      throw ApiErrors.patchFailed();
    }
  }

  /**
   * {@code original} with the patch applied.
   *
   * @param type type of the object, {@code null} if it has none
   * @throws ApiException 422 if the patch does not fit
   */
  @Nullable Object apply(Map<String, Object> original, @Nullable MessageType<?> type) {
    try {
      return switch (mediaType) {
        case JSON -> JsonPatch.parse(patch).apply(original);
        case MERGE -> MergePatch.apply(original, patch);
        default -> StrategicMergePatch.apply(original, patch, Objects.requireNonNull(type));
      };
    } catch (PatchException e) {
      throw failed(e, mediaType);
    }
  }

  private static ApiException failed(PatchException e, String mediaType) {
    if (e.kind() == PatchException.Kind.TOO_LARGE) {
      return ApiErrors.patchTooLarge(String.valueOf(e.getMessage()));
    }
    Contradiction contradiction = e.contradiction();
    if (contradiction != null) {
      return contradictory(contradiction, e.involved());
    }
    return mediaType.equals(JSON) || e.kind() != PatchException.Kind.MALFORMED
        ? ApiErrors.patchFailed()
        : ApiErrors.badRequest("error decoding patch: " + e.getMessage());
  }

  /** kube-apiserver takes most of these for failures of its own. */
  private static ApiException contradictory(
      Contradiction contradiction, List<@Nullable Object> involved) {
    Object first = involved.get(0);
    Object second = involved.size() > 1 ? involved.get(1) : null;
    return switch (contradiction) {
      case RETAINED -> ApiErrors.badRequest("invalid patch format of retainKeys");
      case DIRECTIVE ->
          ApiErrors.unknown(
              500,
              "unknown patch type: "
                  + (first instanceof String
                      ? first
                      : "%!s(" + GoWords.type(first) + "=" + GoJson.printed(first) + ")")
                  + " in map: "
                  + GoJson.printed(second));
      case NO_KEY ->
          ApiErrors.unknown(
              500,
              "map: " + GoJson.printed(first) + " does not contain declared merge key: " + second);
      case ORDER ->
          ApiErrors.unknown(
              500,
              "The order in patch list:\n"
                  + GoJson.printed(first)
                  + "\n doesn't match $setElementOrder list:\n"
                  + GoJson.printed(second)
                  + "\n");
      case MIXED ->
          ApiErrors.unknown(
              500, "list element types are not identical: " + GoJson.printed(involved));
      case TYPE ->
          ApiErrors.unknown(
              500,
              "expected a " + GoWords.type(first) + ", but received a " + GoWords.type(second));
    };
  }

  /** Whether it is a strategic merge patch. */
  boolean isStrategic() {
    return mediaType.equals(STRATEGIC);
  }
}
