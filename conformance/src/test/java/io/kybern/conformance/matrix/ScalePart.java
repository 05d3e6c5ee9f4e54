package io.kybern.conformance.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kybern.api.autoscaling.v1.Scale;
import io.kybern.client.Patch;
import io.kybern.client.Resources;
import io.kybern.error.ConflictException;

/** The subresource {@code scale} of one object, seen through one kind of client. */
final class ScalePart {
  private ScalePart() {}

  static void check(Kind kind, String name, Resources<?> view) {
    var scales = view.subresource("scale", Scale.TYPE);
    Scale before = scales.get(name);
    assertEquals(name, before.name());
    assertEquals(kind.trees().get(name).uid(), before.uid());
    assertEquals(kind.trees().get(name).resourceVersion(), before.resourceVersion());
    Scale updated = scales.update(before.toBuilder().spec(s -> s.replicas(4)).build());
    assertEquals(4, updated.spec().replicas());
    assertEquals(4L, kind.trees().get(name).at("spec", "replicas"));
    assertThrows(ConflictException.class, () -> scales.update(before));
    assertEquals(5, view.scale(name, 5).spec().replicas());
    assertEquals(
        6, scales.patch(name, Patch.strategic("{\"spec\":{\"replicas\":6}}")).spec().replicas());
    assertEquals(
        7,
        scales
            .patch(
                name, Patch.json("[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":7}]"))
            .spec()
            .replicas());
    assertEquals(7L, kind.trees().get(name).at("spec", "replicas"));
  }
}
