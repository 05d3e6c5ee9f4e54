package io.kybern.apiserver.rest;

import io.kybern.api.authorization.v1.LocalSubjectAccessReview;
import io.kybern.api.authorization.v1.NonResourceAttributes;
import io.kybern.api.authorization.v1.ResourceAttributes;
import io.kybern.api.authorization.v1.SelfSubjectAccessReview;
import io.kybern.api.authorization.v1.SelfSubjectRulesReview;
import io.kybern.api.authorization.v1.SelfSubjectRulesReviewSpec;
import io.kybern.api.authorization.v1.SubjectAccessReview;
import io.kybern.api.authorization.v1.SubjectAccessReviewSpec;
import io.kybern.api.authorization.v1.SubjectAccessReviewStatus;
import io.kybern.api.authorization.v1.SubjectRulesReviewStatus;
import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.api.rbac.v1.PolicyRule;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.access.Attempt;
import io.kybern.apiserver.access.Decision;
import io.kybern.apiserver.access.Rbac;
import io.kybern.apiserver.access.Rbac.Granted;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.model.wire.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers the question who may do what. Stateless but for the roles. */
final class AccessReviews {
  private static final Target KIND = new Target("authorization.k8s.io", "");
  private static final String ONE_OF =
      "exactly one of nonResourceAttributes or resourceAttributes must be specified";

  private final Rbac rbac;

  AccessReviews(Rbac rbac) {
    this.rbac = rbac;
  }

  SelfSubjectAccessReview answer(SelfSubjectAccessReview review, User user) {
    ResourceAttributes resource =
        review.spec().hasResourceAttributes() ? review.spec().resourceAttributes() : null;
    NonResourceAttributes path =
        review.spec().hasNonResourceAttributes() ? review.spec().nonResourceAttributes() : null;
    List<FieldError> errors = new ArrayList<>();
    checkOneOf(resource, path, errors);
    checkEmpty(review.metadata(), "must be empty", errors);
    check(errors);
    return review.toBuilder().status(status(user, resource, path)).build();
  }

  SubjectAccessReview answer(SubjectAccessReview review) {
    List<FieldError> errors = new ArrayList<>();
    check(review.spec(), errors);
    checkEmpty(review.metadata(), "must be empty", errors);
    check(errors);
    return review.toBuilder().status(status(review.spec())).build();
  }

  LocalSubjectAccessReview answer(LocalSubjectAccessReview review) {
    SubjectAccessReviewSpec spec = review.spec();
    List<FieldError> errors = new ArrayList<>();
    check(spec, errors);
    ObjectMeta metadata = review.metadata().toBuilder().namespace(null).build();
    checkEmpty(metadata, "must be empty except for namespace", errors);
    String namespace = Parts.text(spec.resourceAttributes().namespace());
    if (spec.hasResourceAttributes() && !namespace.equals(review.namespace())) {
      errors.add(
          FieldError.invalid(
              "spec.resourceAttributes.namespace", namespace, "must match metadata.namespace"));
    }
    if (spec.hasNonResourceAttributes()) {
      errors.add(
          FieldError.invalid(
              "spec.nonResourceAttributes",
              shown(spec.nonResourceAttributes()),
              "disallowed on this kind of request"));
    }
    check(errors);
    return review.toBuilder().status(status(spec)).build();
  }

  SelfSubjectRulesReview answer(SelfSubjectRulesReview review, User user) {
    String namespace = Parts.text(review.spec().namespace());
    if (namespace.isEmpty()) {
      throw ApiErrors.badRequest("no namespace on request");
    }
    Granted granted = rbac.granted(user, namespace);
    SubjectRulesReviewStatus.Builder status =
        SubjectRulesReviewStatus.builder()
            .incomplete(false)
            .resourceRules(List.of())
            .nonResourceRules(List.of())
            .evaluationError(granted.problem().isEmpty() ? null : granted.problem());
    for (PolicyRule rule : granted.rules()) {
      if (!rule.resources().isEmpty()) {
        status.resourceRule(
            shown ->
                shown
                    .verbs(rule.verbs())
                    .apiGroups(rule.apiGroups())
                    .resources(rule.resources())
                    .resourceNames(rule.resourceNames()));
      }
      if (!rule.nonResourceURLs().isEmpty()) {
        status.nonResourceRule(
            shown -> shown.verbs(rule.verbs()).nonResourceURLs(rule.nonResourceURLs()));
      }
    }
    // The answer does not repeat the question.
    return review.toBuilder()
        .spec(SelfSubjectRulesReviewSpec.builder().build())
        .status(status.build())
        .build();
  }

  private SubjectAccessReviewStatus status(SubjectAccessReviewSpec spec) {
    return status(
        new User(Parts.text(spec.user()), Parts.text(spec.uid()), spec.groups()),
        spec.hasResourceAttributes() ? spec.resourceAttributes() : null,
        spec.hasNonResourceAttributes() ? spec.nonResourceAttributes() : null);
  }

  private SubjectAccessReviewStatus status(
      User user, @Nullable ResourceAttributes resource, @Nullable NonResourceAttributes path) {
    Attempt attempt =
        resource != null
            ? new Attempt(
                user,
                Parts.text(resource.verb()),
                Parts.text(resource.group()),
                Parts.text(resource.resource()),
                Parts.text(resource.subresource()),
                Parts.text(resource.namespace()),
                Parts.text(resource.name()),
                "")
            : Attempt.onPath(
                user,
                path == null ? "" : Parts.text(path.verb()),
                path == null ? "" : Parts.text(path.path()));
    Decision decision = rbac.decide(attempt);
    return SubjectAccessReviewStatus.builder()
        .allowed(decision.allowed())
        .reason(decision.reason().isEmpty() ? null : decision.reason())
        .build();
  }

  private static void check(SubjectAccessReviewSpec spec, List<FieldError> errors) {
    checkOneOf(
        spec.hasResourceAttributes() ? spec.resourceAttributes() : null,
        spec.hasNonResourceAttributes() ? spec.nonResourceAttributes() : null,
        errors);
    if (Parts.text(spec.user()).isEmpty() && spec.groups().isEmpty()) {
      errors.add(
          FieldError.invalid("spec.user", "", "at least one of user or group must be specified"));
    }
  }

  private static void checkOneOf(
      @Nullable ResourceAttributes resource,
      @Nullable NonResourceAttributes path,
      List<FieldError> errors) {
    if ((resource == null) == (path == null)) {
      errors.add(FieldError.invalid("spec", path == null ? null : shown(path), ONE_OF));
    }
  }

  /** Attributes as a message shows them: with the names they have inside Kubernetes. */
  private static Map<String, Object> shown(NonResourceAttributes path) {
    return new TreeMap<>(Map.of("Path", Parts.text(path.path()), "Verb", Parts.text(path.verb())));
  }

  private static void checkEmpty(ObjectMeta metadata, String problem, List<FieldError> errors) {
    ObjectMeta rest = metadata.toBuilder().managedFields(List.of()).build();
    if (!rest.isEmpty()) {
      errors.add(FieldError.invalid("metadata", Codec.toTree(metadata), problem));
    }
  }

  private static void check(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(KIND, "", errors);
    }
  }
}
