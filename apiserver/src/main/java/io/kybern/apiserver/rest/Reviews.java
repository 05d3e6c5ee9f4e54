package io.kybern.apiserver.rest;

import io.kybern.api.authentication.v1.SelfSubjectReview;
import io.kybern.api.authentication.v1.TokenReview;
import io.kybern.api.authentication.v1.UserInfo;
import io.kybern.api.authorization.v1.LocalSubjectAccessReview;
import io.kybern.api.authorization.v1.SelfSubjectAccessReview;
import io.kybern.api.authorization.v1.SelfSubjectRulesReview;
import io.kybern.api.authorization.v1.SubjectAccessReview;
import io.kybern.api.authorization.v1.SubjectAccessReviewStatus;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.rest.KindRules.Context;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/**
 * Kinds that are questions: posted, answered, never stored. Everybody who is authenticated may do
 * everything on this server, and that is what the answers say.
 */
final class Reviews {
  /** Who a bearer token belongs to. */
  private final Function<String, Optional<User>> authenticator;

  Reviews(Function<String, Optional<User>> authenticator) {
    this.authenticator = authenticator;
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
      return review.toBuilder().status(allowed()).build();
    }
    if (asked instanceof SubjectAccessReview review) {
      return review.toBuilder().status(allowed()).build();
    }
    if (asked instanceof LocalSubjectAccessReview review) {
      return review.toBuilder().status(allowed()).build();
    }
    if (asked instanceof SelfSubjectRulesReview review) {
      return review.toBuilder()
          .status(
              status ->
                  status
                      .incomplete(false)
                      .resourceRule(rule -> rule.verbs("*").apiGroups("*").resources("*"))
                      .nonResourceRule(rule -> rule.verbs("*").nonResourceURLs("*")))
          .build();
    }
    throw ApiErrors.notImplemented("this server has no answer to a " + asked.kind());
  }

  private static SubjectAccessReviewStatus allowed() {
    return SubjectAccessReviewStatus.builder()
        .allowed(true)
        .reason("this server lets everybody do everything")
        .build();
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
          status -> status.error("[invalid bearer token]").user(UserInfo.builder().build()));
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
    return UserInfo.builder()
        .username(user.name())
        .uid(user.uid().isEmpty() ? null : user.uid())
        .groups(user.groups())
        .build();
  }
}
