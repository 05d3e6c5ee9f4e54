package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.ListMeta;
import io.kybern.api.meta.v1.PartialObjectMetadata;
import io.kybern.apiserver.rest.Output.Shape;
import io.kybern.apiserver.table.Tables;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.model.KubernetesObject;
import io.kybern.model.UnknownFields;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shows objects of a resource as one request wants to see them. Immutable; safe for use by any
 * thread.
 *
 * @param resource whose objects
 * @param output format and shape
 * @param includeObject how much of the object a table row holds: {@code None}, {@code Metadata} or
 *     {@code Object}
 * @param clock the server's clock, for the ages in tables
 */
record Presenter(Resource resource, Output output, String includeObject, InstantSource clock) {
  private static final int METADATA =
      Objects.requireNonNull(PartialObjectMetadata.TYPE.field("metadata")).index();

  /** Items of a list in this shape say what they are, other than those of any other list. */
  private static final UnknownFields PARTIAL_TYPE =
      new UnknownFields(null, null, "meta.k8s.io/v1", "PartialObjectMetadata");

  static Presenter of(Resource resource, Output output, Query query, InstantSource clock) {
    String include = query.text("includeObject");
    if (output.shape() == Shape.TABLE
        && !List.of("", "None", "Metadata", "Object").contains(include)) {
      throw ApiErrors.badRequest(
          "Unable to convert to Table as requested: "
              + ApiErrors.joined(
                  List.of(
                      FieldError.invalid(
                          "includeObject",
                          include,
                          "must be 'Metadata', 'Object', 'None', or empty"))));
    }
    return new Presenter(resource, output, include.isEmpty() ? "Metadata" : include, clock);
  }

  /** One object in the shape that is wanted, for the codec. */
  Object show(KubernetesObject object) {
    return switch (output.shape()) {
      case OBJECT -> object;
      case PARTIAL -> partial(object);
      case TABLE ->
          Unstructured.wrap(
              table(
                  List.of(object),
                  ListMeta.builder().resourceVersion(object.metadata().resourceVersion()).build()));
    };
  }

  private static PartialObjectMetadata partial(KubernetesObject object) {
    @Nullable Object[] values = new Object[PartialObjectMetadata.TYPE.fieldCount()];
    values[METADATA] = object.metadata();
    return PartialObjectMetadata.TYPE.create(values, PARTIAL_TYPE);
  }

  private Map<String, Object> table(List<? extends KubernetesObject> objects, ListMeta metadata) {
    return Tables.table(resource.served(), objects, metadata, includeObject, clock.instant());
  }

  /**
   * Whether lists can be written a part at a time: {@link #list} of parts then differs in the items
   * only.
   */
  boolean isDivisible() {
    return output.format() == WireFormat.JSON && output.shape() != Shape.TABLE;
  }

  /** A list in the shape that is wanted. */
  byte[] list(List<? extends KubernetesObject> objects, ListMeta metadata) {
    return switch (output.shape()) {
      case OBJECT ->
          Codec.writeList(
              resource.apiVersion(), resource.listKind(), metadata, objects, output.format());
      case PARTIAL ->
          Codec.writeList(
              "meta.k8s.io/v1",
              "PartialObjectMetadataList",
              metadata,
              objects.stream().map(Presenter::partial).toList(),
              output.format());
      case TABLE ->
          output.format() == WireFormat.YAML
              ? Codec.treeToYaml(table(objects, metadata))
              : Codec.treeToJson(table(objects, metadata));
    };
  }

  /** One frame of a watch. */
  byte[] event(String type, KubernetesObject object, boolean first) {
    Object shown = show(object);
    if (output.shape() == Shape.TABLE && !first && shown instanceof Unstructured table) {
      // Only the first event needs to say what the columns are.
      shown = table.with(null, "columnDefinitions");
    }
    return Codec.writeWatchEvent(type, shown, output.format());
  }
}
