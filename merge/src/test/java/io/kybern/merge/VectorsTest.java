package io.kybern.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.apps.v1.StatefulSet;
import io.kybern.api.batch.v1.CronJob;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Event;
import io.kybern.api.core.v1.Node;
import io.kybern.api.core.v1.PersistentVolumeClaim;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.Service;
import io.kybern.api.core.v1.ServiceAccount;
import io.kybern.api.networking.v1.Ingress;
import io.kybern.api.rbac.v1.ClusterRole;
import io.kybern.model.MessageType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What k8s.io/apimachinery v0.37.1 ({@code strategic.jsonl}) and gopkg.in/evanphx/json-patch.v4
 * v4.13.0 ({@code patches.jsonl}) make of random objects and patches, on both of which we agree.
 */
class VectorsTest {
  private static final Map<String, MessageType<?>> TYPES =
      Map.ofEntries(
          Map.entry("apps.v1.Deployment", Deployment.TYPE),
          Map.entry("apps.v1.StatefulSet", StatefulSet.TYPE),
          Map.entry("batch.v1.CronJob", CronJob.TYPE),
          Map.entry("core.v1.ConfigMap", ConfigMap.TYPE),
          Map.entry("core.v1.Event", Event.TYPE),
          Map.entry("core.v1.Node", Node.TYPE),
          Map.entry("core.v1.PersistentVolumeClaim", PersistentVolumeClaim.TYPE),
          Map.entry("core.v1.Pod", Pod.TYPE),
          Map.entry("core.v1.Service", Service.TYPE),
          Map.entry("core.v1.ServiceAccount", ServiceAccount.TYPE),
          Map.entry("networking.v1.Ingress", Ingress.TYPE),
          Map.entry("rbac.v1.ClusterRole", ClusterRole.TYPE));

  private static List<List<@Nullable Object>> rows(String resource) throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(VectorsTest.class.getResourceAsStream(resource)),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        rows.add(Trees.list(Objects.requireNonNull(TestJson.read(line))));
      }
    }
    assertTrue(rows.size() > 300, "vectors are missing");
    return rows;
  }

  private static void assertTree(
      @Nullable Object expected, @Nullable Object actual, List<@Nullable Object> row) {
    assertTrue(
        Trees.equal(expected, actual), () -> row + "\nexpected " + expected + "\ngot " + actual);
  }

  @Test
  void strategicMergePatches() throws IOException {
    for (List<@Nullable Object> row : rows("strategic.jsonl")) {
      MessageType<?> type = Objects.requireNonNull(TYPES.get(row.get(1)), row::toString);
      String before = row.toString();
      Object original = row.get(2);
      switch (String.valueOf(row.get(0))) {
        case "two" -> {
          Object patch = StrategicMergePatch.createTwoWay(original, row.get(3), type);
          assertTree(row.get(4), patch, row);
          assertTree(row.get(5), StrategicMergePatch.apply(original, patch, type), row);
          assertTree(row.get(3), StrategicMergePatch.apply(original, patch, type), row);
        }
        case "three" -> threeWay(row, type);
        case "apply" ->
            assertTree(row.get(4), StrategicMergePatch.apply(original, row.get(3), type), row);
        default ->
            assertThrows(
                PatchException.class,
                () -> StrategicMergePatch.apply(original, row.get(3), type),
                row::toString);
      }
      assertEquals(before, row.toString(), "arguments were changed");
    }
  }

  private static void threeWay(List<@Nullable Object> row, MessageType<?> type) {
    Object original = row.get(2);
    Object modified = row.get(3);
    Object current = row.get(4);
    Object patch = StrategicMergePatch.createThreeWay(original, modified, current, type, true);
    assertTree(row.get(5), patch, row);
    assertTree(row.get(7), StrategicMergePatch.apply(current, patch, type), row);
    if (Boolean.TRUE.equals(row.get(6))) {
      PatchException e =
          assertThrows(
              PatchException.class,
              () -> StrategicMergePatch.createThreeWay(original, modified, current, type, false),
              row::toString);
      assertEquals(PatchException.Kind.CONFLICT, e.kind());
    } else {
      assertTree(
          patch, StrategicMergePatch.createThreeWay(original, modified, current, type, false), row);
    }
  }

  @Test
  void jsonAndMergePatches() throws IOException {
    for (List<@Nullable Object> row : rows("patches.jsonl")) {
      String before = row.toString();
      Object first = row.get(1);
      Object second = row.get(2);
      switch (String.valueOf(row.get(0))) {
        case "json" -> {
          if (row.get(3) instanceof String kind) {
            PatchException e =
                assertThrows(
                    PatchException.class,
                    () -> JsonPatch.parse(second).apply(first),
                    row::toString);
            assertEquals(kind, e.kind().name(), row::toString);
            assertTrue(e.index() >= 0, row::toString);
          } else {
            assertTree(row.get(4), JsonPatch.parse(second).apply(first), row);
          }
        }
        case "merge" -> assertTree(row.get(3), MergePatch.apply(first, second), row);
        case "diff" -> {
          assertTree(row.get(3), MergePatch.diff(first, second), row);
        }
        default -> {
          Object current = row.get(3);
          Object patch = MergePatch.createThreeWay(first, second, current);
          assertTree(row.get(4), MergePatch.apply(current, patch), row);
        }
      }
      assertEquals(before, row.toString(), "arguments were changed");
    }
  }
}
