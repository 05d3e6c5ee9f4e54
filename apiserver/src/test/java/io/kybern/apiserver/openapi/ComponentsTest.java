package io.kybern.apiserver.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.GroupVersion;
import io.kybern.model.wire.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The schemas of all documents against those of a real server with every group on. */
class ComponentsTest {
  /**
   * What the schema files do not say: list types and enums of messages that are only ever inlined,
   * and enums of a map's values.
   */
  private static final Set<String> KNOWN_DIFFERENCES =
      Set.of(
          "io.k8s.api.admissionregistration.v1.NamedRuleWithOperations",
          "io.k8s.api.admissionregistration.v1.RuleWithOperations",
          "io.k8s.api.admissionregistration.v1alpha1.NamedRuleWithOperations",
          "io.k8s.api.admissionregistration.v1beta1.NamedRuleWithOperations",
          "io.k8s.api.core.v1.PersistentVolumeClaimStatus");

  private final ApiFacts facts = ApiFacts.load();
  private final OpenApi openApi = new OpenApi(facts);

  @Test
  void everySchemaIsThatOfARealServer() throws IOException {
    Map<String, Object> real = realSchemas();
    Map<String, Object> ours = ourSchemas();
    assertEquals(real.keySet(), ours.keySet());
    Map<String, String> differences = new TreeMap<>();
    for (String name : real.keySet()) {
      Object expected = normal(real.get(name));
      Object actual = normal(ours.get(name));
      if (!expected.equals(actual)) {
        differences.put(name, "\n  real " + expected + "\n  ours " + actual);
      }
    }
    Set<String> unexpected = new TreeSet<>(differences.keySet());
    unexpected.removeAll(KNOWN_DIFFERENCES);
    assertTrue(
        unexpected.isEmpty(), () -> unexpected.stream().map(differences::get).toList().toString());
    assertEquals(KNOWN_DIFFERENCES, differences.keySet(), "no longer different");
  }

  @Test
  void referencesLeadSomewhere() {
    for (GroupVersion groupVersion : facts.groupVersions()) {
      Map<String, Object> document = openApi.version3Tree(groupVersion);
      Set<String> names = map(map(document.get("components")).get("schemas")).keySet();
      references(document, "#/components/schemas/", names);
    }
    Map<String, Object> document = openApi.version2Tree();
    references(document, "#/definitions/", map(document.get("definitions")).keySet());
    assertTrue(map(document.get("definitions")).containsKey("io.k8s.api.core.v1.Pod"));
  }

  @Test
  void documentIsTheSameEachTime() {
    GroupVersion apps = new GroupVersion("apps", "v1");
    assertEquals(
        new String(openApi.version3(apps), StandardCharsets.UTF_8),
        new String(new OpenApi(facts).version3(apps), StandardCharsets.UTF_8));
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

  private Map<String, Object> ourSchemas() {
    Map<String, Object> all = new TreeMap<>();
    for (GroupVersion groupVersion : facts.groupVersions()) {
      Map<String, Object> document = openApi.version3Tree(groupVersion);
      map(map(document.get("components")).get("schemas"))
          .forEach(
              (name, schema) -> {
                Object before = all.put(name, schema);
                if (before != null) {
                  assertEquals(withoutOptionKinds(before), withoutOptionKinds(schema), name);
                }
              });
    }
    return all;
  }

  private static Map<String, Object> realSchemas() throws IOException {
    try (InputStream in = ComponentsTest.class.getResourceAsStream("schemas.json.gz")) {
      assertNotNull(in);
      return map(Codec.jsonToTree(new GZIPInputStream(in).readAllBytes()));
    }
  }

  /**
   * Sets in order, numbers in one type, a lone reference without anything around it, and of the
   * kinds of options only that which all documents have.
   */
  private static Object normal(Object tree) {
    if (tree instanceof List<?> list) {
      return list.stream().map(ComponentsTest::normal).toList();
    }
    if (tree instanceof Map<?, ?>) {
      Map<String, Object> normal = new TreeMap<>();
      map(tree)
          .forEach(
              (name, value) ->
                  normal.put(name, name.equals("required") ? sorted(value) : normal(value)));
      if (normal.keySet().equals(Set.of("allOf")) && normal.get("allOf") instanceof List<?> one) {
        return one.get(0);
      }
      return withoutOptionKinds(normal);
    }
    return tree instanceof Number number ? (Object) number.doubleValue() : tree;
  }

  private static Object sorted(Object value) {
    if (!(value instanceof List<?> list)) {
      return normal(value); // a property called "required"
    }
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add((String) text));
    Collections.sort(texts);
    return texts;
  }

  private static Object withoutOptionKinds(Object schema) {
    Map<String, Object> copy = new LinkedHashMap<>(map(schema));
    copy.computeIfPresent(
        "x-kubernetes-group-version-kind",
        (name, kinds) -> kinds instanceof List<?> list ? list.subList(0, 1) : kinds);
    return copy;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object tree) {
    return (Map<String, Object>) tree;
  }
}
