package io.kybern.model.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Pod;
import io.kybern.error.DecodeException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Unstructured;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final String A = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";
  private static final String B = "apiVersion: e.com/v1\nkind: Widget\nmetadata:\n  name: b\n";

  private static List<ManifestObject> read(String text) {
    return Codec.eager().readManifest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String names(List<ManifestObject> objects) {
    StringBuilder names = new StringBuilder();
    for (ManifestObject object : objects) {
      KubernetesObject named = (KubernetesObject) object.object();
      names.append(named.kind()).append('/').append(named.name());
      names.append('@').append(object.document()).append(':').append(object.line()).append(' ');
    }
    return names.toString().strip();
  }

  @Test
  void documentsAreCountedAndTheirLinesToo() {
    assertEquals("ConfigMap/a@1:1 Widget/b@2:6", names(read(A + "---\n" + B)));
    assertEquals(
        "ConfigMap/a@1:5 Widget/b@3:13",
        names(read("# nothing\n---\n# a comment\n\n" + A + "---\n# empty\n---\n\n" + B)));
    assertEquals(
        "ConfigMap/a@1:2 Widget/b@2:7",
        names(read("---\r\n" + A.replace("\n", "\r\n") + "--- # next\r\n" + B)));
    assertInstanceOf(ConfigMap.class, read(A).get(0).object());
    assertInstanceOf(Unstructured.class, read(B).get(0).object());
    assertEquals("ConfigMap/a@1:1", names(read("\uFEFF" + A)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "---\n---\n# x\n", "null\n", " ", "~"})
  void emptyManifestsHaveNoObjects(String text) {
    assertEquals(List.of(), read(text));
  }

  @Test
  void listsAreTakenApart() {
    assertEquals(
        "ConfigMap/a@1:1 Widget/b@1:1 Pod/c@2:8",
        names(
            read(
                "kind: List\napiVersion: v1\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n"
                    + "- kind: List\n  items: [{apiVersion: e.com/v1, kind: Widget, metadata: {name: b}}]\n"
                    + "---\napiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: c}\n")));
    assertEquals(List.of(), read("kind: List\napiVersion: v1\nitems: []\n"));
    assertEquals(
        "Widget/x@1:1",
        names(
            read(
                "{\"kind\":\"WidgetList\",\"apiVersion\":\"e.com/v1\",\"items\":[{\"metadata\":{\"name\":\"x\"}}]}")));
  }

  @Test
  void jsonObjectsMayFollowEachOther() {
    String json = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"}}";
    assertEquals(
        "ConfigMap/a@1:1 ConfigMap/b@2:3",
        names(read(json.formatted("a") + "\n\n" + json.formatted("b") + "\n")));
    assertEquals("ConfigMap/a@1:2", names(read(" \n" + json.formatted("a"))));
    assertThrows(DecodeException.class, () -> read(json.formatted("a") + ","));
  }

  @Test
  void protobufIsAManifestToo() {
    Pod pod = Pod.builder().metadata(m -> m.name("p")).build();
    List<ManifestObject> objects =
        Codec.eager().readManifest(Codec.write(pod, WireFormat.PROTOBUF));
    assertEquals(pod, objects.get(0).object());
  }

  @Test
  void oneBadDocumentRefusesAllAndIsNamed() {
    DecodeException e =
        assertThrows(
            DecodeException.class, () -> read(A + "---\nkind: Pod\napiVersion: v1\nspec: 7\n"));
    assertTrue(e.reason().startsWith("document 2 (line 6): "), e.reason());
    assertEquals("Pod", e.kind());
    assertEquals("spec", e.field());
    e = assertThrows(DecodeException.class, () -> read(A + "---\nmetadata: {name: x}\n"));
    assertTrue(e.reason().contains("document 2") && e.reason().contains("apiVersion"), e.reason());
    e = assertThrows(DecodeException.class, () -> read(A + "---\n- a\n"));
    assertTrue(e.reason().contains("document 2"), e.reason());
    e = assertThrows(DecodeException.class, () -> read(A + "---\na: [\n"));
    assertTrue(e.reason().contains("line 7"), e.reason());
    e = assertThrows(DecodeException.class, () -> read(A + "---\na: b\na: c\n"));
    assertTrue(e.reason().contains("line 7") && e.reason().contains("twice"), e.reason());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  @Test
  void whatWasQuotedStaysAString() {
    ConfigMap map =
        (ConfigMap)
            read(A + "data:\n  a: \"yes\"\n  b: '0644'\n  c: |\n    x\n  d: 1.10.0\n  e: \"~\"\n")
                .get(0)
                .object();
    assertEquals(
        java.util.Map.of("a", "yes", "b", "0644", "c", "x\n", "d", "1.10.0", "e", "~"), map.data());
    for (String value : List.of("yes", "0644", "1.5", "[]", "{}")) {
      assertThrows(DecodeException.class, () -> read(A + "data:\n  a: " + value + "\n"), value);
    }
    assertEquals("", ((ConfigMap) read(A + "data:\n  a:\n").get(0).object()).data().get("a"));
  }
}
