package io.kybern.apiserver.rest;

import io.kybern.api.certificates.v1.CertificateSigningRequest;
import io.kybern.api.certificates.v1.CertificateSigningRequestCondition;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.List;

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
  KubernetesObject prepareStatusUpdate(KubernetesObject object, KubernetesObject old) {
    CertificateSigningRequest request = (CertificateSigningRequest) object;
    return withConditions(
        request, decisions((CertificateSigningRequest) old, true), decisions(request, false));
  }

  /** What the approval subresource makes of {@code asked}: the old object with its decisions. */
  static CertificateSigningRequest approve(
      CertificateSigningRequest asked, CertificateSigningRequest old) {
    CertificateSigningRequest kept =
        old.withMetadata(
            old.metadata().toBuilder().resourceVersion(asked.resourceVersion()).build());
    return withConditions(kept, decisions(asked, true), decisions(old, false));
  }

  private static CertificateSigningRequest withConditions(
      CertificateSigningRequest request,
      List<CertificateSigningRequestCondition> decisions,
      List<CertificateSigningRequestCondition> others) {
    List<CertificateSigningRequestCondition> all = new ArrayList<>(decisions);
    all.addAll(others);
    return request.toBuilder().status(request.status().toBuilder().conditions(all).build()).build();
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
    if (request.spec().signerName().isEmpty()) {
      errors.add(FieldError.required("spec.signerName", ""));
    }
  }
}
