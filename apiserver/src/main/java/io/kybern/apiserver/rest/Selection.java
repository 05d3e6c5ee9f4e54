package io.kybern.apiserver.rest;

import io.kybern.apiserver.storage.Keyspace;
import io.kybern.model.KubernetesObject;
import io.kybern.model.selector.FieldQuery;
import io.kybern.model.selector.LabelQuery;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a resource a request is about. Immutable.
 *
 * @param pathNamespace the namespace that the path names, empty for none
 * @param namespace their namespace, empty for all
 * @param labels what their labels must be like
 * @param fields what their fields must be like
 * @param selectable how to read those fields
 */
record Selection(
    String pathNamespace,
    String namespace,
    LabelQuery labels,
    FieldQuery fields,
    SelectableFields selectable) {

  /** What path and query ask for; a field selector may narrow it down to one namespace. */
  static Selection of(Resource resource, String namespace, Query query) {
    LabelQuery labels;
    FieldQuery fields;
    try {
      labels = LabelQuery.parse(query.text("labelSelector"));
    } catch (IllegalArgumentException e) {
      throw ApiErrors.badRequest(
          LabelSelectorProblem.of(query.text("labelSelector"))
              .orElseGet(() -> String.valueOf(e.getMessage())));
    }
    try {
      fields = FieldQuery.parse(query.text("fieldSelector"));
    } catch (IllegalArgumentException e) {
      throw ApiErrors.badRequest(
          FieldSelectorProblem.of(query.text("fieldSelector"))
              .orElseGet(() -> String.valueOf(e.getMessage())));
    }
    fields = resource.selectable().check(fields);
    String within =
        namespace.isEmpty() && resource.namespaced()
            ? fields.requiredValue("metadata.namespace").orElse("")
            : namespace;
    return new Selection(namespace, within, labels, fields, resource.selectable());
  }

  /** The same, narrowed down to one name. */
  Selection onlyNamed(String name) {
    return new Selection(
        pathNamespace,
        namespace,
        labels,
        fields.and(FieldQuery.equal("metadata.name", name)),
        selectable);
  }

  /** Whether every object of the namespace is meant. */
  boolean isEverything() {
    return labels.isEverything() && fields.isEverything();
  }

  boolean matches(KubernetesObject object) {
    return (namespace.isEmpty() || namespace.equals(object.namespace()))
        && labels.matches(object.labels())
        && selectable.matches(fields, object);
  }

  /** The only key that can match, or {@code null} if there may be several. */
  private @Nullable String onlyKey(boolean namespaced) {
    String name = fields.requiredValue("metadata.name").orElse("");
    return name.isEmpty() || (namespaced && namespace.isEmpty())
        ? null
        : Keyspace.key(namespace, name);
  }

  /** The first key that can match. */
  String firstKey(boolean namespaced) {
    String only = onlyKey(namespaced);
    return only == null ? Keyspace.startOf(namespace) : only;
  }

  /** The first key after all that can match; {@code null} for the end. */
  @Nullable String endKey(boolean namespaced) {
    String only = onlyKey(namespaced);
    return only == null ? Keyspace.endOf(namespace) : only + '\0';
  }
}
