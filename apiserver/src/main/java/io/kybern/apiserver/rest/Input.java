package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.DeleteOptions;
import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.rest.WriteOptions.Validation;
import io.kybern.error.ApiException;
import io.kybern.error.DecodeException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.ObjectType;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.Problems;
import io.kybern.model.wire.WireFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request brings, and collects what its answer should warn of. One per request; for
 * one thread.
 */
final class Input {
  private final Codec codec;
  private final ApiRequest request;
  private final Formats formats;
  private final Set<String> warnings = new LinkedHashSet<>();

  Input(Codec codec, ApiRequest request, Formats formats) {
    this.codec = codec;
    this.request = request;
    this.formats = formats;
  }

  /** What the client should know although the request succeeded. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  /** The body as an object of {@code resource}, with defaults, without fields nobody knows. */
  KubernetesObject object(Resource resource, Validation validation) {
    KubernetesObject read = (KubernetesObject) read(resource.type(), validation);
    if (!read.apiVersion().equals(resource.apiVersion())) {
      throw ApiErrors.badRequest(
          "the API version in the data ("
              + read.apiVersion()
              + ") does not match the expected API version ("
              + resource.apiVersion()
              + ")");
    }
    return read;
  }

  /** The body as a message of {@code type}, with defaults, without fields nobody knows. */
  @SuppressWarnings("unchecked")
  <T extends Message> T message(MessageType<T> type, Validation validation) {
    return (T) read(type, validation);
  }

  private Object read(ObjectType<?> type, Validation validation) {
    WireFormat format = Output.inputFormat(request, formats);
    if (format == WireFormat.PROTOBUF && !(type instanceof MessageType<?>)) {
      throw ApiErrors.unsupportedMediaType(formats.mediaTypesWithoutProtobuf());
    }
    Found found = new Found(validation);
    Object read;
    try {
      read = codec.read(type, format, request.body(), found);
    } catch (DecodeException e) {
      throw undecodable(type, e);
    }
    found.finish(type);
    return read instanceof Message message
        ? Defaults.apply(
            found.unknown || format == WireFormat.PROTOBUF ? Pruner.prune(message) : message)
        : read;
  }

  /** A tree that a patch made, as an object of {@code type}. */
  <T extends Message> T fromTree(
      MessageType<T> type, @Nullable Object tree, Validation validation) {
    Found found = new Found(validation);
    T read;
    try {
      read = Codec.fromTree(type, tree, found);
    } catch (DecodeException e) {
      throw ApiErrors.invalid(
          new ApiErrors.Target(group(type), Parts.text(type.kind())),
          "",
          List.of(FieldError.invalid("patch", e.field(), e.reason())));
    }
    found.finish(type);
    return Defaults.apply(found.unknown ? Pruner.prune(read) : read);
  }

  /** The body as a tree, for patches. */
  @Nullable Object tree() {
    try {
      return Codec.jsonToTree(request.body());
    } catch (DecodeException e) {
      throw ApiErrors.badRequest("error decoding patch: " + e.getMessage());
    }
  }

  /** The options of a deletion, from the body or, without one, from the query. */
  Deletion deletion(Query query) {
    if (request.body().length == 0) {
      return Deletion.of(query);
    }
    WireFormat format = Output.inputFormat(request, formats);
    try {
      return Deletion.of(
          codec.read(DeleteOptions.TYPE, format, request.body(), Problems.ACCEPT_ALL));
    } catch (DecodeException e) {
      throw undecodable(DeleteOptions.TYPE, e);
    }
  }

  private static ApiException undecodable(ObjectType<?> type, DecodeException e) {
    String kind = Parts.text(type.kind());
    if (e.field().equals("apiVersion") || e.field().equals("kind")) {
      return ApiErrors.badRequest(
          "the object provided is unrecognized (must be of type " + kind + "): " + e.reason());
    }
    String apiVersion = Parts.text(type.apiVersion());
    return ApiErrors.badRequest(
        kind
            + " in version "
            + FieldError.quoted(apiVersion.substring(apiVersion.indexOf('/') + 1))
            + " cannot be handled as a "
            + kind
            + ": "
            + e.getMessage());
  }

  private static String group(ObjectType<?> type) {
    String apiVersion = Parts.text(type.apiVersion());
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /** What the reader found that is likely a mistake. */
  private final class Found implements Problems {
    private final Validation validation;
    private final List<String> problems = new ArrayList<>();
    private boolean unknown;

    Found(Validation validation) {
      this.validation = validation;
    }

    @Override
    public void unknownField(String path) {
      unknown = true;
      problems.add("unknown field " + FieldError.quoted(path));
    }

    @Override
    public boolean duplicateField(String path) {
      problems.add("duplicate field " + FieldError.quoted(path));
      return true;
    }

    void finish(ObjectType<?> type) {
      if (problems.isEmpty() || validation == Validation.IGNORE) {
        return;
      }
      if (validation == Validation.WARN) {
        warnings.addAll(problems);
        return;
      }
      String kind = Parts.text(type.kind());
      String apiVersion = Parts.text(type.apiVersion());
      throw ApiErrors.badRequest(
          kind
              + " in version "
              + FieldError.quoted(apiVersion.substring(apiVersion.indexOf('/') + 1))
              + " cannot be handled as a "
              + kind
              + ": strict decoding error: "
              + String.join(", ", problems));
    }
  }
}
