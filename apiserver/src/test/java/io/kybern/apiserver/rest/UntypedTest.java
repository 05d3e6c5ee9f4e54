package io.kybern.apiserver.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kybern.api.core.v1.Pod;
import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.facts.ServedResource;
import io.kybern.apiserver.rest.KindRules.Flags;
import io.kybern.apiserver.rest.KindRules.Generation;
import io.kybern.apiserver.storage.RevisionStore;
import io.kybern.error.ApiException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for kinds without a Java type, which custom resources will be. */
class UntypedTest {
  private static final Unstructured WIDGET =
      Unstructured.of(
          Map.of(
              "apiVersion",
              "example.com/v1",
              "kind",
              "Widget",
              "metadata",
              Map.of("name", "w", "generation", 1L),
              "spec",
              Map.of("size", 1L),
              "extra",
              "x"));

  private static Resource widgets(Generation generation) {
    return new Resource(
        new ServedResource(
            "example.com",
            "v1",
            "widgets",
            "widget",
            "Widget",
            true,
            List.of(),
            List.of(),
            List.of("get"),
            List.of(),
            "",
            false,
            "",
            null),
        new RevisionStore(10).keyspace("widgets.example.com"),
        new KindRules(Flags.DEFAULT.generation(generation)));
  }

  @Test
  void partsAreReadAndReplaced() {
    assertEquals(1L, Parts.get(WIDGET, "spec", "size"));
    assertNull(Parts.get(WIDGET, "spec", "nope", "deeper"));
    KubernetesObject changed = Parts.with(WIDGET, 2L, "spec", "size");
    assertEquals(2L, Parts.get(changed, "spec", "size"));
    Pod pod = Pod.builder().spec(spec -> spec.nodeName("n")).build();
    assertEquals("n", Parts.get(pod, "spec", "nodeName"));
    assertNull(Parts.get(pod, "spec", "nope"));
    assertNull(Parts.get(pod, "status", "phase"));
    assertEquals("Running", ((Pod) Parts.with(pod, "Running", "status", "phase")).status().phase());
    assertThrows(IllegalArgumentException.class, () -> Parts.with(pod, "x", "status", "nope"));
  }

  @Test
  void generationsAreCounted() {
    KubernetesObject spec = Parts.with(WIDGET, 2L, "spec", "size");
    KubernetesObject extra = Parts.with(WIDGET, "y", "extra");
    assertEquals(2L, generation(Generation.SPEC, spec));
    assertEquals(1L, generation(Generation.SPEC, extra));
    assertEquals(2L, generation(Generation.CONTENT, extra));
    assertEquals(1L, generation(Generation.CONTENT, Parts.with(WIDGET, "s", "status")));
    assertEquals(1L, generation(Generation.NONE, spec));
  }

  private static Long generation(Generation rule, KubernetesObject changed) {
    return Generations.advance(widgets(rule), changed, WIDGET).metadata().generation();
  }

  @Test
  void strategicPatchesAreNotForThem() {
    ApiRequest request =
        ApiRequest.patch(
            "/x", "application/strategic-merge-patch+json", "{}".getBytes(StandardCharsets.UTF_8));
    Input input = new Input(Codec.eager(), request, new Formats(false));
    ApiException refused =
        assertThrows(ApiException.class, () -> Patches.of(request, input, false));
    assertEquals(415, refused.code());
    Patches.of(request, input, true);
  }

  @Test
  void protobufCannotHoldThem() {
    ApiRequest request =
        ApiRequest.post("/x", "application/vnd.kubernetes.protobuf", new byte[] {'k', '8', 's', 0});
    Input input = new Input(Codec.eager(), request, new Formats(false));
    ApiException refused =
        assertThrows(
            ApiException.class,
            () -> input.object(widgets(Generation.NONE), WriteOptions.Validation.WARN));
    assertEquals(415, refused.code());
    ApiRequest json = ApiRequest.post("/x", "application/json", Codec.treeToJson(WIDGET.content()));
    assertEquals(
        WIDGET,
        new Input(Codec.eager(), json, new Formats(false))
            .object(widgets(Generation.NONE), WriteOptions.Validation.STRICT));
  }
}
