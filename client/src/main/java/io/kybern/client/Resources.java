package io.kybern.client;

import io.kybern.api.autoscaling.v1.Scale;
import io.kybern.api.meta.v1.Status;
import io.kybern.api.meta.v1.Table;
import io.kybern.error.NotFoundException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.ObjectType;
import io.kybern.model.ResourceType;
import io.kybern.model.wire.WireFormat;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the objects of one resource, of any kind: generated ones, or {@link
 * io.kybern.model.Unstructured} with {@link ResourceType#dynamic}, or their metadata alone with
 * {@link ResourceType#metadataOnly}. Immutable; safe for use by any thread.
 *
 * <p>Methods that name one object of a namespaced resource need a {@link #namespace}, or take it
 * from the object they are given; without one they throw {@link IllegalStateException}. Lists and
 * watches without a namespace are about all of them.
 *
 * <p>Every call blocks until the answer is there. It throws
 *
 * <ul>
 *   <li>{@link io.kybern.error.ApiException} or one of its subtypes if the server refuses,
 *   <li>{@link io.kybern.error.TransportException} if there is no answer, or if the thread is
 *       interrupted, which cancels the call and leaves the thread interrupted,
 *   <li>{@link io.kybern.error.DecodeException} if the answer is not what was asked for,
 *   <li>{@link IllegalArgumentException} if a name cannot be part of a path.
 * </ul>
 *
 * @param <T> type of the objects
 */
public final class Resources<T extends KubernetesObject> {
  private final View<T> view;

  Resources(View<T> view) {
    this.view = view;
  }

  /** The resource. */
  public ResourceType<T> type() {
    return view.type();
  }

  /** The namespace that calls are about; empty for all, and for a resource that is in none. */
  public Optional<String> namespace() {
    return Optional.ofNullable(view.namespace());
  }

  /**
   * The same resource in one namespace.
   *
   * @throws IllegalArgumentException if the resource is not namespaced
   */
  public Resources<T> namespace(String name) {
    if (!type().namespaced()) {
      throw new IllegalArgumentException(type().plural() + " are not in namespaces");
    }
    return new Resources<>(view.inNamespace(Objects.requireNonNull(name)));
  }

  /** The same resource in all namespaces. */
  public Resources<T> allNamespaces() {
    return new Resources<>(view.inNamespace(null));
  }

  /**
   * The same resource, spoken about in another format where the server speaks it, else in JSON:
   * protobuf if the kind has a Java type, CBOR whether it has one or not. Objects with fields that
   * only protobuf, or only the others, can carry are sent in one that can.
   *
   * @throws IllegalArgumentException for YAML
   */
  public Resources<T> format(WireFormat format) {
    if (format == WireFormat.YAML) {
      throw new IllegalArgumentException(
          "servers and clients speak protobuf, CBOR or JSON, not YAML");
    }
    return new Resources<>(view.withFormat(format));
  }

  /** The same resource; objects read have no {@code managedFields}, which saves memory. */
  public Resources<T> withoutManagedFields() {
    return new Resources<>(view.withManagedFields(false));
  }

  /** The same resource with another limit per call; zero for none. Watches and logs have none. */
  public Resources<T> timeout(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout " + timeout + " is negative");
    }
    return new Resources<>(view.withTimeout(timeout));
  }

  /**
   * The object called {@code name}.
   *
   * @throws NotFoundException if there is none
   */
  public T get(String name) {
    return view.get(view.path(name), type().objectType());
  }

  /**
   * The object as it was at {@code resourceVersion} or later; {@code "0"} allows any cached state.
   */
  public T get(String name, String resourceVersion) {
    String query = new QueryString().add("resourceVersion", resourceVersion).toString();
    return view.get(view.path(name) + query, type().objectType());
  }

  /**
   * The object called {@code name}, if there is one.
   *
   * @throws NotFoundException if there is no such resource, rather than no such object
   */
  public Optional<T> find(String name) {
    try {
      return Optional.of(get(name));
    } catch (NotFoundException e) {
      String missing = e.status().details().name();
      if (missing == null || missing.isEmpty()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** All objects, in pages of 500. */
  public Listing<T> list() {
    return list(ListQuery.all());
  }

  /**
   * The objects that {@code query} selects. The first request is made here, the others as needed.
   */
  public Listing<T> list(ListQuery query) {
    return Listing.start(view, query);
  }

  /**
   * One page of objects, with its metadata: as many as the query's limit allows, all without one.
   */
  public Page<T> listPage(ListQuery query) {
    return Listing.page(view, query);
  }

  /** {@link #watch(ListQuery)} of all objects. */
  public Watch<T> watch() {
    return watch(ListQuery.all());
  }

  /**
   * Watches changes. With a {@link ListQuery#resourceVersion} in the query: what happened after it.
   * Without one, or with {@code "0"}: first an addition for each object there is, then what
   * happens; the watch lists them itself, so that it can always tell where it is.
   *
   * <p>When this returns the server has accepted the watch or the list: no later change is missed.
   */
  public Watch<T> watch(ListQuery query) {
    return StreamingWatch.start(new ObjectWatchSource<>(view), query);
  }

  /** Stores a new object and returns it as stored. */
  public T create(T object) {
    return create(object, Write.plain());
  }

  /**
   * Stores a new object and returns it as stored; {@code object} itself where the server stores
   * none and says no more than that it has done what was asked, as it does about bindings.
   *
   * @throws io.kybern.error.AlreadyExistsException if there is one of that name
   */
  public T create(T object, Write options) {
    QueryString query = new QueryString();
    options.to(query);
    String path = ResourcePath.collection(type(), view.namespaceOf(object));
    return view.write("POST", path + query, object, type().objectType());
  }

  /** Replaces an object and returns it as stored. */
  public T update(T object) {
    return update(object, Write.plain());
  }

  /**
   * Replaces an object and returns it as stored.
   *
   * @throws io.kybern.error.ConflictException if {@code object} has a resource version and is not
   *     the latest any more
   */
  public T update(T object, Write options) {
    QueryString query = new QueryString();
    options.to(query);
    return view.write("PUT", view.path(object) + query, object, type().objectType());
  }

  /** Changes an object and returns it as stored. */
  public T patch(String name, Patch patch) {
    return patch(name, patch, Write.plain());
  }

  /** Changes an object and returns it as stored. */
  public T patch(String name, Patch patch, Write options) {
    return view.send(Requests.patch(view, view.path(name), patch, options), type().objectType());
  }

  /**
   * Server-side apply: makes the object have the fields that are set in {@code object}, creates it
   * if it is not there, and returns it as stored. Only what is set is sent.
   *
   * @throws io.kybern.error.ConflictException if another manager owns a field with another value
   *     and {@code options} do not {@link Apply#force}
   */
  public T apply(T object, Apply options) {
    return view.apply(view.path(object), object, options, type().objectType());
  }

  /** Deletes an object; see {@link #delete(String, Delete)}. */
  public Optional<T> delete(String name) {
    return delete(name, Delete.plain());
  }

  /**
   * Deletes an object.
   *
   * @return the object if it is still there, waiting for its grace period or its finalizers; empty
   *     if it is gone, and from servers that do not say
   */
  public Optional<T> delete(String name, Delete options) {
    Request request = Requests.delete(view, view.path(name), options);
    Transport.Response response = view.engine().send(request, view.timeout());
    WireFormat format = View.format(request, response);
    byte[] bytes = View.bytes(request, response);
    if (bytes.length == 0) {
      return Optional.empty();
    }
    if (view.codec().readAny(format, bytes) instanceof Status) {
      view.throwIfFailure(request, response, format, bytes);
      return Optional.empty();
    }
    T object = view.codec().read(type().objectType(), format, bytes);
    return object.metadata().deletionTimestamp() == null ? Optional.empty() : Optional.of(object);
  }

  /**
   * Deletes the objects that {@code query} selects; see {@link #deleteCollection(ListQuery,
   * Delete)}.
   */
  public void deleteCollection(ListQuery query) {
    deleteCollection(query, Delete.plain());
  }

  /**
   * Deletes the objects that {@code query} selects, each as {@code options} say. Not atomic: when
   * it fails, some of them may be deleted.
   */
  public void deleteCollection(ListQuery query, Delete options) {
    String target = view.collection() + new QueryString().addAll(query.options());
    Request request = Requests.deleteCollection(view, target, options);
    view.engine().send(request, query.timeout() == null ? view.timeout() : query.timeout()).close();
  }

  /** The objects' {@code status}, which is written apart from the rest. */
  public Subresource<T> status() {
    return subresource("status");
  }

  /** A subresource whose objects are of the resource's own type. */
  public Subresource<T> subresource(String name) {
    return new Subresource<>(view, name, type().objectType());
  }

  /** A subresource whose objects are of another type. */
  public <S extends KubernetesObject> Subresource<S> subresource(String name, ObjectType<S> type) {
    return new Subresource<>(view, name, type);
  }

  /** How many replicas the object has and should have. */
  public Scale scale(String name) {
    return subresource("scale", Scale.TYPE).get(name);
  }

  /** Makes the object have {@code replicas} replicas, whatever it has now. */
  public Scale scale(String name, int replicas) {
    return subresource("scale", Scale.TYPE).patch(name, Patch.replicas(replicas));
  }

  /**
   * The objects as the server would have them printed: columns and rows. One request; a {@link
   * ListQuery#limit} makes it one page. A server that makes no tables is made up for with the
   * columns {@code Name} and {@code Created At}.
   */
  public Table table(ListQuery query) {
    return Tables.list(view, query);
  }

  /** One object as the server would have it printed. */
  public Table table(String name) {
    return Tables.get(view, name);
  }

  /** Changes as tables of one row; what is there when the watch begins comes as one table. */
  public Watch<Table> watchTable(ListQuery query) {
    return StreamingWatch.start(new TableWatchSource(view), query);
  }

  /** Resource and namespace. */
  @Override
  public String toString() {
    @Nullable String namespace = view.namespace();
    return "Resources[" + type() + (namespace == null ? "" : " in " + namespace) + "]";
  }
}
