package io.kybern.client;

import io.kybern.api.meta.v1.PartialObjectMetadata;
import io.kybern.api.meta.v1.Status;
import io.kybern.error.ApiException;
import io.kybern.error.DecodeException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.ObjectType;
import io.kybern.model.ResourceType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Resources} looks at and how it talks about it. Immutable.
 *
 * @param namespace the namespace; {@code null} for all of them, or for a resource that is in none
 * @param format protobuf (where both sides know the kind, else JSON), CBOR or JSON
 * @param managedFields whether objects are read with their {@code managedFields}
 * @param timeout limit per call; {@code null} for the client's
 */
record View<T extends KubernetesObject>(
    Engine engine,
    ResourceType<T> type,
    @Nullable String namespace,
    WireFormat format,
    boolean managedFields,
    @Nullable Duration timeout) {

  View<T> inNamespace(@Nullable String namespace) {
    return new View<>(engine, type, namespace, format, managedFields, timeout);
  }

  View<T> withFormat(WireFormat format) {
    return new View<>(engine, type, namespace, format, managedFields, timeout);
  }

  View<T> withManagedFields(boolean managedFields) {
    return new View<>(engine, type, namespace, format, managedFields, timeout);
  }

  View<T> withTimeout(Duration timeout) {
    return new View<>(engine, type, namespace, format, managedFields, timeout);
  }

  Duration timeoutOrDefault() {
    return timeout == null ? engine.config().timeout() : timeout;
  }

  Codec codec() {
    return engine.codec(managedFields);
  }

  /** What to accept for an answer of that type. */
  String accept(ObjectType<?> answer) {
    return accept(answer, "PartialObjectMetadata");
  }

  /** What to accept for a list of the objects. */
  String acceptList() {
    return accept(type.objectType(), "PartialObjectMetadataList");
  }

  private String accept(ObjectType<?> answer, String metadataKind) {
    String types =
        switch (format) {
          case PROTOBUF -> answer instanceof MessageType ? Request.PROTOBUF_FIRST : Request.JSON;
          case CBOR -> Request.CBOR_FIRST;
          default -> Request.JSON;
        };
    if (answer != PartialObjectMetadata.TYPE) {
      return types;
    }
    String as = ";as=" + metadataKind + ";g=meta.k8s.io;v=v1";
    return types.replace(",", as + ",") + as;
  }

  String collection() {
    return ResourcePath.collection(type, namespace);
  }

  /** Path of an object that has to be in a namespace if its resource is. */
  String path(String name, String... subresource) {
    return ResourcePath.object(type, namespaceFor(namespace), name, subresource);
  }

  /** Path of an object that names its own namespace where the view does not. */
  String path(KubernetesObject object, String... subresource) {
    if (object.name().isEmpty()) {
      throw new IllegalArgumentException("the " + type.kind() + " has no metadata.name");
    }
    return ResourcePath.object(type, namespaceOf(object), object.name(), subresource);
  }

  @Nullable String namespaceOf(KubernetesObject object) {
    return namespace != null || !type.namespaced()
        ? namespace
        : namespaceFor(object.namespace().isEmpty() ? null : object.namespace());
  }

  private @Nullable String namespaceFor(@Nullable String namespace) {
    if (type.namespaced() && namespace == null) {
      throw new IllegalStateException(
          type.plural() + " are in namespaces: say which one with namespace(name)");
    }
    return namespace;
  }

  <S> S get(String target, ObjectType<S> answer) {
    Request request = Request.get(target, accept(answer));
    return decode(request, engine.send(request, timeout), answer);
  }

  /**
   * Sends {@code body} in the view's format if that loses nothing and the server takes it.
   *
   * @return the object in the answer; {@code body} if the answer is nothing but success
   */
  <S> S write(String method, String target, S body, ObjectType<S> answer) {
    if (body instanceof PartialObjectMetadata) {
      throw new IllegalArgumentException(
          "nothing but metadata is known of these " + type.plural() + ": patch them instead");
    }
    Request request = new Request(method, target, accept(answer), null, null);
    return decode(request, send(request, body), answer, body);
  }

  /** Posts {@code body}; of the answer only success counts. */
  void submit(String target, Message body) {
    send(new Request("POST", target, accept(body.messageType()), null, null), body).close();
  }

  private Transport.Response send(Request request, Object body) {
    WireFormat sent = formatOf(body);
    return sendOrJson(
        sent,
        request.withBody(sent.mediaType(), Codec.write(body, sent)),
        () -> request.withBody(Request.JSON, Codec.write(body, WireFormat.JSON)));
  }

  /** Sends a request whose body is {@code sent}, and as JSON if the server does not read that. */
  private Transport.Response sendOrJson(
      WireFormat sent, Request request, Supplier<Request> inJson) {
    if (sent == WireFormat.JSON) {
      return engine.send(request, timeout);
    }
    try {
      return engine.send(request, timeout);
    } catch (ApiException e) {
      if (e.code() != 415) {
        throw e;
      }
      engine.refuses(type, sent);
      return engine.send(inJson.get(), timeout);
    }
  }

  /** Applies {@code object}; answers with what is stored. */
  <S> S apply(String path, KubernetesObject object, Apply options, ObjectType<S> answer) {
    Request inJson = Requests.apply(this, path, object, options, WireFormat.JSON);
    if (format != WireFormat.CBOR || !engine.takes(type, WireFormat.CBOR)) {
      return decode(inJson, engine.send(inJson, timeout), answer);
    }
    Request inCbor = Requests.apply(this, path, object, options, WireFormat.CBOR);
    return decode(inCbor, sendOrJson(WireFormat.CBOR, inCbor, () -> inJson), answer);
  }

  /** The body of an answer as it arrives, without a limit in time. */
  InputStream stream(String target) {
    return engine.send(Request.get(target, ""), Duration.ZERO).body();
  }

  /** The format of a body: the view's, unless that would lose unknown fields or is not taken. */
  private WireFormat formatOf(Object body) {
    if (body instanceof Message message && engine.takes(type, WireFormat.PROTOBUF)) {
      boolean fits = !Codec.losesUnknownFields(message, WireFormat.PROTOBUF);
      if (fits
          && (format == WireFormat.PROTOBUF
              || Codec.losesUnknownFields(message, WireFormat.JSON))) {
        return WireFormat.PROTOBUF;
      }
    }
    return format == WireFormat.CBOR && engine.takes(type, WireFormat.CBOR)
        ? WireFormat.CBOR
        : WireFormat.JSON;
  }

  <S> S send(Request request, ObjectType<S> answer) {
    return decode(request, engine.send(request, timeout), answer);
  }

  /** The object in an answer; closes it. */
  <S> S decode(Request request, Transport.Response response, ObjectType<S> type) {
    return decode(request, response, type, null);
  }

  private <S> S decode(
      Request request, Transport.Response response, ObjectType<S> type, @Nullable S ifDone) {
    WireFormat format = format(request, response);
    byte[] bytes = bytes(request, response);
    S object;
    try {
      object = codec().read(type, format, bytes);
    } catch (DecodeException e) {
      if (isSuccess(request, response, format, bytes) && ifDone != null) {
        return ifDone;
      }
      throw e;
    }
    if (object instanceof Unstructured tree
        && tree.kind().equals("Status")
        && isSuccess(request, response, format, bytes)
        && ifDone != null) {
      return ifDone;
    }
    return object;
  }

  static byte[] bytes(Request request, Transport.Response response) {
    try {
      return response.readAll();
    } catch (IOException e) {
      throw Engine.failure(request, e);
    }
  }

  /** The format of an answer; closes it if there is none. */
  static WireFormat format(Request request, Transport.Response response) {
    String contentType = response.header("Content-Type");
    WireFormat format =
        MediaTypes.format(
            contentType,
            request.accept().startsWith(Request.PROTOBUF)
                ? WireFormat.PROTOBUF
                : request.accept().startsWith(Request.CBOR) ? WireFormat.CBOR : WireFormat.JSON);
    if (format == null) {
      response.close();
      throw new DecodeException(
          request + " was answered with " + contentType + ", expected " + request.accept(),
          null,
          "",
          -1);
    }
    return format;
  }

  /** A Status that tells of a failure is one, whatever the HTTP code. */
  void throwIfFailure(
      Request request, Transport.Response response, WireFormat format, byte[] bytes) {
    isSuccess(request, response, format, bytes);
  }

  /**
   * Whether an answer is a Status that tells of success.
   *
   * @throws ApiException if it tells of a failure
   */
  private boolean isSuccess(
      Request request, Transport.Response response, WireFormat format, byte[] bytes) {
    Object any;
    try {
      any = codec().readAny(format, bytes);
    } catch (DecodeException e) {
      return false; // The caller reports what it expected instead.
    }
    if (any instanceof Status status && !"Success".equals(status.status())) {
      throw ApiException.of(
          status, request.method(), request.target(), response.header("Audit-Id"));
    }
    return any instanceof Status;
  }
}
