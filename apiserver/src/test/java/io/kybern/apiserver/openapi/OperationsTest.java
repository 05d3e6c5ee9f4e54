package io.kybern.apiserver.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.GroupVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The operations of all documents against those of a real server with every group on. */
class OperationsTest {
  private static final List<String> NO_OPERATIONS = List.of("parameters");

  private final ApiFacts facts = ApiFacts.load();

  @Test
  void everyOperationIsThatOfARealServer() throws IOException {
    List<String> ours = new ArrayList<>();
    OpenApi openApi = new OpenApi(facts);
    for (GroupVersion groupVersion : facts.groupVersions()) {
      map(openApi.version3Tree(groupVersion).get("paths"))
          .forEach((path, item) -> ours.addAll(lines(path, map(item))));
    }
    Collections.sort(ours);
    Set<String> missing = new LinkedHashSet<>(real());
    missing.removeAll(ours);
    Set<String> surplus = new LinkedHashSet<>(ours);
    surplus.removeAll(real());
    assertEquals(String.join("\n", missing), String.join("\n", surplus));
    assertEquals(real().size(), ours.size());
  }

  @Test
  void patchesOfEveryKindSayThatTheyValidateFields() {
    OpenApi openApi = new OpenApi(facts);
    for (GroupVersion groupVersion : facts.groupVersions()) {
      map(openApi.version3Tree(groupVersion).get("paths"))
          .forEach(
              (path, item) -> {
                Object patch = map(item).get("patch");
                if (patch != null && !"connect".equals(map(patch).get("x-kubernetes-action"))) {
                  assertEquals(
                      "dryRun,fieldManager,fieldValidation,force", query(map(patch)), path);
                }
              });
    }
  }

  @Test
  void version2HasTheSameOperations() throws IOException {
    Set<String> ours = new TreeSet<>();
    map(new OpenApi(facts).version2Tree().get("paths"))
        .forEach(
            (path, item) ->
                map(item)
                    .forEach(
                        (method, operation) -> {
                          if (!NO_OPERATIONS.contains(method)) {
                            ours.add(path + " " + method + " " + map(operation).get("operationId"));
                          }
                        }));
    Set<String> real = new TreeSet<>();
    for (String line : real()) {
      String[] words = line.split(" ");
      real.add(words[0] + " " + words[1] + " " + words[2]);
    }
    assertEquals(real, ours);
  }

  private static List<String> lines(String path, Map<String, Object> item) {
    List<String> lines = new ArrayList<>();
    item.forEach(
        (method, tree) -> {
          if (!NO_OPERATIONS.contains(method)) {
            lines.add(path + " " + method + " " + line(map(tree)));
          }
        });
    return lines;
  }

  private static String line(Map<String, Object> operation) {
    Map<String, Object> body =
        operation.containsKey("requestBody")
            ? map(map(operation.get("requestBody")).get("content"))
            : Map.of();
    Map<String, Object> responses = map(operation.get("responses"));
    Set<String> codes = new LinkedHashSet<>(responses.keySet());
    codes.remove("401");
    Map<String, Object> answer = map(map(responses.get("200")).get("content"));
    return String.join(
        " ",
        (String) operation.get("operationId"),
        (String) operation.getOrDefault("x-kubernetes-action", "-"),
        kind(operation.get("x-kubernetes-group-version-kind")),
        "query=" + query(operation),
        "body=" + references(body),
        "bodyTypes=" + String.join(",", new TreeSet<>(body.keySet())),
        "codes=" + String.join(",", codes),
        "answer=" + references(answer),
        "answerTypes=" + String.join(",", new TreeSet<>(answer.keySet())));
  }

  private static String kind(Object kind) {
    return kind == null
        ? "-"
        : map(kind).get("group") + "/" + map(kind).get("version") + "/" + map(kind).get("kind");
  }

  private static String query(Map<String, Object> operation) {
    Set<String> names = new TreeSet<>();
    for (Object parameter : (List<?>) operation.getOrDefault("parameters", List.of())) {
      assertEquals("query", map(parameter).get("in"));
      names.add((String) map(parameter).get("name"));
    }
    return String.join(",", names);
  }

  private static String references(Map<String, Object> content) {
    Set<String> names = new TreeSet<>();
    for (Object media : content.values()) {
      String reference =
          (String) map(map(media).get("schema")).getOrDefault("$ref", "#/components/schemas/");
      names.add(reference.substring("#/components/schemas/".length()));
    }
    return String.join(",", names);
  }

  private static List<String> real() throws IOException {
    try (InputStream in = OperationsTest.class.getResourceAsStream("operations.txt.gz")) {
      assertNotNull(in);
      byte[] text = new GZIPInputStream(in).readAllBytes();
      return new String(text, StandardCharsets.UTF_8).lines().toList();
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object tree) {
    return (Map<String, Object>) tree;
  }
}
