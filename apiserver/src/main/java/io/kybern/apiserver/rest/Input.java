package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.DeleteOptions;
import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.rest.WriteOptions.Validation;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.error.ApiException;
import io.kybern.error.DecodeException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.ObjectType;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.Problems;
import io.kybern.model.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request brings, and collects what its answer should warn of. One per request; for
 * one thread.
 */
final class Input {
  private static final byte[] EMPTY = {'{', '}'};

  private final Codec codec;
  private final ApiRequest request;
  private final Formats formats;
  private final Set<String> warnings = new LinkedHashSet<>();

  /** Fields that come more than once in the tree that was read. */
  private final List<String> repeated = new ArrayList<>();

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

  /** Whether the body is nothing in JSON, which is as good as an empty object. */
  private boolean isNull(WireFormat format) {
    return format == WireFormat.JSON
        && request.body().length < 16
        && new String(request.body(), StandardCharsets.UTF_8).strip().equals("null");
  }

  private Object read(ObjectType<?> type, Validation validation) {
    WireFormat format = Output.inputFormat(request, formats);
    if (format == WireFormat.PROTOBUF && !(type instanceof MessageType<?>)) {
      throw ApiErrors.unsupportedMediaType(formats.mediaTypesWithoutProtobuf());
    }
    Found found = new Found(validation);
    Object read;
    try {
      read = codec.read(type, format, isNull(format) ? EMPTY : request.body(), found);
    } catch (DecodeException e) {
      throw Undecodable.body(type, format, request.body(), e);
    }
    found.finish(problem -> ApiErrors.badRequest(Undecodable.unhandled(type) + problem));
    return read instanceof Message message
        ? Defaults.apply(
            found.unknown || format == WireFormat.PROTOBUF ? Pruner.prune(message) : message)
        : read;
  }

  /** A tree that a patch made, as an object of {@code type}. */
  <T extends Message> T fromTree(
      MessageType<T> type, @Nullable Object tree, Patches patch, Validation validation) {
    patch.checkObject(tree);
    Found found = new Found(validation);
    repeated.forEach(found::duplicateField);
    T read;
    try {
      read = Codec.fromTree(type, tree, found);
    } catch (DecodeException e) {
      throw ApiErrors.patchInvalid(
          patch.shown(tree), Undecodable.problem(type, tree, e, patch.isStrategic()));
    }
    found.finish(problem -> ApiErrors.patchInvalid(patch.shown(tree), problem));
    return Defaults.apply(found.unknown ? Pruner.prune(read) : read);
  }

  /** The body as a tree, for patches. */
  @Nullable Object tree() {
    try {
      return Codec.jsonToTree(
          request.body(),
          new Problems() {
            @Override
            public void unknownField(String path) {
              // A tree has no fields that could be unknown.
            }

            @Override
            public boolean duplicateField(String path) {
              repeated.add(path);
              return true;
            }
          });
    } catch (DecodeException e) {
      throw ApiErrors.badRequest("invalid JSON patch");
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
      throw Undecodable.options(DeleteOptions.TYPE, format, request.body(), e);
    }
  }

  /** What the reader found that is likely a mistake. */
  private final class Found implements Problems {
    private final Validation validation;
    private final List<String> problems = new ArrayList<>();

    /** What a YAML parser would have found before anybody looks at fields. */
    private final List<String> keys = new ArrayList<>();

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

    @Override
    public boolean duplicateKey(String path, String key, int line) {
      keys.add("line " + line + ": key " + FieldError.quoted(key) + " already set in map");
      return true;
    }

    void finish(Function<String, ApiException> refusal) {
      if ((problems.isEmpty() && keys.isEmpty()) || validation == Validation.IGNORE) {
        return;
      }
      if (validation == Validation.WARN) {
        warnings.addAll(keys);
        warnings.addAll(problems);
        return;
      }
      if (!keys.isEmpty()) {
        problems.add(0, "yaml: unmarshal errors:\n  " + String.join("\n  ", keys));
      }
      throw refusal.apply("strict decoding error: " + String.join(", ", problems));
    }
  }
}
