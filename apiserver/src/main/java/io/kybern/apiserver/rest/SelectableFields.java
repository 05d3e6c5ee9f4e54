package io.kybern.apiserver.rest;

import io.kybern.apiserver.facts.Parts;
import io.kybern.model.KubernetesObject;
import io.kybern.model.selector.FieldQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields by which a kind's objects can be selected, as kube-apiserver has them: each maps to
 * the path that holds its value and to what stands for a missing one.
 */
final class SelectableFields {
  private record Source(String[] path, String fallback) {}

  private static final SelectableFields METADATA_ONLY =
      new SelectableFields()
          .refusing(
              "\"%s\" is not a known field selector: only \"metadata.name\","
                  + " \"metadata.namespace\"");

  private final Map<String, Source> sources = new LinkedHashMap<>();

  /** Fields that are asked for under another name than the one they have here. */
  private final Map<String, String> aliases = new LinkedHashMap<>();

  /** What to say about a field that is not one of them. */
  private String refusal = "field label not supported: %s";

  private SelectableFields() {
    read("metadata.name", "metadata.name", "");
    read("metadata.namespace", "metadata.namespace", "");
  }

  private SelectableFields read(String field, String path, String fallback) {
    sources.put(field, new Source(path.split("\\."), fallback));
    return this;
  }

  private SelectableFields add(String... fields) {
    for (String field : fields) {
      read(field, field, "");
    }
    return this;
  }

  private SelectableFields refusing(String message) {
    refusal = message;
    return this;
  }

  private SelectableFields withoutNamespace() {
    sources.remove("metadata.namespace");
    return this;
  }

  /** The fields of a resource by its group, version and plural. */
  static SelectableFields of(String group, String version, String plural) {
    return switch (plural + "." + group) {
      case "pods." -> pods();
      case "nodes." ->
          kind().withoutNamespace().read("spec.unschedulable", "spec.unschedulable", "false");
      case "namespaces." -> kind().withoutNamespace().add("status.phase");
      case "replicationcontrollers." -> kind().read("status.replicas", "status.replicas", "0");
      case "jobs.batch" ->
          kind()
              .read("status.successful", "status.succeeded", "0")
              .refusing("field label \"%s\" not supported for Job");
      case "secrets." -> kind().add("type");
      case "services." -> kind().add("spec.clusterIP", "spec.type");
      case "events." -> events("involvedObject", "reportingComponent").add("source");
      case "events.events.k8s.io" -> events("regarding", "reportingController");
      case "certificatesigningrequests.certificates.k8s.io",
          "clustertrustbundles.certificates.k8s.io" ->
          kind().withoutNamespace().add("spec.signerName");
      case "podcertificaterequests.certificates.k8s.io" ->
          // Its namespace cannot be selected though it is in one.
          kind().withoutNamespace().add("spec.signerName", "spec.podName", "spec.nodeName");
      case "resourceslices.resource.k8s.io" ->
          kind()
              .withoutNamespace()
              .add("spec.nodeName", "spec.driver")
              .refusing(
                  "field label not supported for resource.k8s.io/"
                      + version
                      + ", Kind=ResourceSlice: %s");
      default -> METADATA_ONLY;
    };
  }

  private static SelectableFields kind() {
    return new SelectableFields();
  }

  private static SelectableFields pods() {
    SelectableFields fields =
        kind()
            .add(
                "spec.nodeName",
                "spec.restartPolicy",
                "spec.schedulerName",
                "spec.serviceAccountName",
                "status.phase",
                "status.podIP",
                "status.nominatedNodeName")
            .read("spec.hostNetwork", "spec.hostNetwork", "false")
            // Accepted by kube-apiserver, but no object has a value for it there either.
            .read("status.podIPs", "status.noPodIPs", "");
    fields.aliases.put("spec.host", "spec.nodeName");
    return fields;
  }

  private static SelectableFields events(String about, String reporter) {
    SelectableFields fields = kind().add("reason", "type", reporter);
    for (String part :
        List.of("kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath")) {
      fields.add(about + "." + part);
    }
    return fields;
  }

  /**
   * The query with the names that this class knows.
   *
   * @throws io.kybern.error.BadRequestException if the kind cannot be selected by one of the fields
   */
  FieldQuery check(FieldQuery query) {
    List<FieldQuery.Requirement> checked = new ArrayList<>();
    for (FieldQuery.Requirement requirement : query.requirements()) {
      String asked = requirement.field();
      String field = aliases.getOrDefault(asked, asked);
      if (!sources.containsKey(field)) {
        throw ApiErrors.badRequest(refusal.replace("%s", asked));
      }
      checked.add(
          field.equals(asked)
              ? requirement
              : new FieldQuery.Requirement(field, requirement.negated(), requirement.value()));
    }
    return FieldQuery.of(checked);
  }

  /** Whether {@code object} meets a query that was {@linkplain #check checked}. */
  boolean matches(FieldQuery query, KubernetesObject object) {
    return query.isEverything() || query.matches(field -> value(object, field));
  }

  private @Nullable String value(KubernetesObject object, String field) {
    switch (field) {
      case "metadata.name":
        return object.name();
      case "metadata.namespace":
        return object.namespace();
      case "source":
        String component = Parts.text(Parts.get(object, "source", "component"));
        return component.isEmpty()
            ? Parts.text(Parts.get(object, "reportingComponent"))
            : component;
      default:
        Source source = sources.get(field);
        if (source == null) {
          return null;
        }
        String text = Parts.text(Parts.get(object, source.path));
        return text.isEmpty() ? source.fallback : text;
    }
  }
}
