package io.kybern.apiserver.rest;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.access.Attempt;
import io.kybern.apiserver.access.Decision;
import io.kybern.apiserver.access.Rbac;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.Names;
import io.kybern.error.ApiException;
import io.kybern.model.selector.FieldQuery;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request is an attempt at, and how the server says no. Stateless. */
final class Access {
  private Access() {}

  /**
   * What a request wants to do.
   *
   * @param path what its path names, {@code null} if that is no resource
   */
  static Attempt attempt(ApiRequest request, @Nullable RequestPath path) {
    if (path == null) {
      String decoded = String.join("/", RequestPath.segments(request.path()));
      return Attempt.onPath(
          request.user(),
          request.method().toLowerCase(Locale.ROOT),
          "/" + decoded + (request.path().length() > 1 && request.path().endsWith("/") ? "/" : ""));
    }
    boolean ofNamespace = path.plural().equals("namespaces") && path.namespace().isEmpty();
    int slash = path.subresource().indexOf('/');
    Query query = Query.parse(request.query());
    return new Attempt(
        request.user(),
        verb(request, path, query),
        path.group(),
        path.plural(),
        slash < 0 ? path.subresource() : path.subresource().substring(0, slash),
        ofNamespace ? path.name() : path.namespace(),
        path.name().isEmpty() ? selectedName(request, query) : path.name(),
        "");
  }

  private static String verb(ApiRequest request, RequestPath path, Query query) {
    if (path.watch()) {
      return "watch";
    }
    boolean named = !path.name().isEmpty();
    return switch (request.method()) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> named ? "delete" : "deletecollection";
      case "GET", "HEAD" -> named ? "get" : query.flag("watch") ? "watch" : "list";
      default -> "";
    };
  }

  /** A list or a watch of one object by its name is about that object. */
  private static String selectedName(ApiRequest request, Query query) {
    String selector = query.text("fieldSelector");
    if (selector.isEmpty() || !request.method().equals("GET")) {
      return "";
    }
    try {
      String name = FieldQuery.parse(selector).requiredValue("metadata.name").orElse("");
      return Names.pathSegment(name).isEmpty() ? name : "";
    } catch (IllegalArgumentException e) {
      // The verb will refuse it.
      return "";
    }
  }

  /**
   * @throws io.kybern.error.ForbiddenException if the user may not
   */
  static void require(Rbac rbac, Attempt attempt) {
    Decision decision = rbac.decide(attempt);
    if (!decision.allowed()) {
      throw denied(attempt, decision.reason());
    }
  }

  static ApiException denied(Attempt attempt, String reason) {
    String user = "User " + FieldError.quoted(attempt.user().name()) + " cannot ";
    String tail = reason.isEmpty() ? "" : ": " + reason;
    if (attempt.isOnPath()) {
      return ApiErrors.forbidden(
          "forbidden: "
              + user
              + attempt.verb()
              + " path "
              + FieldError.quoted(attempt.path())
              + tail);
    }
    return ApiErrors.forbidden(
        new Target(attempt.group(), attempt.resource()),
        attempt.name(),
        user
            + attempt.verb()
            + " resource "
            + FieldError.quoted(attempt.fullResource())
            + " in API group "
            + FieldError.quoted(attempt.group())
            + (attempt.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace " + FieldError.quoted(attempt.namespace()))
            + tail);
  }
}
