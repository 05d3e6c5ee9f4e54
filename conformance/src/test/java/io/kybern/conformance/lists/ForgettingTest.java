package io.kybern.conformance.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.ListQuery;
import io.kybern.client.Listing;
import io.kybern.client.Watch;
import io.kybern.client.WatchEvent;
import io.kybern.conformance.TestServer;
import io.kybern.conformance.Wire.Reply;
import io.kybern.error.GoneException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens to lists and watches when the server has forgotten the state they are about. */
class ForgettingTest {
  private static final String[] NAMES = {"c0", "c1", "c2", "c3", "c4", "c5"};

  private final TestServer server = TestServer.forgetful();

  private void forget(Scene scene) {
    scene.map("d0", "");
    scene.map("d1", "");
    scene.delete("c3");
    server.cluster().compactHistory();
  }

  @Test
  void anExpiredTokenComesWithOneForTheRest() {
    Scene scene = new Scene(server, NAMES);
    Reply first = scene.list("limit=2");
    forget(scene);
    Reply expired = Scene.expect(410, scene.list("limit=2&continue=" + Scene.token(first)));
    assertEquals("Expired", expired.json().get("reason"));
    assertEquals(
        "The provided continue parameter is too old to display a consistent list result. You can"
            + " start a new list without the continue parameter, or use the continue token in this"
            + " response to retrieve the remainder of the results. Continuing with the provided"
            + " token results in an inconsistent list - objects that were created, modified, or"
            + " deleted between the time the first chunk was returned and now may show up in the"
            + " list.",
        expired.json().get("message"));
    String rest = "continue=" + Scene.token(expired);
    assertEquals(List.of("c2", "c4", "c5", "d0", "d1"), Scene.names(scene.list(rest)));
    Reply page = scene.list("limit=2&" + rest);
    assertEquals(List.of("c2", "c4"), Scene.names(page));
    assertEquals(3L, Scene.at(page.json(), "metadata", "remainingItemCount"));
    // From there on it is a list of one state again.
    scene.map("e0", "");
    Reply next = scene.list("continue=" + Scene.token(page));
    assertEquals(List.of("c5", "d0", "d1"), Scene.names(next));
    assertEquals(Scene.version(page), Scene.version(next));
  }

  @Test
  void anExactListIsGone() {
    Scene scene = new Scene(server, NAMES);
    String old = Scene.version(scene.list(""));
    forget(scene);
    for (String query : List.of("&resourceVersionMatch=Exact", "&limit=2")) {
      Reply gone = Scene.expect(410, scene.list("resourceVersion=" + old + query));
      assertEquals("Expired", gone.json().get("reason"));
      assertEquals(
          "The resourceVersion for the provided list is too old.", gone.json().get("message"));
    }
    assertEquals(7, Scene.names(scene.list("resourceVersion=" + old)).size());
    assertEquals(
        7,
        Scene.names(scene.list("resourceVersionMatch=NotOlderThan&resourceVersion=" + old)).size());
  }

  @Test
  void aWatchIsToldInItsStream() {
    Scene scene = new Scene(server, NAMES);
    String old = Scene.version(scene.list(""));
    forget(scene);
    List<Map<String, Object>> events = scene.watch("timeoutSeconds=10&resourceVersion=" + old);
    assertEquals(List.of("ERROR 410"), Scene.summaries(events));
    Object status = events.get(0).get("object");
    assertEquals("Status", Scene.at(status, "kind"));
    assertEquals("Failure", Scene.at(status, "status"));
    assertEquals("Expired", Scene.at(status, "reason"));
    String now = Scene.version(scene.list(""));
    assertEquals(List.of(), scene.watch("timeoutSeconds=1&resourceVersion=" + now));
  }

  /** Pages of one list that were left are replaced by a full one; nothing comes twice. */
  @Test
  void theClientsListingSurvives() {
    Scene scene = new Scene(server, NAMES);
    var maps = server.client().coreV1().configMaps(scene.namespace);
    List<String> seen = new ArrayList<>();
    try (Listing<ConfigMap> listing = maps.list(ListQuery.all().limit(2))) {
      Iterator<ConfigMap> objects = listing.iterator();
      seen.add(objects.next().name());
      forget(scene);
      objects.forEachRemaining(map -> seen.add(map.name()));
      assertEquals(List.of("c0", "c1", "c2", "c4", "c5", "d0", "d1"), seen);
      // A watch goes on from the state that was delivered last.
      String version = listing.metadata().resourceVersion();
      scene.map("e0", "");
      try (Watch<ConfigMap> watch = maps.watch(ListQuery.all().resourceVersion(version))) {
        assertEquals("e0", watch.iterator().next().object().name());
      }
    }
  }

  @Test
  void theClientsWholeListIsOfOneState() {
    Scene scene = new Scene(server, NAMES);
    try (Listing<ConfigMap> listing =
        server.client().coreV1().configMaps(scene.namespace).list(ListQuery.all().limit(2))) {
      scene.delete("c0");
      forget(scene);
      assertEquals(
          List.of("c1", "c2", "c4", "c5", "d0", "d1"),
          listing.toList().stream().map(ConfigMap::name).toList());
    }
  }

  @Test
  void theClientsWatchSaysThatItsPlaceIsGone() throws Exception {
    Scene scene = new Scene(server, NAMES);
    String old = Scene.version(scene.list(""));
    try (CuttableProxy proxy = new CuttableProxy(server.admin());
        var k8s = io.kybern.client.Kubernetes.connect(proxy.config());
        Watch<ConfigMap> watch =
            k8s.coreV1().configMaps(scene.namespace).watch(ListQuery.all().resourceVersion(old))) {
      Iterator<WatchEvent<ConfigMap>> events = watch.iterator();
      scene.map("x", "");
      assertEquals("x", events.next().object().name());
      proxy.refuse();
      forget(scene);
      proxy.accept();
      GoneException gone = assertThrows(GoneException.class, events::hasNext);
      assertEquals("Expired", gone.status().reason());
      assertTrue(gone.getMessage().contains("list again"), gone.getMessage());
    }
  }
}
