package io.kybern.apiserver.rest;

import io.kybern.api.certificates.v1.CertificateSigningRequest;
import io.kybern.api.certificates.v1.CertificateSigningRequestCondition;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.SignerNames;
import io.kybern.model.KubernetesObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Certificate signing requests: the server says who asks, the spec never changes, and approval has
 * a subresource of its own.
 */
final class SigningRequestRules extends KindRules {
  SigningRequestRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    CertificateSigningRequest request = (CertificateSigningRequest) object;
    String uid = context.user().uid();
    return request.toBuilder()
        .spec(
            request.spec().toBuilder()
                .username(context.user().name())
                .uid(uid.isEmpty() ? null : uid)
                .groups(context.user().groups())
                .extra(null)
                .build())
        .build();
  }

  @Override
  KubernetesObject prepareUpdate(KubernetesObject object, KubernetesObject old, Context context) {
    return ((CertificateSigningRequest) object)
        .toBuilder().spec(((CertificateSigningRequest) old).spec()).build();
  }

  @Override
  KubernetesObject prepareStatusUpdate(
      KubernetesObject object, KubernetesObject old, Context context) {
    CertificateSigningRequest was = (CertificateSigningRequest) old;
    CertificateSigningRequest request = (CertificateSigningRequest) object;
    return withConditions(
        request, decisions(was, true), decisions(request, false), was, context.now());
  }

  /** What the approval subresource makes of {@code asked}: the old object with its decisions. */
  static CertificateSigningRequest approve(
      CertificateSigningRequest asked, CertificateSigningRequest old, Instant now) {
    CertificateSigningRequest kept =
        old.withMetadata(
            old.metadata().toBuilder().resourceVersion(asked.resourceVersion()).build());
    return withConditions(kept, asked.status().conditions(), List.of(), old, now);
  }

  private static CertificateSigningRequest withConditions(
      CertificateSigningRequest request,
      List<CertificateSigningRequestCondition> decisions,
      List<CertificateSigningRequestCondition> others,
      CertificateSigningRequest old,
      Instant now) {
    List<CertificateSigningRequestCondition> all = new ArrayList<>();
    decisions.forEach(condition -> all.add(dated(condition, old, now)));
    others.forEach(condition -> all.add(dated(condition, old, now)));
    requireKept(old, all);
    return request.toBuilder().status(request.status().toBuilder().conditions(all).build()).build();
  }

  /** What was decided stays so. */
  private static void requireKept(
      CertificateSigningRequest old, List<CertificateSigningRequestCondition> conditions) {
    List<FieldError> errors = new ArrayList<>();
    for (String type : List.of("Approved", "Denied", "Failed")) {
      if (count(conditions, type) < count(old.status().conditions(), type)) {
        errors.add(
            FieldError.forbidden(
                "status.conditions",
                "updates may not remove a condition of type " + FieldError.quoted(type)));
      }
    }
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(
          new Target("certificates.k8s.io", "CertificateSigningRequest"), old.name(), errors);
    }
  }

  private static long count(List<CertificateSigningRequestCondition> conditions, String type) {
    return conditions.stream().filter(condition -> type.equals(condition.type())).count();
  }

  /** A condition with both of its times: those it was written with, else its old ones, else now. */
  private static CertificateSigningRequestCondition dated(
      CertificateSigningRequestCondition condition, CertificateSigningRequest old, Instant now) {
    Instant moment = now.truncatedTo(ChronoUnit.SECONDS);
    CertificateSigningRequestCondition.Builder dated = condition.toBuilder();
    if (condition.lastUpdateTime() == null) {
      dated.lastUpdateTime(moment);
    }
    if (condition.lastTransitionTime() == null) {
      dated.lastTransitionTime(
          old.status().conditions().stream()
              .filter(
                  was ->
                      was.type().equals(condition.type())
                          && Objects.equals(was.status(), condition.status()))
              .map(CertificateSigningRequestCondition::lastTransitionTime)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(moment));
    }
    return dated.build();
  }

  private static List<CertificateSigningRequestCondition> decisions(
      CertificateSigningRequest request, boolean approvals) {
    List<CertificateSigningRequestCondition> found = new ArrayList<>();
    for (CertificateSigningRequestCondition condition : request.status().conditions()) {
      boolean approval = condition.type().equals("Approved") || condition.type().equals("Denied");
      if (approval == approvals) {
        found.add(condition);
      }
    }
    return found;
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    CertificateSigningRequest request = (CertificateSigningRequest) object;
    if (request.spec().request().size() == 0) {
      errors.add(
          FieldError.invalid("spec.request", null, "PEM block type must be CERTIFICATE REQUEST"));
    }
    if (request.spec().usages().isEmpty()) {
      errors.add(FieldError.required("spec.usages", ""));
    }
    SignerNames.check("spec.signerName", request.spec().signerName(), new Checks(errors));
  }
}
