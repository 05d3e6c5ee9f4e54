package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.ClusterTrustBundleProjection;
import io.kybern.api.core.v1.DownwardAPIVolumeFile;
import io.kybern.api.core.v1.PodCertificateProjection;
import io.kybern.api.core.v1.ProjectedVolumeSource;
import io.kybern.api.core.v1.ServiceAccountTokenProjection;
import io.kybern.api.core.v1.VolumeProjection;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.wire.Codec;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Volumes whose files come from several places. Confined to one validation. */
final class ProjectedChecks {
  private static final List<String> FILE_FIELDS =
      List.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid");
  private static final long MIN_TOKEN_SECONDS = 600;
  private static final long MIN_CERTIFICATE_SECONDS = 3600;
  private static final long MAX_CERTIFICATE_SECONDS = 91L * 24 * 3600;

  private final String at;
  private final Checks checks;
  private final Set<String> paths = new HashSet<>();

  private ProjectedChecks(String at, Checks checks) {
    this.at = at;
    this.checks = checks;
  }

  static void projected(ProjectedVolumeSource source, String at, Checks checks) {
    checks.mode(at + ".defaultMode", source.defaultMode());
    ProjectedChecks projected = new ProjectedChecks(at, checks);
    for (int i = 0; i < source.sources().size(); i++) {
      projected.source(source.sources().get(i), at + ".sources[" + i + "]");
    }
  }

  private void source(VolumeProjection source, String path) {
    int sources = 0;
    if (source.hasSecret()) {
      sources++;
      String name = Parts.text(source.secret().name());
      checks.required(path + ".secret.name", name);
      VolumeChecks.keys(
          source.secret().items(), path + ".secret.items", file -> once(file, name), checks);
    }
    if (source.hasConfigMap()) {
      sources++;
      String name = Parts.text(source.configMap().name());
      checks.required(path + ".configMap.name", name);
      VolumeChecks.keys(
          source.configMap().items(), path + ".configMap.items", file -> once(file, name), checks);
    }
    if (source.hasDownwardAPI()) {
      sources++;
      for (DownwardAPIVolumeFile file : source.downwardAPI().items()) {
        file(file, path + ".downwardAPI", checks);
        once(file.path(), file.path());
      }
    }
    if (source.hasServiceAccountToken()) {
      sources++;
      token(source.serviceAccountToken(), path + ".serviceAccountToken");
    }
    if (source.hasClusterTrustBundle()) {
      sources++;
      trust(source.clusterTrustBundle(), path + ".clusterTrustBundle");
    }
    if (source.hasPodCertificate()) {
      sources++;
      certificate(source.podCertificate(), path + ".podCertificate");
    }
    if (sources > 1) {
      checks.forbidden(path, "may not specify more than 1 volume type per source");
    }
  }

  /** A file must not come from two places. */
  private void once(String path, String shown) {
    if (!path.isEmpty() && !paths.add(path)) {
      checks.invalid(at, shown, "conflicting duplicate paths");
    }
  }

  /** A file about the pod itself. */
  static void file(DownwardAPIVolumeFile file, String at, Checks checks) {
    if (checks.required(at + ".path", file.path())) {
      checks.unreservedPath(at + ".path", file.path());
    }
    if (file.hasFieldRef()) {
      DownwardChecks.field(file.fieldRef(), FILE_FIELDS, at + ".fieldRef", checks);
      if (file.hasResourceFieldRef()) {
        checks.invalid(
            at, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
      }
    } else if (file.hasResourceFieldRef()) {
      DownwardChecks.resource(file.resourceFieldRef(), true, at + ".resourceFieldRef", checks);
    } else {
      checks.required(at, null, "one of fieldRef and resourceFieldRef is required");
    }
    checks.mode(at + ".mode", file.mode());
  }

  private void token(ServiceAccountTokenProjection token, String path) {
    Long seconds = token.expirationSeconds();
    if (seconds != null && seconds < MIN_TOKEN_SECONDS) {
      checks.invalid(
          path + ".expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
    } else if (seconds != null && seconds > 1L << 32) {
      checks.invalid(
          path + ".expirationSeconds",
          seconds,
          "may not specify a duration larger than 2^32 seconds");
    }
    // kube-apiserver says this of the volume, not of the token.
    if (checks.required(at + ".path", token.path())) {
      checks.unreservedPath(at + ".path", token.path());
    }
  }

  private void trust(ClusterTrustBundleProjection bundle, String path) {
    String name = bundle.name();
    String signer = bundle.signerName();
    if (name != null && signer != null) {
      checks.invalid(path, shown(bundle), "only one of name and signerName may be used");
    } else if (name != null) {
      Names.subdomain(name)
          .forEach(
              problem ->
                  checks.invalid(
                      path + ".name", name, "not a valid clustertrustbundlename: " + problem));
      if (bundle.hasLabelSelector()) {
        checks.invalid(
            path + ".labelSelector",
            Codec.toTree(bundle.labelSelector()),
            "labelSelector must be unset if name is specified");
      }
    } else if (signer != null) {
      checks.required(path + ".signerName", signer, "must be a valid signer name");
      SignerNames.check(path + ".signerName", signer, checks);
      SelectorChecks.labels(bundle.labelSelector(), path + ".labelSelector", checks);
    } else {
      checks.required(path, null, "either name or signerName must be specified");
    }
    if (checks.required(path + ".path", bundle.path())) {
      checks.unreservedPath(path + ".path", bundle.path());
      once(bundle.path(), bundle.path());
    }
  }

  private static Map<String, @Nullable Object> shown(ClusterTrustBundleProjection bundle) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("Name", bundle.name());
    shown.put("SignerName", bundle.signerName());
    shown.put(
        "LabelSelector", bundle.hasLabelSelector() ? Codec.toTree(bundle.labelSelector()) : null);
    shown.put("Optional", bundle.optional());
    shown.put("Path", bundle.path());
    shown.put("User", bundle.user());
    return shown;
  }

  private void certificate(PodCertificateProjection certificate, String path) {
    SignerNames.check(path + ".signerName", certificate.signerName(), checks);
    certificate
        .userAnnotations()
        .forEach((key, value) -> checks.name(path + ".userAnnotations", key, Names.qualified(key)));
    checks.memberOf(
        path + ".keyType",
        certificate.keyType(),
        "RSA3072",
        "RSA4096",
        "ECDSAP256",
        "ECDSAP384",
        "ECDSAP521",
        "ED25519");
    Integer seconds = certificate.maxExpirationSeconds();
    String limit = "if provided, maxExpirationSeconds must be ";
    if (seconds != null && seconds < MIN_CERTIFICATE_SECONDS) {
      checks.invalid(
          path + ".maxExpirationSeconds", seconds, limit + ">= " + MIN_CERTIFICATE_SECONDS);
    } else if (seconds != null && seconds > MAX_CERTIFICATE_SECONDS) {
      checks.invalid(
          path + ".maxExpirationSeconds", seconds, limit + "<= " + MAX_CERTIFICATE_SECONDS);
    }
    boolean any = false;
    for (String field : List.of("credentialBundlePath", "keyPath", "certificateChainPath")) {
      String file = Parts.text(certificate, field);
      if (!file.isEmpty()) {
        any = true;
        checks.unreservedPath(path + "." + field, file);
        once(file, file);
      }
    }
    if (!any) {
      checks.required(
          path,
          null,
          "specify at least one of credentialBundlePath, keyPath, and certificateChainPath");
    }
  }
}
