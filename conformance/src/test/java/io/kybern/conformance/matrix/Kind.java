package io.kybern.conformance.matrix;

import io.kybern.api.core.v1.Namespace;
import io.kybern.client.ApiResource;
import io.kybern.client.Delete;
import io.kybern.client.Kubernetes;
import io.kybern.client.Patch;
import io.kybern.client.Resources;
import io.kybern.client.Write;
import io.kybern.conformance.TestServer;
import io.kybern.error.NotFoundException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.ResourceType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.WireFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One resource on one server, in a namespace of its own where it is namespaced. Closing it leaves
 * nothing behind. For one thread.
 */
final class Kind implements AutoCloseable {
  /** Objects made so far of each resource. */
  private static final Map<String, AtomicInteger> NUMBERS = new ConcurrentHashMap<>();

  private final ApiResource resource;
  private final Kubernetes client;
  private final String namespace;
  private final Fixture fixture;

  Kind(TestServer server, ApiResource resource) {
    this.resource = resource;
    this.client = server.client();
    this.namespace = TestServer.newName("matrix");
    this.fixture = Fixture.of(resource);
    client
        .coreV1()
        .namespaces()
        .create(Namespace.builder().metadata(m -> m.name(namespace)).build());
  }

  ApiResource resource() {
    return resource;
  }

  String namespace() {
    return namespace;
  }

  Fixture fixture() {
    return fixture;
  }

  Kubernetes client() {
    return client;
  }

  /** Whether the server itself writes to objects of the resource. */
  boolean busy() {
    return Fixture.excepted("busy", resource);
  }

  boolean has(String subresource) {
    return resource.subresources().stream().anyMatch(s -> s.name().equals(subresource));
  }

  <T extends KubernetesObject> Resources<T> in(ResourceType<T> type, WireFormat format) {
    Resources<T> all = client.resources(type).format(format);
    return resource.namespaced() ? all.namespace(namespace) : all;
  }

  /** The objects as trees. */
  Resources<Unstructured> trees() {
    return in(resource.dynamicType(), WireFormat.JSON);
  }

  /** A new object, not made yet, for which everything it needs is there. */
  Unstructured next() {
    int n =
        NUMBERS
            .computeIfAbsent(Fixture.path(resource), path -> new AtomicInteger())
            .incrementAndGet();
    for (Unstructured needed : fixture.before(namespace, n)) {
      ApiResource its = client.discovery().find(needed.apiVersion(), needed.kind()).orElseThrow();
      Resources<Unstructured> all = client.resources(its.dynamicType());
      (its.namespaced() ? all.namespace(namespace) : all).create(needed);
    }
    return fixture.object(namespace, n);
  }

  /** {@link #next} with a label that objects of this test have in common. */
  Unstructured nextLabelled() {
    return Fixture.labelled(next(), namespace);
  }

  /** Makes a new object, with every field known to the server. */
  Unstructured make() {
    return trees().create(nextLabelled(), Write.plain().validation(Write.Validation.STRICT));
  }

  /** How objects of the resource are deleted so that they are gone without a collector. */
  static Delete plainly() {
    return Delete.background();
  }

  /**
   * Plays the controllers that let a deleted object go: those who remove finalizers, and the one
   * who empties namespaces.
   */
  void letGo(String name) {
    Optional<Unstructured> present = trees().find(name);
    if (present.isEmpty() || present.get().metadata().deletionTimestamp() == null) {
      return;
    }
    if (!present.get().metadata().finalizers().isEmpty()) {
      try {
        trees().patch(name, Patch.merge("{\"metadata\":{\"finalizers\":null}}"));
      } catch (NotFoundException gone) {
        // The server's own controllers, those of definitions for one, were sooner.
        return;
      }
    }
    if (resource.kind().equals("Namespace")) {
      finalizeNamespace(client, name);
    }
  }

  private static void finalizeNamespace(Kubernetes client, String name) {
    Resources<Unstructured> namespaces =
        client.resources(ResourceType.dynamic("v1", "Namespace", "namespaces", false));
    Optional<Unstructured> present = namespaces.find(name);
    if (present.isPresent()
        && present.get().at("spec", "finalizers") instanceof Iterable<?> held
        && held.iterator().hasNext()) {
      namespaces
          .subresource("finalize")
          .update(name, present.get().with(Map.of(), "spec"), Write.plain());
    }
  }

  @Override
  public void close() {
    client.coreV1().namespaces().delete(namespace);
    finalizeNamespace(client, namespace);
  }

  @Override
  public String toString() {
    return Fixture.path(resource);
  }
}
