package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.ListMeta;
import io.kybern.apiserver.ResponseBody;
import io.kybern.model.KubernetesObject;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A long list as JSON, written a batch of items at a time. The objects are immutable and shared
 * with the store, so what is held is what the list refers to and one batch of bytes.
 */
final class ListBody implements ResponseBody {
  private static final int BATCH = 100;

  private final Presenter presenter;
  private final List<KubernetesObject> objects;
  private final ListMeta metadata;

  /** How many bytes a list has before its items. */
  private final int headLength;

  /** Index of the next object to write; past their number once the end is written. Reader's. */
  private int next;

  private volatile boolean closed;

  ListBody(Presenter presenter, List<KubernetesObject> objects, ListMeta metadata) {
    this.presenter = presenter;
    this.objects = objects;
    this.metadata = metadata;
    this.headLength = presenter.list(List.of(), metadata).length - "]}".length();
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public byte @Nullable [] read() {
    if (closed || next > objects.size()) {
      return null;
    }
    int from = next;
    int to = Math.min(objects.size(), from + BATCH);
    byte[] whole = presenter.list(objects.subList(from, to), metadata);
    boolean last = to == objects.size();
    next = last ? to + 1 : to;
    int start = from == 0 ? 0 : headLength;
    byte[] part = Arrays.copyOfRange(whole, start, last ? whole.length : whole.length - 1);
    if (!last) {
      // The list's end, "]}", becomes the comma before the next batch.
      part[part.length - 1] = ',';
    }
    return part;
  }

  @Override
  public void demand(Runnable ready) {
    ready.run();
  }

  @Override
  public void close() {
    closed = true;
  }
}
