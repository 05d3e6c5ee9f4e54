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
import io.kybern.apiserver.rest.TokenVerifier.Verdict;
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
  private static final String INVALID_TOKEN = "invalid bearer token";

  /** Who a bearer token belongs to that is no service account's. */
  private final Function<String, Optional<User>> authenticator;

  private final TokenVerifier tokens;
  private final AccessReviews access;

  Reviews(Function<String, Optional<User>> authenticator, TokenVerifier tokens, Rbac rbac) {
    this.authenticator = authenticator;
    this.tokens = tokens;
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
    return call.answers().object(201, answer(asked, call.context()), output.plain());
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
      return reviewed(review, context);
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

  private TokenReview reviewed(TokenReview review, Context context) {
    String token = Parts.text(review.spec().token());
    if (token.isEmpty()) {
      throw ApiErrors.badRequest("token is required for TokenReview in authentication");
    }
    List<String> asked = review.spec().audiences();
    Verdict verdict = verdict(token, asked.isEmpty() ? List.of(Tokens.ISSUER) : asked, context);
    User user = verdict.user();
    return review.toBuilder()
        .status(
            status -> {
              if (user != null) {
                status.authenticated(true).user(info(user)).audiences(verdict.audiences());
                return;
              }
              String problem = verdict.problem();
              status
                  .error(
                      problem.isEmpty()
                          ? INVALID_TOKEN
                          : "[" + INVALID_TOKEN + ", " + problem + "]")
                  .user(UserInfo.builder().build());
            })
        .build();
  }

  private Verdict verdict(String token, List<String> audiences, Context context) {
    Optional<User> user = authenticator.apply(token);
    if (user.isEmpty()) {
      return tokens.verify(token, audiences, context.now());
    }
    // Tokens that say nothing about their audience are for the server itself.
    return audiences.contains(Tokens.ISSUER)
        ? new Verdict(user.get(), List.of(Tokens.ISSUER), "")
        : Verdict.NOT_OURS;
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
