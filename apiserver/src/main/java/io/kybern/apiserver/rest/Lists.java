package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.ListMeta;
import io.kybern.apiserver.storage.CompactedException;
import io.kybern.apiserver.storage.FutureRevisionException;
import io.kybern.apiserver.storage.Keyspace;
import io.kybern.apiserver.storage.Snapshot;
import io.kybern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lists: of the newest state, of a given one, or a page at a time. */
final class Lists {
  private Lists() {}

  /** A list or a page of one. */
  record Page(List<KubernetesObject> objects, ListMeta metadata) {}

  static Page read(Resource resource, Selection selection, ListOptions options) {
    String from = selection.firstKey(resource.namespaced());
    String to = selection.endKey(resource.namespaced());
    Snapshot state;
    if (options.token().isEmpty()) {
      state = state(resource, options);
    } else {
      String scope = resource.namespaced() ? Keyspace.startOf(selection.pathNamespace()) : "";
      ContinueToken token = ContinueToken.decode(options.token());
      String version = options.resourceVersion();
      if (!version.isEmpty() && !version.equals("0")) {
        throw ApiErrors.badRequest(
            "specifying resource version is not allowed when using continue");
      }
      state = state(resource, token);
      String start = scope + token.start();
      from = start.compareTo(from) < 0 ? from : start;
    }
    return page(resource, selection, options.limit(), state, from, to);
  }

  private static Snapshot state(Resource resource, ListOptions options) {
    long revision =
        options.revision(why -> ApiErrors.badRequest("invalid resource version: " + why));
    Snapshot latest = resource.keyspace().latest();
    if (Long.compareUnsigned(revision, latest.revision()) > 0) {
      throw ApiErrors.tooLargeResourceVersion(revision, latest.revision());
    }
    try {
      return options.exact() && revision != 0 ? resource.keyspace().at(revision) : latest;
    } catch (CompactedException e) {
      throw ApiErrors.expired("The resourceVersion for the provided list is too old.");
    } catch (FutureRevisionException e) {
      throw ApiErrors.tooLargeResourceVersion(e.requested(), e.current());
    }
  }

  private static Snapshot state(Resource resource, ContinueToken token) {
    try {
      return token.revision() < 0
          ? resource.keyspace().latest()
          : resource.keyspace().at(token.revision());
    } catch (CompactedException e) {
      throw ApiErrors.continueExpired(new ContinueToken(-1, token.start()).encode());
    } catch (FutureRevisionException e) {
      throw ApiErrors.tooLargeResourceVersion(e.requested(), e.current());
    }
  }

  private static Page page(
      Resource resource,
      Selection selection,
      long limit,
      Snapshot state,
      String from,
      @Nullable String to) {
    List<KubernetesObject> objects = new ArrayList<>();
    Iterator<KubernetesObject> range = state.range(from, to);
    String lastKey = "";
    while (range.hasNext() && (limit == 0 || objects.size() < limit)) {
      KubernetesObject stored = range.next();
      KubernetesObject object = resource.view(stored);
      lastKey = resource.key(object.namespace(), object.name());
      if (selection.matches(object)) {
        objects.add(object);
      }
    }
    ListMeta.Builder metadata = ListMeta.builder().resourceVersion(Long.toString(state.revision()));
    if (range.hasNext()) {
      String next = lastKey + '\0';
      String scope = resource.namespaced() ? Keyspace.startOf(selection.pathNamespace()) : "";
      metadata.continue_(
          new ContinueToken(state.revision(), next.substring(scope.length())).encode());
      if (selection.isEverything()) {
        metadata.remainingItemCount((long) state.count(next, to));
      }
    }
    return new Page(objects, metadata.build());
  }
}
