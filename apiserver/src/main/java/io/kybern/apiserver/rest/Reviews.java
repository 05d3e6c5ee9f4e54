package io.kybern.apiserver.rest;

import io.kybern.api.authentication.v1.SelfSubjectReview;
import io.kybern.api.authentication.v1.TokenReview;
import io.kybern.api.authentication.v1.UserInfo;
import io.kybern.api.authorization.v1.LocalSubjectAccessReview;
import io.kybern.api.authorization.v1.SelfSubjectAccessReview;
import io.kybern.api.authorization.v1.SelfSubjectRulesReview;
import io.kybern.api.authorization.v1.SubjectAccessReview;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.access.Rbac;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.rest.KindRules.Context;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Kinds that are questions: posted, answered, never stored. Safe for use by any thread. */
final class Reviews {
  /** Who a bearer token belongs to. */
  private final Function<String, Optional<User>> authenticator;

  private final AccessReviews access;

  Reviews(Function<String, Optional<User>> authenticator, Rbac rbac) {
    this.authenticator = authenticator;
    this.access = new AccessReviews(rbac);
  }

  /** Whether a kind is a question. */
  static boolean isReview(Resource resource) {
    return switch (resource.served().group()) {
      case "authentication.k8s.io", "authorization.k8s.io" -> true;
      default -> false;
    };
  }

  ApiResponse answer(Call call) {
    Output output = call.output();
    WriteOptions options = WriteOptions.of(call.query(), "CreateOptions");
    KubernetesObject asked = call.input().object(call.resource(), options.validation());
    if (call.resource().namespaced()) {
      asked = ResourceHandler.inNamespace(call, asked);
    }
    return call.answers().object(201, answer(asked, call.context()), output.plain(), call.input());
  }

  private Message answer(KubernetesObject asked, Context context) {
    if (asked instanceof SelfSubjectReview review) {
      return review.toBuilder()
          .metadata(
              metadata -> metadata.creationTimestamp(context.now().truncatedTo(ChronoUnit.SECONDS)))
          .status(status -> status.userInfo(info(context.user())))
          .build();
    }
    if (asked instanceof TokenReview review) {
      return reviewed(review);
    }
    if (asked instanceof SelfSubjectAccessReview review) {
      return access.answer(review, context.user());
    }
    if (asked instanceof SubjectAccessReview review) {
      return access.answer(review);
    }
    if (asked instanceof LocalSubjectAccessReview review) {
      return access.answer(review);
    }
    if (asked instanceof SelfSubjectRulesReview review) {
      return access.answer(review, context.user());
    }
    throw ApiErrors.notImplemented("this server has no answer to a " + asked.kind());
  }

  private TokenReview reviewed(TokenReview review) {
    String token = Parts.text(review.spec().token());
    if (token.isEmpty()) {
      throw ApiErrors.badRequest("token is required for TokenReview in authentication");
    }
    Optional<User> user = authenticator.apply(token);
    TokenReview.Builder answer = review.toBuilder();
    if (user.isEmpty()) {
      answer.status(
          status -> status.error("invalid bearer token").user(UserInfo.builder().build()));
    } else {
      answer.status(
          status ->
              status
                  .authenticated(true)
                  .user(info(user.get()))
                  .audiences(review.spec().audiences()));
    }
    return answer.build();
  }

  private static UserInfo info(User user) {
    Map<String, List<String>> extra = new LinkedHashMap<>(user.extra());
    return UserInfo.builder()
        .username(user.name())
        .uid(user.uid().isEmpty() ? null : user.uid())
        .groups(user.groups())
        .extra(extra)
        .build();
  }
}
