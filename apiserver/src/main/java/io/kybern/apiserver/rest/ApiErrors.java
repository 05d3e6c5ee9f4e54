package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.Status;
import io.kybern.api.meta.v1.StatusCause;
import io.kybern.api.meta.v1.StatusDetails;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.error.ApiException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All errors the server answers with: codes, reasons, messages and details as kube-apiserver's. */
final class ApiErrors {
  /** Why an update that names an old resource version is refused. */
  static final String MODIFIED =
      "the object has been modified; please apply your changes to the latest version and try again";

  private static final String CONTINUE_EXPIRED =
      "The provided continue parameter is too old to display a consistent list result. You can"
          + " start a"
          + " new list without the continue parameter, or use the continue token in this"
          + " response to"
          + " retrieve the remainder of the results. Continuing with the provided token results"
          + " in an"
          + " inconsistent list - objects that were created, modified, or deleted between the"
          + " time the"
          + " first chunk was returned and now may show up in the list.";

  private ApiErrors() {}

  /** Group and resource, which most errors name. */
  record Target(String group, String resource) {
    @Override
    public String toString() {
      return group.isEmpty() ? resource : resource + "." + group;
    }
  }

  static ApiException notFound(Target target, String name) {
    return of(404, "NotFound", target + " " + FieldError.quoted(name) + " not found", target, name);
  }

  /** Nothing is served under a path. */
  static ApiException noSuchPath() {
    return of(
        404, "NotFound", "the server could not find the requested resource", details -> details);
  }

  static ApiException alreadyExists(Target target, String name, boolean beingDeleted) {
    return of(
        409,
        "AlreadyExists",
        (beingDeleted ? "object is being deleted: " : "")
            + target
            + " "
            + FieldError.quoted(name)
            + " already exists",
        target,
        name);
  }

  static ApiException generatedNameExists(Target target, String name) {
    return of(
        409,
        "AlreadyExists",
        target
            + " "
            + FieldError.quoted(name)
            + " already exists, the server was not able to generate a unique name for the object",
        details -> named(details, target, name).retryAfterSeconds(1));
  }

  static ApiException conflict(Target target, String name, String why) {
    return of(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + target + " " + FieldError.quoted(name) + ": " + why,
        target,
        name);
  }

  static ApiException unauthorized() {
    return of(401, "Unauthorized", "Unauthorized", null);
  }

  /** A request that its user may not make, on no object in particular. */
  static ApiException forbidden(String message) {
    return of(403, "Forbidden", message, details -> details);
  }

  static ApiException forbidden(Target target, String name, String why, StatusCause... causes) {
    return of(
        403,
        "Forbidden",
        target + (name.isEmpty() ? "" : " " + FieldError.quoted(name)) + " is forbidden: " + why,
        details -> named(details, target, name).causes(List.of(causes)));
  }

  static ApiException namespaceTerminating(Target target, String name, String namespace) {
    return forbidden(
        target,
        name,
        "unable to create new content in namespace "
            + namespace
            + " because it is being terminated",
        StatusCause.builder()
            .reason("NamespaceTerminating")
            .message("namespace " + namespace + " is being terminated")
            .field("metadata.namespace")
            .build());
  }

  /**
   * @param kind group and kind of what is invalid; the resource of the target is the kind here
   */
  static ApiException invalid(Target kind, String name, List<FieldError> errors) {
    return of(
        422,
        "Invalid",
        kind
            + " "
            + FieldError.quoted(name)
            + " is invalid"
            + (errors.isEmpty() ? "" : ": " + joined(errors)),
        details ->
            named(details, kind, name)
                .causes(errors.stream().distinct().map(FieldError::cause).toList()));
  }

  /** Several errors in one line. */
  static String joined(List<FieldError> errors) {
    List<String> messages =
        List.copyOf(
            errors.stream()
                .map(FieldError::toString)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    return messages.size() == 1 ? messages.get(0) : messages.toString();
  }

  static ApiException badRequest(String message) {
    return of(400, "BadRequest", message, null);
  }

  /** A method that a path does not know. */
  static ApiException methodNotAllowed() {
    return of(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        details -> details);
  }

  /** Something that can be asked for at a path, but not of the objects there. */
  static ApiException notSupported(Target target, String action) {
    return of(
        405,
        "MethodNotAllowed",
        action + " is not supported on resources of kind " + FieldError.quoted(target.toString()),
        details -> named(details, target, ""));
  }

  static ApiException notAcceptable(List<String> accepted) {
    return of(
        406,
        "NotAcceptable",
        "only the following media types are accepted: " + String.join(", ", accepted),
        null);
  }

  /** A path that has nothing to show in any media type that the client takes. */
  static ApiException notRepresentable(List<String> representations) {
    return of(
        406,
        "NotAcceptable",
        "406: Not Acceptable\n\nAvailable representations: " + String.join(", ", representations),
        details -> details);
  }

  static ApiException unsupportedMediaType(List<String> accepted) {
    return unsupportedMediaType(
        "the body of the request was in an unknown format - accepted media types include: "
            + String.join(", ", accepted));
  }

  static ApiException unsupportedMediaType(String message) {
    return of(415, "UnsupportedMediaType", message, null);
  }

  static ApiException tooLarge(int limitBytes) {
    return of(
        413, "RequestEntityTooLarge", "Request entity too large: limit is " + limitBytes, null);
  }

  static ApiException patchTooLarge(String message) {
    return of(413, "RequestEntityTooLarge", "Request entity too large: " + message, null);
  }

  /** A JSON patch that does not fit what it is for. */
  static ApiException patchFailed() {
    return of(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request",
        details -> details);
  }

  /**
   * A patch that makes something else than an object of the kind.
   *
   * @param shown what was made of the object, or the patch, as the message shows it
   */
  static ApiException patchInvalid(String shown, String problem) {
    return invalid(new Target("", ""), "", List.of(FieldError.invalid("patch", shown, problem)));
  }

  static ApiException patchTypeUnsupported() {
    return of(415, "UnsupportedMediaType", "415: Unsupported Media Type", details -> details);
  }

  static ApiException expired(String message) {
    return of(410, "Expired", message, null);
  }

  /** A watch, or an exact list, from a revision that is no longer known. */
  static ApiException tooOld(long requested, long oldest) {
    return expired("too old resource version: " + requested + " (" + oldest + ")");
  }

  /**
   * A list's continue token that has expired.
   *
   * @param token one that goes on at the newest state
   */
  static ApiException continueExpired(String token) {
    Status status = expired(CONTINUE_EXPIRED).status();
    return ApiException.of(
        status.toBuilder().metadata(metadata -> metadata.continue_(token)).build());
  }

  static ApiException tooLargeResourceVersion(long requested, long current) {
    return of(
        504,
        "Timeout",
        "Timeout: Too large resource version: "
            + Long.toUnsignedString(requested)
            + ", current: "
            + current,
        details ->
            details
                .retryAfterSeconds(1)
                .causes(
                    List.of(
                        StatusCause.builder()
                            .reason("ResourceVersionTooLarge")
                            .message("Too large resource version")
                            .build())));
  }

  static ApiException tooManyRequests(
      String message, int retryAfterSeconds, StatusCause... causes) {
    return of(
        429,
        "TooManyRequests",
        message,
        details ->
            (retryAfterSeconds == 0 ? details : details.retryAfterSeconds(retryAfterSeconds))
                .causes(List.of(causes)));
  }

  static ApiException serviceUnavailable(String message) {
    return of(503, "ServiceUnavailable", message, null);
  }

  /** Something that a kube-apiserver does and this server does not, or not yet. */
  static ApiException notImplemented(String message) {
    return of(501, "NotImplemented", message, null);
  }

  static ApiException internal(String message) {
    return of(
        500,
        "InternalError",
        "Internal error occurred: " + message,
        details -> details.causes(List.of(StatusCause.builder().message(message).build())));
  }

  /** An error for which kube-apiserver has no reason of its own. */
  static ApiException unknown(int code, String message) {
    return of(code, "", message, null);
  }

  private static ApiException of(
      int code, String reason, String message, Target target, String name) {
    return of(code, reason, message, details -> named(details, target, name));
  }

  private static StatusDetails.Builder named(
      StatusDetails.Builder details, Target target, String name) {
    return details
        .name(name.isEmpty() ? null : name)
        .group(target.group.isEmpty() ? null : target.group)
        .kind(target.resource.isEmpty() ? null : target.resource);
  }

  private static ApiException of(
      int code,
      String reason,
      String message,
      @Nullable UnaryOperator<StatusDetails.Builder> details) {
    Status.Builder status =
        Status.builder()
            .status("Failure")
            .message(message)
            .reason(reason.isEmpty() ? null : reason)
            .code(code);
    if (details != null) {
      status.details(details.apply(StatusDetails.builder()).build());
    }
    return ApiException.of(status.build());
  }
}
