package io.kybern.apiserver.rest;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.error.ApiException;
import org.jspecify.annotations.Nullable;

/** How the server says no to those who showed no credentials. */
final class Denials {
  private Denials() {}

  static ApiException anonymous(ApiRequest request, @Nullable RequestPath path) {
    String user = "User " + FieldError.quoted(request.user().name());
    if (path == null) {
      return ApiErrors.forbidden(
          "forbidden: "
              + user
              + " cannot "
              + verb(request, true)
              + " path "
              + FieldError.quoted(request.path()));
    }
    String resource =
        path.subresource().isEmpty() ? path.plural() : path.plural() + "/" + path.subresource();
    return ApiErrors.forbidden(
        new Target(path.group(), path.plural()),
        path.name(),
        user
            + " cannot "
            + verb(request, !path.name().isEmpty())
            + " resource "
            + FieldError.quoted(resource)
            + " in API group "
            + FieldError.quoted(path.group())
            + (path.namespace().isEmpty()
                ? " at the cluster scope"
                : " in the namespace " + FieldError.quoted(path.namespace())));
  }

  private static String verb(ApiRequest request, boolean named) {
    return switch (request.method()) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> named ? "delete" : "deletecollection";
      default -> named ? "get" : request.query().contains("watch=") ? "watch" : "list";
    };
  }
}
