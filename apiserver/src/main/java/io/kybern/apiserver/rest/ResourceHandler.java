package io.kybern.apiserver.rest;

import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.rest.Registry.Part;
import io.kybern.apiserver.rest.Registry.Written;
import io.kybern.apiserver.rest.Removal.Removed;
import io.kybern.error.NotFoundException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** The verbs on resources and on their {@code status}. Safe for use by any thread. */
final class ResourceHandler {
  private static final int MIN_WATCH_SECONDS = 1800;

  private final Registry registry;
  private final Removal removal;
  private final WatchTimer timer;
  private final Settings settings;

  ResourceHandler(Registry registry, Removal removal, WatchTimer timer, Settings settings) {
    this.registry = registry;
    this.removal = removal;
    this.timer = timer;
    this.settings = settings;
  }

  ApiResponse get(Call call) {
    Presenter presenter = presenter(call, call.output());
    long revision =
        ListOptions.revision(
            call.query().text("resourceVersion"), why -> ApiErrors.unknown(500, why));
    long current = call.resource().keyspace().latest().revision();
    if (Long.compareUnsigned(revision, current) > 0) {
      throw ApiErrors.tooLargeResourceVersion(revision, current);
    }
    KubernetesObject found = Registry.get(call.resource(), call.namespace(), call.name());
    return call.answers().shown(200, found, presenter);
  }

  ApiResponse list(Call call) {
    Presenter presenter = presenter(call, call.output());
    Selection selection = Selection.of(call.resource(), call.namespace(), call.query());
    Lists.Page page = Lists.read(call.resource(), selection, ListOptions.of(call.query(), false));
    return call.answers().list(page.objects(), page.metadata(), presenter);
  }

  /**
   * @param name the only object to watch, empty for all; the deprecated paths name it
   */
  ApiResponse watch(Call call, String name) {
    Output output = Output.ofStream(call.request(), call.query(), call.answers().formats());
    Presenter presenter = presenter(call, output);
    Selection selection = Selection.of(call.resource(), call.namespace(), call.query());
    if (!name.isEmpty()) {
      selection = selection.onlyNamed(name);
    }
    ListOptions options = ListOptions.of(call.query(), true);
    Long seconds = options.timeoutSeconds();
    Duration timeout =
        Duration.ofSeconds(
            seconds != null && seconds != 0
                ? Math.max(0, seconds)
                : MIN_WATCH_SECONDS + ThreadLocalRandom.current().nextInt(MIN_WATCH_SECONDS));
    WatchBody body =
        new WatchBody(presenter, selection, options, timer, timeout, settings.bookmarkInterval());
    return ApiResponse.of(200, output.streamMediaType(), body);
  }

  private Presenter presenter(Call call, Output output) {
    return Presenter.of(call.resource(), output, call.query(), settings.clock());
  }

  ApiResponse create(Call call) {
    Output output = call.output();
    WriteOptions options = WriteOptions.of(call.query(), "CreateOptions");
    KubernetesObject object =
        inNamespace(call, call.input().object(call.resource(), options.validation()));
    KubernetesObject created =
        registry.create(call.resource(), object, call.context(), options.dryRun());
    return call.answers().shown(201, call.resource().view(created), presenter(call, output));
  }

  /** The object in the namespace of the path; refused if it says it is in another one. */
  static KubernetesObject inNamespace(Call call, KubernetesObject object) {
    String wanted = call.namespace();
    String said = object.namespace();
    if (said.equals(wanted)) {
      return object;
    }
    if (call.resource().namespaced() && !said.isEmpty()) {
      throw ApiErrors.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    return object.withMetadata(
        object.metadata().toBuilder().namespace(wanted.isEmpty() ? null : wanted).build());
  }

  /** Makes the new object out of what the request asks for and what is stored. */
  interface Merge {
    /** For writes that are about the object as a whole. */
    Merge NONE = (asked, old) -> asked;

    KubernetesObject apply(KubernetesObject asked, KubernetesObject old);
  }

  ApiResponse update(Call call, Part part, Merge merge) {
    Output output = call.output();
    WriteOptions options = WriteOptions.of(call.query(), "UpdateOptions");
    KubernetesObject object =
        named(call, call.input().object(call.resource(), options.validation()));
    Written written =
        registry.update(
            call.resource(),
            call.namespace(),
            call.name(),
            part,
            part == Part.MAIN,
            old -> merge.apply(Registry.ofSameUid(call.resource(), object, old), old),
            call.context(),
            options.dryRun());
    return call.answers()
        .shown(
            written.created() ? 201 : 200,
            call.resource().view(written.object()),
            presenter(call, output));
  }

  /** The object under the name of the path; refused if it says it has another one. */
  static KubernetesObject named(Call call, KubernetesObject object) {
    String said = object.name();
    if (said.isEmpty()) {
      throw ApiErrors.badRequest(
          "the name of the object (one based on URL) was undeterminable: name must be provided");
    }
    if (!said.equals(call.name())) {
      throw ApiErrors.badRequest(
          "the name of the object ("
              + said
              + ") does not match the name on the URL ("
              + call.name()
              + ")");
    }
    return inNamespace(call, object);
  }

  ApiResponse patch(Call call, Part part, Merge merge) {
    Output output = call.output();
    Resource resource = call.resource();
    MessageType<?> type = resource.messageType();
    Patches patch = Patches.of(call.request(), call.input(), type != null);
    WriteOptions options = WriteOptions.of(call.query(), "PatchOptions");
    Written written =
        registry.update(
            resource,
            call.namespace(),
            call.name(),
            part,
            false,
            old -> merge.apply(patched(call, patch, old, options), old),
            call.context(),
            options.dryRun());
    return call.answers().shown(200, resource.view(written.object()), presenter(call, output));
  }

  @SuppressWarnings("unchecked")
  private static KubernetesObject patched(
      Call call, Patches patch, KubernetesObject old, WriteOptions options) {
    Resource resource = call.resource();
    MessageType<?> type = resource.messageType();
    if (type == null) {
      Object tree = patch.apply(((Unstructured) old).content(), null);
      patch.checkObject(tree);
      return named(call, Unstructured.of((Map<String, Object>) Objects.requireNonNull(tree)));
    }
    Object tree = patch.apply(Codec.toTree((Message) old), type);
    return named(
        call, (KubernetesObject) call.input().fromTree(type, tree, patch, options.validation()));
  }

  ApiResponse delete(Call call) {
    Output output = call.output();
    Deletion deletion = call.input().deletion(call.query());
    Resource resource = call.resource();
    Removed removed =
        removal.delete(resource, call.namespace(), call.name(), deletion, call.context());
    if (removed.gone() && !resource.served().deletedObject()) {
      return call.answers().success(resource, removed.object(), output, 200);
    }
    return call.answers()
        .shown(
            !removed.gone() && deletion.orphanSaid() ? 202 : 200,
            removed.object(),
            presenter(call, output));
  }

  ApiResponse deleteCollection(Call call) {
    Presenter presenter = presenter(call, call.output());
    Resource resource = call.resource();
    Selection selection = Selection.of(resource, call.namespace(), call.query());
    ListOptions options = ListOptions.of(call.query(), false);
    Deletion deletion = call.input().deletion(call.query());
    Lists.Page page = Lists.read(resource, selection, options);
    List<KubernetesObject> deleted = new ArrayList<>();
    for (KubernetesObject object : page.objects()) {
      try {
        deleted.add(
            removal
                .delete(resource, object.namespace(), object.name(), deletion, call.context())
                .object());
      } catch (NotFoundException e) {
        // Somebody else deleted it first.
      }
    }
    return call.answers().list(deleted, page.metadata(), presenter);
  }
}
