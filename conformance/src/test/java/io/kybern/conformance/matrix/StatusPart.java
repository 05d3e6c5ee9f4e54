package io.kybern.conformance.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.client.Patch;
import io.kybern.client.Resources;
import io.kybern.client.Subresource;
import io.kybern.error.ConflictException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The subresource {@code status} of one object, seen through one kind of client. */
final class StatusPart<T extends KubernetesObject> {
  private final Kind kind;
  private final String name;
  private final Subresource<T> status;
  private final Function<Unstructured, T> convert;

  /**
   * The status as {@code view} has it.
   *
   * @param convert makes objects to be written
   */
  StatusPart(Kind kind, String name, Resources<T> view, Function<Unstructured, T> convert) {
    this.kind = kind;
    this.name = name;
    this.status = view.status();
    this.convert = convert;
  }

  void check() {
    Object wanted = kind.fixture().object(kind.namespace(), 1).content().get("status");
    assertNotNull(wanted, "the fixture of " + kind + " has no status");
    Unstructured before = read();
    Unstructured updated = update(wanted);
    assertIn(wanted, updated.content().get("status"), "status");
    assertEquals(
        List.of(),
        Differences.between(spec(before), spec(updated)),
        "a write of the status leaves the rest alone");
    if (!kind.busy()) {
      assertSame(updated, kind.trees().get(name));
      assertSame(updated, read());
      if (!updated.metadata().equals(before.metadata())) {
        T stale = convert.apply(before.with(wanted, "status"));
        assertThrows(ConflictException.class, () -> status.update(stale));
      }
    }
    for (Patch patch :
        List.of(
            Patch.merge(Map.of("status", wanted)),
            Patch.strategic(Map.of("status", wanted)),
            Patch.json(List.of(Map.of("op", "replace", "path", "/status", "value", wanted))))) {
      Unstructured patched = tree(status.patch(name, patch));
      assertIn(wanted, patched.content().get("status"), patch.mediaType());
    }
  }

  private static void assertSame(Unstructured expected, Unstructured actual) {
    assertEquals(List.of(), Differences.between(expected.content(), actual.content()));
  }

  private Unstructured read() {
    return tree(status.get(name));
  }

  static Unstructured tree(KubernetesObject object) {
    return object instanceof Unstructured tree
        ? tree
        : Unstructured.of(Codec.toTree((Message) object));
  }

  private Unstructured update(Object wanted) {
    while (true) {
      try {
        return tree(status.update(convert.apply(read().with(wanted, "status"))));
      } catch (ConflictException e) {
        if (!kind.busy()) {
          throw e;
        }
      }
    }
  }

  private static Object spec(Unstructured object) {
    return object.content().getOrDefault("spec", Map.of());
  }

  private static void assertIn(Object wanted, @Nullable Object actual, String where) {
    assertTrue(
        isIn(wanted, actual), where + ": expected " + shown(wanted) + " in " + shown(actual));
  }

  /** Whether what was written is there; the server may have filled in more. */
  private static boolean isIn(@Nullable Object wanted, @Nullable Object actual) {
    if (actual == null) {
      return isEmpty(wanted);
    }
    if (wanted instanceof Map<?, ?> map) {
      return actual instanceof Map<?, ?> object
          && map.entrySet().stream().allMatch(e -> isIn(e.getValue(), object.get(e.getKey())));
    }
    if (wanted instanceof List<?> list) {
      return actual instanceof List<?> there
          && list.stream().allMatch(item -> there.stream().anyMatch(one -> isIn(item, one)));
    }
    return actual.equals(wanted);
  }

  private static boolean isEmpty(@Nullable Object value) {
    return value == null
        || value instanceof Map<?, ?> map && map.isEmpty()
        || value instanceof List<?> list && list.isEmpty()
        || Long.valueOf(0).equals(value);
  }

  private static String shown(@Nullable Object tree) {
    return new String(Codec.treeToJson(tree), java.nio.charset.StandardCharsets.UTF_8);
  }
}
