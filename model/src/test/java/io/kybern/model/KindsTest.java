package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.Kinds;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodList;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KindsTest {
  @Test
  void everyKindIsFoundByItsNames() {
    for (String apiVersion : Kinds.apiVersions()) {
      Set<String> names = new HashSet<>();
      for (String kind : Kinds.kinds(apiVersion)) {
        assertTrue(names.add(kind), kind + " is there twice");
        MessageType<?> type = Kinds.find(apiVersion, kind);
        assertNotNull(type, apiVersion + " " + kind);
        if (kind.equals("WatchEvent")) {
          // The one that is found like a kind, but does not name itself on the wire.
          assertNull(type.kind());
          continue;
        }
        assertEquals(kind, type.kind());
        assertTrue(type.isKind());
        // Kinds of all groups, such as Status, name one version only.
        assertTrue(
            type.apiVersion().equals(apiVersion) || type.name().contains(".apis.meta."),
            apiVersion + " " + kind + " is of " + type.apiVersion());
        assertEquals(kind, type.simpleName().equals("ObjectList") ? "List" : type.simpleName());
      }
      assertTrue(!names.isEmpty(), apiVersion);
    }
    assertSame(Pod.TYPE, Kinds.find("v1", "Pod"));
    assertSame(PodList.TYPE, Kinds.find("v1", "PodList"));
  }

  @Test
  void whatIsNoKindIsNotFound() {
    assertNull(Kinds.find("v1", "Pods"));
    assertNull(Kinds.find("v1", "PodSpec"));
    assertNull(Kinds.find("v1", ""));
    assertNull(Kinds.find("", "Pod"));
    assertNull(Kinds.find("v2", "Pod"));
    assertNull(Kinds.find("apps/v1", "Pod"));
    assertEquals(0, Kinds.kinds("nowhere/v1").size());
    assertEquals(0, Kinds.resources("nowhere/v1").size());
  }

  @Test
  void everyResourceLeadsToItsKind() {
    int count = 0;
    for (String apiVersion : Kinds.apiVersions()) {
      Map<String, ResourceType<?>> plurals = new HashMap<>();
      for (ResourceType<?> resource : Kinds.resources(apiVersion)) {
        count++;
        assertEquals(apiVersion, resource.apiVersion());
        assertSame(Kinds.find(apiVersion, resource.kind()), resource.objectType());
        assertNull(plurals.put(resource.plural(), resource), resource.toString());
        assertTrue(resource.plural().matches("[a-z0-9]+"), resource.plural());
        assertTrue(resource.singular().matches("[a-z0-9]*"), resource.singular());
      }
    }
    assertTrue(count > 150, "only " + count + " resources");
    assertSame(
        Pod.RESOURCE,
        Kinds.resources("v1").stream().filter(r -> r.kind().equals("Pod")).findAny().orElseThrow());
  }

  @Test
  void objectsAndListsImplementTheirInterfaces() {
    for (MessageType<?> type : Types.kinds()) {
      Field metadata = type.field("metadata");
      String of = metadata == null ? "" : metadata.messageType().simpleName();
      assertEquals(of.equals("ObjectMeta"), type.empty() instanceof KubernetesObject, type.name());
      boolean list = of.equals("ListMeta") && type.kind().endsWith("List");
      assertEquals(
          list && type.field("items").kind() == FieldKind.MESSAGE,
          type.empty() instanceof KubernetesList<?>,
          type.name());
    }
  }

  /** A small program pays only for the kinds it uses. */
  @Test
  void findingAKindLoadsNoOtherOnes() throws Exception {
    try (Watcher loader = new Watcher()) {
      Class<?> kinds = Class.forName("io.kybern.api.Kinds", true, loader);
      Object type =
          kinds.getMethod("find", String.class, String.class).invoke(null, "v1", "ConfigMap");
      assertNotNull(type);
      kinds.getMethod("apiVersions").invoke(null);
      kinds.getMethod("kinds", String.class).invoke(null, "apps/v1");
      assertEquals(
          Set.of("io.kybern.api.Kinds", "io.kybern.api.core.v1.ConfigMap"),
          loader.loadedApiClasses());
    }
  }

  /** Loads the classes anew and notes which API types that takes. */
  private static final class Watcher extends URLClassLoader {
    private final Set<String> loaded = new HashSet<>();

    Watcher() throws MalformedURLException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() throws MalformedURLException {
      String[] parts = System.getProperty("java.class.path").split(File.pathSeparator);
      URL[] urls = new URL[parts.length];
      for (int i = 0; i < parts.length; i++) {
        urls[i] = Path.of(parts[i]).toUri().toURL();
      }
      return urls;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      loaded.add(name);
      return super.findClass(name);
    }

    Set<String> loadedApiClasses() {
      Set<String> api = new HashSet<>(loaded);
      api.removeIf(name -> !name.startsWith("io.kybern.api."));
      return api;
    }
  }
}
