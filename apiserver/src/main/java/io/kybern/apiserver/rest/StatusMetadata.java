package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.ObjectMeta;

/** What a write to a status subresource may change of the metadata. */
final class StatusMetadata {
  private StatusMetadata() {}

  /**
   * The new metadata. For most kinds everything the request says counts; deployments keep their
   * labels, and the kinds of a few groups keep all but {@code managedFields}.
   */
  static ObjectMeta of(Resource resource, ObjectMeta asked, ObjectMeta old) {
    return switch (resource.served().group()) {
      case "apiextensions.k8s.io",
          "apiregistration.k8s.io",
          "admissionregistration.k8s.io",
          "flowcontrol.apiserver.k8s.io",
          "resource.k8s.io",
          "storagemigration.k8s.io" ->
          old.toBuilder().managedFields(asked.managedFields()).build();
      case "apps" ->
          resource.served().plural().equals("deployments")
              ? asked.toBuilder().labels(old.labels()).build()
              : asked;
      default -> asked;
    };
  }
}
