package io.kybern.conformance.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.Kubernetes;
import io.kybern.client.ListQuery;
import io.kybern.client.Watch;
import io.kybern.client.WatchEvent;
import io.kybern.conformance.TestServer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The client's watch goes on where it was when its connection is lost. */
class ResumingTest {
  private final TestServer server = TestServer.shared();

  @Test
  void nothingIsLostOrRepeatedByACut() throws Exception {
    Scene scene = new Scene(server, "a");
    List<String> seen = new ArrayList<>();
    List<String> wanted = new ArrayList<>(List.of("ADDED a"));
    try (CuttableProxy proxy = new CuttableProxy(server.admin());
        Kubernetes k8s = Kubernetes.connect(proxy.config());
        Watch<ConfigMap> watch = k8s.coreV1().configMaps(scene.namespace).watch()) {
      Iterator<WatchEvent<ConfigMap>> events = watch.iterator();
      take(events, 1, seen);
      for (int i = 0; i < 4; i++) {
        scene.map("m" + i, "");
        wanted.add("ADDED m" + i);
        take(events, 1, seen);
        proxy.refuse();
        // While nobody can be reached.
        scene.replace("m" + i, "", "changed");
        scene.delete("m" + i);
        wanted.add("MODIFIED m" + i);
        wanted.add("DELETED m" + i);
        proxy.accept();
        take(events, 2, seen);
      }
    }
    assertEquals(wanted, seen);
  }

  @Test
  void initialEventsComeOnce() throws Exception {
    Scene scene = new Scene(server, "a", "b");
    List<String> seen = new ArrayList<>();
    try (CuttableProxy proxy = new CuttableProxy(server.admin());
        Kubernetes k8s = Kubernetes.connect(proxy.config());
        Watch<ConfigMap> watch =
            k8s.coreV1().configMaps(scene.namespace).watch(ListQuery.all().initialEvents())) {
      Iterator<WatchEvent<ConfigMap>> events = watch.iterator();
      take(events, 2, seen);
      WatchEvent<ConfigMap> mark = events.next();
      assertEquals(WatchEvent.Type.BOOKMARK, mark.type());
      assertEquals(true, mark.endsInitialEvents());
      proxy.refuse();
      scene.map("c", "");
      proxy.accept();
      take(events, 1, seen);
    }
    assertEquals(List.of("ADDED a", "ADDED b", "ADDED c"), seen);
  }

  private static void take(Iterator<WatchEvent<ConfigMap>> events, int count, List<String> seen) {
    for (int i = 0; i < count; i++) {
      WatchEvent<ConfigMap> event = events.next();
      seen.add(event.type() + " " + event.object().name());
    }
  }
}
