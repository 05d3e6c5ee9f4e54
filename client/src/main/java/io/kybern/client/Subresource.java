package io.kybern.client;

import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.ObjectType;
import java.io.InputStream;
import java.util.Map;

/**
 * A subresource of the objects of one resource, such as {@code status} or {@code scale}. Which of
 * the methods it serves is for the server to say; others answer 405 or 404. Namespaces, waiting and
 * errors are as in {@link Resources}. Immutable; safe for use by any thread.
 *
 * @param <S> type of the subresource's objects
 */
public final class Subresource<S extends KubernetesObject> {
  private final View<?> view;
  private final String name;
  private final ObjectType<S> type;

  Subresource(View<?> view, String name, ObjectType<S> type) {
    this.view = view;
    this.name = name;
    this.type = type;
  }

  /** The subresource of the object called {@code name}. */
  public S get(String name) {
    return view.get(view.path(name, this.name), type);
  }

  /** Posts {@code body} to the object called {@code name} and returns the answer. */
  public S create(String name, S body) {
    return create(name, body, Write.plain());
  }

  /** Posts {@code body} to the object called {@code name} and returns the answer. */
  public S create(String name, S body, Write options) {
    return view.write("POST", target(view.path(name, this.name), options), body, type);
  }

  /** Posts {@code body} to the object called {@code name}; nothing but success is expected back. */
  public void submit(String name, Message body, Write options) {
    view.submit(target(view.path(name, this.name), options), body);
  }

  /** Replaces the subresource of the object that {@code body} names. */
  public S update(S body) {
    return update(body, Write.plain());
  }

  /** Replaces the subresource of the object that {@code body} names. */
  public S update(S body, Write options) {
    return view.write("PUT", target(view.path(body, name), options), body, type);
  }

  /** Replaces the subresource of the object called {@code name}. */
  public S update(String name, S body, Write options) {
    return view.write("PUT", target(view.path(name, this.name), options), body, type);
  }

  /** Changes the subresource of the object called {@code name}. */
  public S patch(String name, Patch patch) {
    return patch(name, patch, Write.plain());
  }

  /** Changes the subresource of the object called {@code name}. */
  public S patch(String name, Patch patch, Write options) {
    return view.send(Requests.patch(view, view.path(name, this.name), patch, options), type);
  }

  /** Server-side apply of what is set in {@code body}, to the object that it names. */
  public S apply(S body, Apply options) {
    return view.apply(view.path(body, name), body, options, type);
  }

  /** Server-side apply of what is set in {@code body}, to the object called {@code name}. */
  public S apply(String name, S body, Apply options) {
    return view.apply(view.path(name, this.name), body, options, type);
  }

  /**
   * The answer to a GET as it arrives, such as a log. The caller closes the stream; reading it
   * throws {@link java.io.IOException} when the connection breaks or the thread is interrupted. No
   * time limit.
   *
   * @param query parameters of the request, not yet encoded
   */
  public InputStream stream(String name, Map<String, String> query) {
    return view.stream(view.path(name, this.name) + new QueryString().addAll(query));
  }

  /** {@link #stream(String, Map)} with parameters from an options message of the API. */
  public InputStream stream(String name, Message options) {
    return view.stream(view.path(name, this.name) + new QueryString().addAll(options));
  }

  /**
   * {@link #stream(String, Map)} of a path below the subresource, as proxies have them.
   *
   * @param path segments separated by {@code /}, not yet encoded; may be empty
   */
  public InputStream stream(String name, String path, Map<String, String> query) {
    StringBuilder target = new StringBuilder(view.path(name, this.name));
    ResourcePath.below(target, path);
    return view.stream(target.append(new QueryString().addAll(query)).toString());
  }

  private static String target(String path, Write options) {
    QueryString query = new QueryString();
    options.to(query);
    return path + query;
  }
}
