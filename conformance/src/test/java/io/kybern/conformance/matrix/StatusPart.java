package io.kybern.conformance.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.client.Patch;
import io.kybern.client.Subresource;
import io.kybern.error.ConflictException;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subresource {@code status} of one object. */
final class StatusPart {
  private final Kind kind;
  private final String name;
  private final Subresource<Unstructured> status;

  StatusPart(Kind kind, String name) {
    this.kind = kind;
    this.name = name;
    this.status = kind.trees().status();
  }

  void check() {
    Object wanted = kind.fixture().object(kind.namespace(), 1).content().get("status");
    assertNotNull(wanted, "the fixture of " + kind + " has no status");
    Unstructured before = status.get(name);
    Unstructured updated = update(wanted);
    assertIn(wanted, updated.content().get("status"), "status");
    assertEquals(spec(before), spec(updated), "a write of the status leaves the rest alone");
    if (!kind.busy()) {
      assertEquals(updated, kind.trees().get(name));
      assertEquals(updated, status.get(name));
      if (!updated.metadata().equals(before.metadata())) {
        assertThrows(ConflictException.class, () -> status.update(before.with(wanted, "status")));
      }
    }
    for (Patch patch :
        List.of(
            Patch.merge(Map.of("status", wanted)),
            Patch.strategic(Map.of("status", wanted)),
            Patch.json(List.of(Map.of("op", "replace", "path", "/status", "value", wanted))))) {
      assertIn(wanted, status.patch(name, patch).content().get("status"), patch.mediaType());
    }
  }

  private Unstructured update(Object wanted) {
    while (true) {
      try {
        return status.update(status.get(name).with(wanted, "status"));
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
