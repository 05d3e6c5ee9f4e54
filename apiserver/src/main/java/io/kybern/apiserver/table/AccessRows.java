package io.kybern.apiserver.table;

import io.kybern.api.certificates.v1.CertificateSigningRequest;
import io.kybern.api.certificates.v1.CertificateSigningRequestCondition;
import io.kybern.api.rbac.v1.ClusterRoleBinding;
import io.kybern.api.rbac.v1.RoleBinding;
import io.kybern.api.rbac.v1.RoleRef;
import io.kybern.api.rbac.v1.Subject;
import io.kybern.model.Bytes;
import io.kybern.model.KubernetesObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rows of who may do what, and of requests for certificates. */
final class AccessRows {
  private AccessRows() {}

  static void roleBinding(RoleBinding object, Cells cells) {
    binding(object, object.roleRef(), object.subjects(), cells);
  }

  static void clusterRoleBinding(ClusterRoleBinding object, Cells cells) {
    binding(object, object.roleRef(), object.subjects(), cells);
  }

  private static void binding(
      KubernetesObject object, RoleRef role, List<Subject> subjects, Cells cells) {
    cells.add(object.name()).add(role.kind() + "/" + role.name()).age(object);
    for (String kind : List.of("User", "Group", "ServiceAccount")) {
      List<String> names = new ArrayList<>();
      for (Subject subject : subjects) {
        if (subject.kind().equals(kind)) {
          String namespace = Cells.or(subject.namespace(), "");
          boolean account = kind.equals("ServiceAccount") && !namespace.isEmpty();
          names.add(account ? namespace + "/" + subject.name() : subject.name());
        }
      }
      cells.add(String.join(", ", names));
    }
  }

  static void signingRequest(CertificateSigningRequest object, Cells cells) {
    Integer expiration = object.spec().expirationSeconds();
    cells
        .add(object.name())
        .age(object)
        .orNone(object.spec().signerName())
        .text(object.spec().username())
        .add(expiration == null ? Cells.NONE : Ages.text(Duration.ofSeconds(expiration)))
        .add(condition(object));
  }

  private static String condition(CertificateSigningRequest object) {
    List<String> types = new ArrayList<>();
    for (CertificateSigningRequestCondition condition : object.status().conditions()) {
      types.add(condition.type());
    }
    String word =
        types.contains("Denied") ? "Denied" : types.contains("Approved") ? "Approved" : "Pending";
    Bytes certificate = object.status().certificate();
    return word
        + (types.contains("Failed") ? ",Failed" : "")
        + (certificate != null && certificate.size() > 0 ? ",Issued" : "");
  }
}
