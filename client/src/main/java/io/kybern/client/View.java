package io.kybern.client;

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
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Resources} looks at and how it talks about it. Immutable.
 *
 * @param namespace the namespace; {@code null} for all of them, or for a resource that is in none
 * @param protobuf whether protobuf is used where both sides know the kind
 * @param managedFields whether objects are read with their {@code managedFields}
 * @param timeout limit per call; {@code null} for the client's
 */
record View<T extends KubernetesObject>(
    Engine engine,
    ResourceType<T> type,
    @Nullable String namespace,
    boolean protobuf,
    boolean managedFields,
    @Nullable Duration timeout) {

  View<T> inNamespace(@Nullable String namespace) {
    return new View<>(engine, type, namespace, protobuf, managedFields, timeout);
  }

  View<T> withProtobuf(boolean protobuf) {
    return new View<>(engine, type, namespace, protobuf, managedFields, timeout);
  }

  View<T> withManagedFields(boolean managedFields) {
    return new View<>(engine, type, namespace, protobuf, managedFields, timeout);
  }

  View<T> withTimeout(Duration timeout) {
    return new View<>(engine, type, namespace, protobuf, managedFields, timeout);
  }

  Duration timeoutOrDefault() {
    return timeout == null ? engine.config().timeout() : timeout;
  }

  Codec codec() {
    return engine.codec(managedFields);
  }

  /** What to accept for an answer of that type. */
  String accept(ObjectType<?> answer) {
    return protobuf && answer instanceof MessageType ? Request.PROTOBUF_FIRST : Request.JSON;
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

  /** Sends {@code body} in protobuf if that loses nothing and the server takes it, else in JSON. */
  <S> S write(String method, String target, Object body, ObjectType<S> answer) {
    Request request = new Request(method, target, accept(answer), null, null);
    return decode(request, send(request, body), answer);
  }

  /** Posts {@code body}; of the answer only success counts. */
  void submit(String target, Message body) {
    send(new Request("POST", target, accept(body.messageType()), null, null), body).close();
  }

  private Transport.Response send(Request request, Object body) {
    if (sendsProtobuf(body)) {
      byte[] bytes = Codec.write(body, WireFormat.PROTOBUF);
      try {
        return engine.send(request.withBody(Request.PROTOBUF, bytes), timeout);
      } catch (ApiException e) {
        if (e.code() != 415) {
          throw e;
        }
        engine.refusesProtobuf(type);
      }
    }
    byte[] bytes = Codec.write(body, WireFormat.JSON);
    return engine.send(request.withBody(Request.JSON, bytes), timeout);
  }

  /** The body of an answer as it arrives, without a limit in time. */
  InputStream stream(String target) {
    return engine.send(Request.get(target, ""), Duration.ZERO).body();
  }

  private boolean sendsProtobuf(Object body) {
    if (!(body instanceof Message message) || !engine.takesProtobuf(type)) {
      return false;
    }
    return protobuf
        ? !Codec.losesUnknownFields(message, WireFormat.PROTOBUF)
        : Codec.losesUnknownFields(message, WireFormat.JSON)
            && !Codec.losesUnknownFields(message, WireFormat.PROTOBUF);
  }

  <S> S send(Request request, ObjectType<S> answer) {
    return decode(request, engine.send(request, timeout), answer);
  }

  /** The object in an answer; closes it. */
  <S> S decode(Request request, Transport.Response response, ObjectType<S> type) {
    WireFormat format = format(request, response);
    byte[] bytes = bytes(request, response);
    S object;
    try {
      object = codec().read(type, format, bytes);
    } catch (DecodeException e) {
      throwIfFailure(request, response, format, bytes);
      throw e;
    }
    if (object instanceof Unstructured tree && tree.kind().equals("Status")) {
      throwIfFailure(request, response, format, bytes);
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
            request.accept().startsWith(Request.PROTOBUF) ? WireFormat.PROTOBUF : WireFormat.JSON);
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
    Object any;
    try {
      any = codec().readAny(format, bytes);
    } catch (DecodeException e) {
      return; // The caller reports what it expected instead.
    }
    if (any instanceof Status status && !"Success".equals(status.status())) {
      throw ApiException.of(
          status, request.method(), request.target(), response.header("Audit-Id"));
    }
  }
}
