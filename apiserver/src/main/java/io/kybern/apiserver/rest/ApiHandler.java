package io.kybern.apiserver.rest;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.access.Rbac;
import io.kybern.apiserver.discovery.Discovery;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.Deprecation;
import io.kybern.apiserver.facts.ServedResource;
import io.kybern.apiserver.facts.ServedSubresource;
import io.kybern.apiserver.rest.KindRules.Context;
import io.kybern.apiserver.storage.ClosedException;
import io.kybern.apiserver.storage.RevisionStore;
import io.kybern.apiserver.tokens.SigningKey;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.error.ApiException;
import io.kybern.model.wire.Codec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers requests: finds what a path names, checks who asks, and calls the verb. Never blocks; a
 * watch is answered with a body that is read as events come. Safe for use by any thread.
 */
public final class ApiHandler implements AutoCloseable {
  /** The longest body a request may have. */
  public static final int MAX_BODY_BYTES = 3 * 1024 * 1024;

  private final Settings settings;
  private final Formats formats;
  private final RevisionStore store;
  private final Resources resources;
  private final Codec codec = Codec.eager();
  private final WatchTimer timer = new WatchTimer();
  private final NonResources nonResources;
  private final ResourceHandler verbs;
  private final Subresources subresources;
  private final Reviews reviews;
  private final Impersonation impersonation;
  private final TokenVerifier tokens;

  /**
   * @param authenticator who a bearer token belongs to, beyond the tokens that the server issues
   * @param address where the server is reached, such as {@code https://127.0.0.1:41733}; empty if
   *     it has no port
   */
  public ApiHandler(
      Settings settings, Function<String, Optional<User>> authenticator, Supplier<String> address) {
    this.settings = settings;
    this.formats = new Formats(settings.cbor());
    Instant start = settings.clock().instant();
    this.store = new RevisionStore(settings.historyLimit(), name -> InitialObjects.of(name, start));
    ApiFacts facts = ApiFacts.load();
    this.resources = new Resources(facts, store);
    SigningKey key = new SigningKey();
    this.tokens = new TokenVerifier(key, resources);
    this.nonResources =
        new NonResources(
            new Discovery(facts, settings.cbor()),
            facts,
            formats,
            settings.clock(),
            new IssuerDocuments(key, address));
    Namespaces namespaces = new Namespaces(resources, timer, settings.namespaceDelay());
    Removal removal = new Removal(namespaces, new Finalizers(resources, settings.releases()));
    Registry registry = new Registry(resources, namespaces, removal);
    this.verbs = new ResourceHandler(registry, removal, timer, settings);
    this.subresources =
        new Subresources(
            verbs, namespaces, new Scales(registry), new Pods(registry, removal), new Tokens(key));
    this.reviews = new Reviews(authenticator, tokens, resources.rbac());
    this.impersonation = new Impersonation(resources.rbac());
  }

  /** The service account that a token issued by this server belongs to. */
  public Optional<User> owner(String token) {
    return Optional.ofNullable(
        tokens.verify(token, List.of(Tokens.ISSUER), settings.clock().instant()).user());
  }

  /** The log behind everything, for tests of clients that must cope with its limits. */
  public RevisionStore store() {
    return store;
  }

  /** Answers a request; problems of any kind become a Status. */
  public ApiResponse handle(ApiRequest request) {
    ApiResponse response;
    try {
      response = dispatch(request);
    } catch (ApiException e) {
      response = Answers.error(request, formats, e);
    } catch (ClosedException e) {
      response =
          Answers.error(request, formats, ApiErrors.serviceUnavailable("the server is closed"));
    } catch (RuntimeException | StackOverflowError e) {
      // Of an answer that a thread has no stack left for, nothing stays behind but the request.
      Failures.log().log(System.Logger.Level.ERROR, () -> "failed to answer " + request, e);
      response = Answers.error(request, formats, ApiErrors.internal(e.getClass().getSimpleName()));
    }
    String audit = request.header("Audit-ID");
    ApiResponse marked = response.withHeader("Audit-Id", audit == null ? Registry.uid() : audit);
    return marked.headers().containsKey("Cache-Control")
        ? marked
        : marked.withHeader("Cache-Control", "no-cache, private");
  }

  private ApiResponse dispatch(ApiRequest received) {
    if (received.user().name().isEmpty()) {
      throw ApiErrors.unauthorized();
    }
    RequestPath path = RequestPath.parse(received.path());
    ApiRequest request;
    try {
      request = impersonation.apply(received, path);
      if (!Rbac.isMaster(request.user())) {
        Access.require(resources.rbac(), Access.attempt(request, path));
      }
    } catch (ApiException e) {
      return Answers.error(received, formats, e).withHeader("X-Content-Type-Options", "nosniff");
    }
    if (request.body().length > MAX_BODY_BYTES) {
      throw ApiErrors.tooLarge(MAX_BODY_BYTES);
    }
    if (path == null) {
      return nonResources.answer(request);
    }
    if (!resources.facts().isBelowGroup(request.path())) {
      return NonResources.notFound();
    }
    Resource resource =
        resources
            .find(path.group(), path.version(), path.plural())
            .orElseThrow(ApiErrors::noSuchPath);
    if (!resource.namespaced() && !path.namespace().isEmpty()) {
      throw ApiErrors.noSuchPath();
    }
    Query query = Query.parse(request.query());
    Instant now = settings.clock().instant();
    Input input = new Input(codec, request, formats);
    Call call =
        new Call(
            request,
            path,
            query,
            resource,
            input,
            new Answers(request, formats),
            new Context(request.user(), now, resources, input::warn));
    ApiResponse response;
    try {
      response = routed(call, resource.namespaced() && path.namespace().isEmpty());
    } catch (ApiException e) {
      response = Answers.error(request, formats, e);
    }
    for (String warning : call.input().warnings()) {
      response = response.withHeader("Warning", "299 - " + FieldError.quoted(warning));
    }
    return response;
  }

  private ApiResponse routed(Call call, boolean outOfNamespace) {
    if (call.path().name().isEmpty()) {
      return collection(call, outOfNamespace);
    }
    if (outOfNamespace && !call.path().watch()) {
      throw ApiErrors.noSuchPath();
    }
    return call.path().subresource().isEmpty() ? object(call) : subresource(call);
  }

  /**
   * What is done at every path that exists before anything else: nothing before it is warned of.
   *
   * @param representations media types of answers; empty where that is nobody's business here
   */
  private static void enter(Call call, List<String> representations) {
    if (!representations.isEmpty()) {
      Output.requireOneOf(call.request(), representations);
    }
    ServedResource served = call.resource().served();
    Deprecation deprecation = served.deprecation();
    if (deprecation != null) {
      call.input().warn(deprecation.warning(served.apiVersion(), served.kind()));
    }
  }

  /** Media types where a watch is one of the answers. */
  private List<String> watchable() {
    List<String> types = new ArrayList<>(formats.mediaTypes());
    types.addAll(formats.streamMediaTypes());
    return types;
  }

  private ApiResponse collection(Call call, boolean outOfNamespace) {
    Resource resource = call.resource();
    switch (call.request().method()) {
      case "GET" -> {
        boolean watch = call.path().watch() || call.query().flag("watch");
        require(resource, call.path().watch() ? "watch" : "list");
        enter(call, resource.served().allows("watch") ? watchable() : formats.mediaTypes());
        if (watch && !resource.served().allows("watch")) {
          throw ApiErrors.notSupported(resource.target(), "watch");
        }
        return watch ? verbs.watch(call, "") : verbs.list(call);
      }
      case "POST" -> {
        require(resource, "create");
        if (outOfNamespace) {
          throw ApiErrors.methodNotAllowed();
        }
        enter(call, formats.mediaTypes());
        if (Reviews.isReview(resource)) {
          return reviews.answer(call);
        }
        return resource.served().plural().equals("bindings") && resource.target().group().isEmpty()
            ? subresources.bind(call)
            : verbs.create(call);
      }
      case "DELETE" -> {
        require(resource, "deletecollection");
        if (outOfNamespace) {
          throw ApiErrors.methodNotAllowed();
        }
        enter(call, formats.mediaTypes());
        return verbs.deleteCollection(call);
      }
      default -> throw ApiErrors.methodNotAllowed();
    }
  }

  private ApiResponse object(Call call) {
    Resource resource = call.resource();
    if (!resource.served().allows("get")) {
      // What can only be created has no objects, and those have no addresses.
      throw ApiErrors.noSuchPath();
    }
    switch (call.request().method()) {
      case "GET" -> {
        require(resource, call.path().watch() ? "watch" : "get");
        enter(call, call.path().watch() ? watchable() : formats.mediaTypes());
        return call.path().watch() ? verbs.watch(call, call.name()) : verbs.get(call);
      }
      case "PUT" -> {
        require(resource, "update");
        enter(call, formats.mediaTypes());
        return verbs.update(call, Registry.Part.MAIN, ResourceHandler.Merge.NONE);
      }
      case "PATCH" -> {
        require(resource, "patch");
        enter(call, formats.mediaTypes());
        return verbs.patch(call, Registry.Part.MAIN, ResourceHandler.Merge.NONE);
      }
      case "DELETE" -> {
        require(resource, "delete");
        enter(call, formats.mediaTypes());
        return verbs.delete(call);
      }
      default -> throw ApiErrors.methodNotAllowed();
    }
  }

  private static void require(Resource resource, String verb) {
    if (!resource.served().allows(verb)) {
      throw ApiErrors.methodNotAllowed();
    }
  }

  private ApiResponse subresource(Call call) {
    String asked = call.path().subresource();
    int slash = asked.indexOf('/');
    // Proxies take the rest of the path.
    String name = slash < 0 ? asked : asked.substring(0, slash);
    ServedSubresource served =
        call.resource().served().subresource(name).orElseThrow(ApiErrors::noSuchPath);
    if (slash >= 0 && !name.equals("proxy")) {
      throw ApiErrors.noSuchPath();
    }
    String verb =
        switch (call.request().method()) {
          case "GET" -> "get";
          case "PUT" -> "update";
          case "PATCH" -> "patch";
          case "POST" -> "create";
          case "DELETE" -> "delete";
          default -> call.request().method();
        };
    if (!served.verbs().contains(verb)) {
      throw ApiErrors.methodNotAllowed();
    }
    switch (name) {
      case "attach", "exec", "portforward", "proxy" -> enter(call, List.of());
      case "log" -> {
        List<String> types = new ArrayList<>(List.of("text/plain"));
        types.addAll(formats.mediaTypes());
        enter(call, types);
      }
      default -> enter(call, formats.mediaTypes());
    }
    return subresources.answer(call, name, verb);
  }

  /** Ends all watches; later requests that write fail. Idempotent. */
  @Override
  public void close() {
    store.close();
    timer.close();
  }
}
