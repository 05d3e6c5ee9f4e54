package io.kybern.apiserver.openapi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.facts.ApiFacts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds of the schemas of every document. */
class ComponentsTest {
  private final ApiFacts facts = ApiFacts.load();
  private final OpenApi openApi = new OpenApi(facts);

  @Test
  void referencesLeadSomewhere() {
    for (String name : openApi.names()) {
      Map<String, Object> document = Objects.requireNonNull(openApi.version3Tree(name));
      Map<String, Object> components = map(document.get("components"));
      Set<String> names =
          components.containsKey("schemas") ? map(components.get("schemas")).keySet() : Set.of();
      references(document, "#/components/schemas/", names);
    }
    Map<String, Object> document = openApi.version2Tree();
    references(document, "#/definitions/", map(document.get("definitions")).keySet());
    assertTrue(map(document.get("definitions")).containsKey("io.k8s.api.core.v1.Pod"));
  }

  @Test
  void documentIsTheSameEachTime() {
    assertArrayEquals(
        openApi.version3("apis/apps/v1").orElseThrow(),
        new OpenApi(facts).version3("apis/apps/v1").orElseThrow());
  }

  private static void references(Object tree, String prefix, Set<String> names) {
    if (tree instanceof List<?> list) {
      list.forEach(item -> references(item, prefix, names));
    } else if (tree instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (name.equals("$ref") && value instanceof String reference) {
              assertTrue(reference.startsWith(prefix), reference);
              assertTrue(names.contains(reference.substring(prefix.length())), reference);
            }
            references(value, prefix, names);
          });
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object tree) {
    return (Map<String, Object>) tree;
  }
}
