package io.kybern.apiserver.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.kybern.api.meta.v1.Status;
import io.kybern.api.meta.v1.StatusCause;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.error.AlreadyExistsException;
import io.kybern.error.ApiException;
import io.kybern.error.BadRequestException;
import io.kybern.error.ConflictException;
import io.kybern.error.ForbiddenException;
import io.kybern.error.GoneException;
import io.kybern.error.InvalidException;
import io.kybern.error.NotFoundException;
import io.kybern.error.TooManyRequestsException;
import io.kybern.error.UnauthorizedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Codes, reasons and messages as kube-apiserver has them. */
class ApiErrorsTest {
  private static final Target DEPLOYMENTS = new Target("apps", "deployments");
  private static final Target PODS = new Target("", "pods");

  private static Status check(
      ApiException error, Class<?> type, int code, String reason, String message) {
    assertInstanceOf(type, error);
    Status status = error.status();
    assertEquals("Failure", status.status());
    assertEquals(code, status.code());
    assertEquals(reason, status.reason());
    assertEquals(message, status.message());
    return status;
  }

  @Test
  void nameWhatTheyAreAbout() {
    Status status =
        check(
            ApiErrors.notFound(DEPLOYMENTS, "web"),
            NotFoundException.class,
            404,
            "NotFound",
            "deployments.apps \"web\" not found");
    assertEquals("web", status.details().name());
    assertEquals("apps", status.details().group());
    assertEquals("deployments", status.details().kind());
    assertNull(ApiErrors.notFound(PODS, "p").status().details().group());
  }

  @Test
  void tellConflictsApart() {
    check(
        ApiErrors.alreadyExists(PODS, "p", false),
        AlreadyExistsException.class,
        409,
        "AlreadyExists",
        "pods \"p\" already exists");
    check(
        ApiErrors.alreadyExists(PODS, "p", true),
        AlreadyExistsException.class,
        409,
        "AlreadyExists",
        "object is being deleted: pods \"p\" already exists");
    Status generated =
        check(
            ApiErrors.generatedNameExists(PODS, "p-x"),
            AlreadyExistsException.class,
            409,
            "AlreadyExists",
            "pods \"p-x\" already exists, the server was not able to generate a unique name for the"
                + " object");
    assertEquals(1, generated.details().retryAfterSeconds());
    check(
        ApiErrors.conflict(DEPLOYMENTS, "web", ApiErrors.MODIFIED),
        ConflictException.class,
        409,
        "Conflict",
        "Operation cannot be fulfilled on deployments.apps \"web\": the object has been modified;"
            + " please apply your changes to the latest version and try again");
  }

  @Test
  void sayWhatIsInvalid() {
    Target kind = new Target("apps", "Deployment");
    Status one =
        check(
            ApiErrors.invalid(kind, "web", List.of(FieldError.required("spec.selector", ""))),
            InvalidException.class,
            422,
            "Invalid",
            "Deployment.apps \"web\" is invalid: spec.selector: Required value");
    StatusCause cause = one.details().causes().get(0);
    assertEquals("FieldValueRequired", cause.reason());
    assertEquals("Required value", cause.message());
    assertEquals("spec.selector", cause.field());
    assertEquals("Deployment", one.details().kind());
    FieldError twice = FieldError.invalid("a", "b\n", "why");
    check(
        ApiErrors.invalid(
            kind, "", List.of(twice, twice, FieldError.invalid("c", Map.of("d", 1L), ""))),
        InvalidException.class,
        422,
        "Invalid",
        "Deployment.apps \"\" is invalid: [a: Invalid value: \"b\\n\": why, c: Invalid value:"
            + " {\"d\":1}]");
  }

  @Test
  void describeFields() {
    assertEquals(
        "f: Unsupported value: \"x\": supported values: \"a\", \"b\"",
        FieldError.notSupported("f", "x", List.of("a", "b")).toString());
    assertEquals("f: Duplicate value: \"x\"", FieldError.duplicate("f", "x").toString());
    assertEquals("f: Forbidden: no", FieldError.forbidden("f", "no").toString());
    assertEquals(
        "f: Too long: may not be more than 5 bytes", FieldError.tooLong("f", 5).toString());
    assertEquals("f: Invalid value: null: x", FieldError.invalid("f", null, "x").toString());
    assertEquals("f: Invalid value: -1: x", FieldError.invalid("f", -1, "x").toString());
    assertEquals(
        "f: Invalid value: [\"a\"]: x", FieldError.invalid("f", List.of("a"), "x").toString());
    assertEquals("\"a\\\"\\\\\\t\\x01é\"", FieldError.quoted("a\"\\\t\u0001é"));
  }

  @Test
  void refuse() {
    check(
        ApiErrors.forbidden(PODS, "p", "because"),
        ForbiddenException.class,
        403,
        "Forbidden",
        "pods \"p\" is forbidden: because");
    check(
        ApiErrors.forbidden(PODS, "", "because"),
        ForbiddenException.class,
        403,
        "Forbidden",
        "pods is forbidden: because");
    check(
        ApiErrors.unauthorized(), UnauthorizedException.class, 401, "Unauthorized", "Unauthorized");
    check(ApiErrors.badRequest("x"), BadRequestException.class, 400, "BadRequest", "x");
    check(
        ApiErrors.methodNotAllowed(),
        ApiException.class,
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource");
    check(
        ApiErrors.tooLarge(7),
        ApiException.class,
        413,
        "RequestEntityTooLarge",
        "Request entity too large: limit is 7");
    Status later =
        check(
            ApiErrors.tooManyRequests("x", 3),
            TooManyRequestsException.class,
            429,
            "TooManyRequests",
            "x");
    assertEquals(3, later.details().retryAfterSeconds());
    check(
        ApiErrors.internal("x"),
        ApiException.class,
        500,
        "InternalError",
        "Internal error occurred: x");
    check(ApiErrors.notImplemented("x"), ApiException.class, 501, "NotImplemented", "x");
    assertNull(ApiErrors.unknown(500, "x").status().reason());
  }

  @Test
  void sayThatThePastIsGone() {
    check(
        ApiErrors.tooOld(3, 9),
        GoneException.class,
        410,
        "Expired",
        "too old resource version: 3 (9)");
    Status page = ApiErrors.continueExpired("token").status();
    assertEquals(410, page.code());
    assertEquals("token", page.metadata().continue_());
    Status future = ApiErrors.tooLargeResourceVersion(9, 3).status();
    assertEquals(504, future.code());
    assertEquals("Timeout", future.reason());
    assertEquals("ResourceVersionTooLarge", future.details().causes().get(0).reason());
  }

  @Test
  void listWhatIsAccepted() {
    check(
        ApiErrors.notAcceptable(List.of("a", "b")),
        ApiException.class,
        406,
        "NotAcceptable",
        "only the following media types are accepted: a, b");
    check(
        ApiErrors.unsupportedMediaType(List.of("a", "b")),
        ApiException.class,
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: a, b");
  }
}
