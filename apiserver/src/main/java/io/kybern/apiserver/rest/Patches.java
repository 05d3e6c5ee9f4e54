package io.kybern.apiserver.rest;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.error.ApiException;
import io.kybern.merge.JsonPatch;
import io.kybern.merge.MergePatch;
import io.kybern.merge.PatchException;
import io.kybern.merge.StrategicMergePatch;
import io.kybern.model.MessageType;
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
          throw ApiErrors.unsupportedMediaType(List.of(JSON, MERGE));
        }
      }
      case "application/apply-patch+yaml", "application/apply-patch+cbor" ->
          throw ApiErrors.unsupportedMediaType(
              "server-side apply is not served yet by this server - accepted media types include: "
                  + JSON
                  + ", "
                  + MERGE
                  + ", "
                  + STRATEGIC);
      default ->
          throw ApiErrors.unsupportedMediaType(
              typed ? List.of(JSON, MERGE, STRATEGIC) : List.of(JSON, MERGE));
    }
    Object tree = input.tree();
    if (mediaType.equals(JSON)) {
      try {
        JsonPatch.parse(tree);
      } catch (PatchException e) {
        throw failed(null, "", e);
      }
    } else if (!(tree instanceof Map)) {
      throw ApiErrors.badRequest("error decoding patch: a merge patch must be an object");
    }
    return new Patches(mediaType, tree);
  }

  /**
   * {@code original} with the patch applied.
   *
   * @param target what is patched, for errors
   * @param type type of the object, {@code null} if it has none
   * @throws ApiException 422 if the patch does not fit
   */
  @Nullable Object apply(
      Target target, String name, Map<String, Object> original, @Nullable MessageType<?> type) {
    try {
      return switch (mediaType) {
        case JSON -> JsonPatch.parse(patch).apply(original);
        case MERGE -> MergePatch.apply(original, patch);
        default -> StrategicMergePatch.apply(original, patch, Objects.requireNonNull(type));
      };
    } catch (PatchException e) {
      throw failed(target, name, e);
    }
  }

  private static ApiException failed(@Nullable Target target, String name, PatchException e) {
    return switch (e.kind()) {
      case MALFORMED -> ApiErrors.badRequest("error decoding patch: " + e.getMessage());
      case TOO_LARGE -> ApiErrors.patchTooLarge(String.valueOf(e.getMessage()));
      default ->
          target == null
              ? ApiErrors.badRequest(String.valueOf(e.getMessage()))
              : ApiErrors.patchFailed(target, name, String.valueOf(e.getMessage()));
    };
  }
}
