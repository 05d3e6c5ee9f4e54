package io.kybern.error;

import io.kybern.api.meta.v1.Status;
import org.jspecify.annotations.Nullable;

/**
 * A request that the API server answered with an error. Carries the whole {@link Status} object the
 * server sent; where the answer was no Status, one is made from the HTTP code. The subtype follows
 * the HTTP code and reason, so callers catch what they can handle.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/">Status</a>
 */
public non-sealed class ApiException extends KubernetesException {
  private static final long serialVersionUID = 1L;

  private final transient Status status;
  private final int code;
  private final @Nullable String method;
  private final @Nullable String path;
  private final @Nullable String auditId;

  protected ApiException(
      Status status, @Nullable String method, @Nullable String path, @Nullable String auditId) {
    super(describe(status, method, path), null);
    this.status = status;
    Integer code = status.code();
    this.code = code == null ? 0 : code;
    this.method = method;
    this.path = path;
    this.auditId = auditId;
  }

  /** The exception for a Status that belongs to no request, as a server makes it. */
  public static ApiException of(Status status) {
    return of(status, null, null, null);
  }

  /** The exception of the subtype that code and reason of {@code status} ask for. */
  public static ApiException of(
      Status status, @Nullable String method, @Nullable String path, @Nullable String auditId) {
    String reason = status.reason() == null ? "" : status.reason();
    Integer code = status.code();
    return switch (code == null ? 0 : code) {
      case 400 -> new BadRequestException(status, method, path, auditId);
      case 401 -> new UnauthorizedException(status, method, path, auditId);
      case 403 -> new ForbiddenException(status, method, path, auditId);
      case 404 -> new NotFoundException(status, method, path, auditId);
      case 409 ->
          reason.equals("AlreadyExists")
              ? new AlreadyExistsException(status, method, path, auditId)
              : new ConflictException(status, method, path, auditId);
      case 410 -> new GoneException(status, method, path, auditId);
      case 422 -> new InvalidException(status, method, path, auditId);
      case 429 -> new TooManyRequestsException(status, method, path, auditId);
      default -> new ApiException(status, method, path, auditId);
    };
  }

  private static String describe(Status status, @Nullable String method, @Nullable String path) {
    StringBuilder text = new StringBuilder();
    if (method != null) {
      text.append(method).append(' ').append(path).append(": ");
    }
    text.append(status.code() == null ? 0 : status.code());
    if (status.reason() != null) {
      text.append(' ').append(status.reason());
    }
    if (status.message() != null) {
      text.append(": ").append(status.message());
    }
    return text.toString();
  }

  /** What the server said, whole. */
  public Status status() {
    return status;
  }

  /** HTTP status code. */
  public int code() {
    return code;
  }

  /** Machine-readable reason such as {@code NotFound}, empty if the server gave none. */
  public String reason() {
    String reason = status.reason();
    return reason == null ? "" : reason;
  }

  /** HTTP method of the request, {@code null} for an error event of a watch. */
  public @Nullable String method() {
    return method;
  }

  /** Path and query of the request, without host. */
  public @Nullable String path() {
    return path;
  }

  /** The server's {@code Audit-Id} for this request, to find it in the audit log. */
  public @Nullable String auditId() {
    return auditId;
  }
}
