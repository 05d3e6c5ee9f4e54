package io.kybern.conformance.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.client.Delete;
import io.kybern.client.ListQuery;
import io.kybern.client.Page;
import io.kybern.client.Patch;
import io.kybern.client.Resources;
import io.kybern.client.Watch;
import io.kybern.client.WatchEvent;
import io.kybern.error.ConflictException;
import io.kybern.error.NotFoundException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Unstructured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happens to objects of one resource from creation to deletion, seen through one kind of
 * client. For one thread.
 */
final class Life<T extends KubernetesObject> {
  private static final String MARK = "matrix.kybern.io/mark";

  /** Ends a watch that waits for what never comes. */
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Kind kind;
  private final Resources<T> view;
  private final @Nullable Function<Unstructured, T> convert;
  private final ListQuery mine;

  /**
   * A life seen through {@code view}.
   *
   * @param convert makes objects to be written; {@code null} if the view only reads
   */
  Life(Kind kind, Resources<T> view, @Nullable Function<Unstructured, T> convert) {
    this.kind = kind;
    this.view = view;
    this.convert = convert;
    this.mine = ListQuery.labels(Fixture.LABEL + "=" + kind.namespace());
  }

  private T create() {
    return convert == null
        ? view.get(kind.make().name())
        : view.create(convert.apply(kind.nextLabelled()));
  }

  /** A change that only says what it is about, so that it meets no conflict. */
  private static String mark(String value) {
    return "{\"metadata\":{\"annotations\":{\"" + MARK + "\":\"" + value + "\"}}}";
  }

  @SuppressWarnings("unchecked")
  private T marked(T object, String value) {
    ObjectMeta metadata = object.metadata().toBuilder().annotation(MARK, value).build();
    return (T) object.withMetadata(metadata);
  }

  void live() {
    String start = listVersion();
    try (Watch<T> watch = view.watch(mine.resourceVersion(start).timeout(LONG).bookmarks())) {
      T first = create();
      Set<String> names = new HashSet<>();
      names.add(first.name());
      assertNotNull(first.uid());
      assertNotNull(first.resourceVersion());
      assertEquals(view.type().namespaced() ? kind.namespace() : "", first.namespace());
      assertSame(first, view.get(first.name()));
      names.add(create().name());
      names.add(create().name());
      lists(names);
      int changes = update(first) + patch(first.name());
      int ended = 1 + delete(first.name());
      deleteRest(names);
      events(watch, names, first.name(), changes + ended);
    }
  }

  private String listVersion() {
    String version = view.listPage(mine.limit(1)).metadata().resourceVersion();
    assertNotNull(version);
    return version;
  }

  private void assertSame(T expected, T actual) {
    if (kind.busy()) {
      assertEquals(expected.uid(), actual.uid());
    } else {
      assertEquals(expected, actual);
    }
  }

  private void lists(Set<String> names) {
    List<T> all = view.list(mine).toList();
    assertEquals(names, names(all));
    Page<T> page = view.listPage(mine.limit(2));
    assertEquals(2, page.items().size());
    assertFalse(page.continueToken().isEmpty());
    List<T> paged = new ArrayList<>(page.items());
    Page<T> last = view.listPage(mine.limit(2).continueAt(page.continueToken()));
    assertEquals("", last.continueToken());
    paged.addAll(last.items());
    assertEquals(names, names(paged));
    assertEquals(3, paged.size());
    if (!kind.busy()) {
      assertEquals(all, paged);
      assertEquals(page.metadata().resourceVersion(), last.metadata().resourceVersion());
      for (T one : all) {
        assertEquals(view.get(one.name()), one);
      }
    }
    assertEquals(names, names(view.list(mine.limit(1)).toList()));
    if (view.type().namespaced()) {
      assertEquals(names, names(view.allNamespaces().list(mine).toList()));
    }
  }

  private static <T extends KubernetesObject> Set<String> names(List<T> objects) {
    Set<String> names = new HashSet<>();
    objects.forEach(object -> names.add(object.name()));
    return names;
  }

  private int update(T first) {
    if (convert == null) {
      return 0;
    }
    T changed = retry(() -> view.update(marked(view.get(first.name()), "updated")));
    assertNotEquals(first.resourceVersion(), changed.resourceVersion());
    assertEquals("updated", changed.annotations().get(MARK));
    assertSame(changed, view.get(first.name()));
    assertEquals(first.uid(), changed.uid());
    assertThrows(ConflictException.class, () -> view.update(marked(first, "stale")));
    return 1;
  }

  /** Writes again where the server itself got in between. */
  private T retry(java.util.function.Supplier<T> write) {
    while (true) {
      try {
        return write.get();
      } catch (ConflictException e) {
        if (!kind.busy()) {
          throw e;
        }
      }
    }
  }

  private int patch(String name) {
    patched(name, Patch.merge(mark("merge")), "merge");
    patched(name, Patch.strategic(mark("strategic")), "strategic");
    String path = "/metadata/annotations/" + MARK.replace("/", "~1");
    patched(
        name,
        Patch.json(
            List.of(
                Map.of("op", "test", "path", path, "value", "strategic"),
                Map.of("op", "replace", "path", path, "value", "json"))),
        "json");
    return 3;
  }

  private void patched(String name, Patch patch, String value) {
    T changed = view.patch(name, patch);
    assertEquals(value, changed.annotations().get(MARK));
    assertSame(changed, view.get(name));
  }

  /** Deletes one object and returns how many changes that took before it was gone. */
  private int delete(String name) {
    T present = view.get(name);
    Delete wrongUid = Kind.plainly().ifUid("00000000-0000-0000-0000-000000000000");
    assertThrows(ConflictException.class, () -> view.delete(name, wrongUid));
    Delete wrongVersion = Kind.plainly().ifVersion("1");
    assertThrows(ConflictException.class, () -> view.delete(name, wrongVersion));
    assertEquals(present.uid(), view.get(name).uid());
    Delete right =
        kind.busy()
            ? Kind.plainly().ifUid(java.util.Objects.requireNonNull(present.uid()))
            : Delete.of(
                io.kybern.api.meta.v1.DeleteOptions.builder()
                    .propagationPolicy("Background")
                    .preconditions(
                        p -> p.uid(present.uid()).resourceVersion(present.resourceVersion()))
                    .build());
    boolean stays = view.delete(name, right).isPresent();
    kind.letGo(name);
    assertTrue(view.find(name).isEmpty(), name + " is gone");
    assertThrows(NotFoundException.class, () -> view.get(name));
    assertThrows(NotFoundException.class, () -> view.delete(name));
    return stays ? 1 : 0;
  }

  private void deleteRest(Set<String> names) {
    if (kind.resource().supports("deletecollection")) {
      view.deleteCollection(mine, Kind.plainly());
    } else {
      view.list(mine).toList().forEach(one -> view.delete(one.name(), Kind.plainly()));
    }
    names.forEach(kind::letGo);
    assertEquals(List.of(), view.list(mine).toList());
  }

  /**
   * The watch saw each object come, change and go.
   *
   * @param changes at least how many events there are of the first object, its addition aside
   */
  private void events(Watch<T> watch, Set<String> names, String first, int changes) {
    Set<String> present = new HashSet<>();
    Set<String> gone = new HashSet<>();
    int ofFirst = 0;
    for (WatchEvent<T> event : watch) {
      String name = event.object().name();
      switch (event.type()) {
        case ADDED -> {
          assertTrue(names.contains(name), name);
          assertTrue(present.add(name), name + " added twice");
        }
        case MODIFIED -> assertTrue(present.contains(name), name + " changed, was not there");
        case DELETED -> {
          assertTrue(present.remove(name), name + " deleted, was not there");
          gone.add(name);
        }
        case BOOKMARK -> {
          continue;
        }
      }
      if (name.equals(first) && event.type() != WatchEvent.Type.ADDED) {
        ofFirst++;
      }
      if (gone.equals(names)) {
        break;
      }
    }
    assertEquals(names, gone, "objects whose deletion was seen");
    assertTrue(ofFirst >= changes, ofFirst + " events of " + first + ", expected " + changes);
  }
}
