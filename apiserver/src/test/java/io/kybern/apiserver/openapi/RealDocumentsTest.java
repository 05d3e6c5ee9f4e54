package io.kybern.apiserver.openapi;

import static io.kybern.apiserver.openapi.RealDocuments.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.apiserver.facts.ApiFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** All our documents against those of a real server with every group on, and CBOR. */
class RealDocumentsTest {
  private final OpenApi openApi = new OpenApi(ApiFacts.load(), true);

  @Test
  void version3IsThatOfARealServer() {
    Map<String, Object> real = RealDocuments.read("openapi-v3");
    assertEquals(new TreeSet<>(real.keySet()), new TreeSet<>(openApi.names()));
    List<String> differences = new ArrayList<>();
    for (String name : openApi.names()) {
      Object ours = Objects.requireNonNull(openApi.version3Tree(name));
      RealDocuments.compare(
          name,
          RealDocuments.normal(Objects.requireNonNull(real.get(name)), Map.of()),
          RealDocuments.normal(ours, Map.of()),
          differences);
    }
    report(differences);
  }

  @Test
  void version2IsThatOfARealServer() {
    Map<String, Object> real = new TreeMap<>(RealDocuments.read("openapi-v2"));
    Map<String, Object> parameters = map(Objects.requireNonNull(real.remove("parameters")));
    List<String> differences = new ArrayList<>();
    RealDocuments.compare(
        "v2",
        RealDocuments.normal(real, parameters),
        RealDocuments.normal(openApi.version2Tree(), Map.of()),
        differences);
    report(differences);
  }

  private static void report(List<String> differences) {
    String some = String.join("\n", differences.subList(0, Math.min(10, differences.size())));
    assertEquals(0, differences.size(), () -> "differences, some of them:\n" + some);
  }
}
