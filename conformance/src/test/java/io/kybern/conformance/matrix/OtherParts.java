package io.kybern.conformance.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.authentication.v1.TokenRequest;
import io.kybern.api.certificates.v1.CertificateSigningRequest;
import io.kybern.api.core.v1.Binding;
import io.kybern.api.core.v1.EphemeralContainer;
import io.kybern.api.core.v1.Namespace;
import io.kybern.api.core.v1.NamespaceSpec;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.ServiceAccount;
import io.kybern.api.policy.v1.Eviction;
import io.kybern.client.Delete;
import io.kybern.client.Patch;
import io.kybern.client.Resources;
import io.kybern.client.Subresource;
import io.kybern.client.Write;
import io.kybern.error.ConflictException;
import io.kybern.error.InvalidException;
import io.kybern.error.NotFoundException;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.WireFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The subresources that one kind has and no other, each on an object of its own. */
final class OtherParts {
  /** What {@link #check} knows. */
  static final Set<String> TRIED =
      Set.of(
          "core/v1/namespaces/finalize",
          "core/v1/pods/binding",
          "core/v1/pods/ephemeralcontainers",
          "core/v1/pods/eviction",
          "core/v1/pods/resize",
          "core/v1/serviceaccounts/token",
          "certificates.k8s.io/v1/certificatesigningrequests/approval");

  private static final Delete NOW = Delete.background().grace(Duration.ZERO);

  private OtherParts() {}

  /** Tries a subresource; does nothing for those that it does not know. */
  static void check(Kind kind, String subresource, WireFormat format) {
    switch (kind + "/" + subresource) {
      case "core/v1/namespaces/finalize" -> finalizing(kind, format);
      case "core/v1/pods/binding" -> binding(kind, format);
      case "core/v1/pods/ephemeralcontainers" -> ephemeralContainers(kind, format);
      case "core/v1/pods/eviction" -> eviction(kind, format);
      case "core/v1/pods/resize" -> resize(kind, format);
      case "core/v1/serviceaccounts/token" -> token(kind, format);
      case "certificates.k8s.io/v1/certificatesigningrequests/approval" -> approval(kind, format);
      default -> {
        // everySubresourceIsTried has the list
      }
    }
  }

  private static void finalizing(Kind kind, WireFormat format) {
    Resources<Namespace> view = kind.in(Namespace.RESOURCE, format);
    String name = kind.make().name();
    Subresource<Namespace> finalize = view.subresource("finalize");
    Namespace held = view.get(name);
    assertEquals(List.of("kubernetes"), held.spec().finalizers());
    Namespace added =
        finalize.update(held.toBuilder().spec(s -> s.finalizer("example.com/matrix")).build());
    assertEquals(List.of("kubernetes", "example.com/matrix"), added.spec().finalizers());
    assertThrows(ConflictException.class, () -> finalize.update(held));
    view.delete(name);
    assertEquals("Terminating", view.get(name).status().phase());
    finalize.update(view.get(name).toBuilder().spec(NamespaceSpec.builder().build()).build());
    assertTrue(view.find(name).isEmpty());
  }

  private static void binding(Kind kind, WireFormat format) {
    Resources<Pod> view = kind.in(Pod.RESOURCE, format);
    String name = kind.make().name();
    Binding binding =
        Binding.builder()
            .metadata(m -> m.name(name))
            .target(t -> t.kind("Node").name("matrix-node"))
            .build();
    view.subresource("binding", Binding.TYPE).submit(name, binding, Write.plain());
    Pod bound = view.get(name);
    assertEquals("matrix-node", bound.spec().nodeName());
    assertEquals("PodScheduled", bound.status().conditions().get(0).type());
    assertThrows(
        ConflictException.class,
        () -> view.subresource("binding", Binding.TYPE).submit(name, binding, Write.plain()));
    view.delete(name, NOW);
    assertTrue(view.find(name).isEmpty());
  }

  private static void ephemeralContainers(Kind kind, WireFormat format) {
    Resources<Pod> view = kind.in(Pod.RESOURCE, format);
    String name = kind.make().name();
    Subresource<Pod> part = view.subresource("ephemeralcontainers");
    Pod before = part.get(name);
    EphemeralContainer debugger =
        EphemeralContainer.builder().name("debug").image("registry.example.com/debug:1").build();
    Pod wanted =
        before.toBuilder()
            .spec(before.spec().toBuilder().ephemeralContainer(debugger).hostNetwork(true).build())
            .build();
    Pod debugged = part.update(wanted);
    assertEquals("debug", debugged.spec().ephemeralContainers().get(0).name());
    assertNotEquals(true, debugged.spec().hostNetwork());
    assertThrows(ConflictException.class, () -> part.update(wanted));
    Pod twice =
        part.patch(
            name,
            Patch.strategic(
                "{\"spec\":{\"ephemeralContainers\":[{\"name\":\"second\",\"image\":\"x:1\"}]}}"));
    assertEquals(2, twice.spec().ephemeralContainers().size());
    assertThrows(
        InvalidException.class,
        () -> part.patch(name, Patch.merge("{\"spec\":{\"ephemeralContainers\":[]}}")));
    view.delete(name, NOW);
  }

  private static void eviction(Kind kind, WireFormat format) {
    Resources<Pod> view = kind.in(Pod.RESOURCE, format);
    String name = kind.make().name();
    Eviction eviction = Eviction.builder().metadata(m -> m.name(name)).build();
    Subresource<Eviction> part = view.subresource("eviction", Eviction.TYPE);
    part.submit(name, eviction, Write.plain());
    assertTrue(view.find(name).isEmpty());
    assertThrows(NotFoundException.class, () -> part.submit(name, eviction, Write.plain()));
  }

  private static void resize(Kind kind, WireFormat format) {
    Resources<Pod> view = kind.in(Pod.RESOURCE, format);
    Unstructured made =
        kind.nextLabelled()
            .with(
                List.of(
                    Map.of(
                        "name", "main",
                        "image", "registry.example.com/web:1.0",
                        "resources", Map.of("requests", Map.of("cpu", "1")))),
                "spec",
                "containers");
    String name = kind.trees().create(made).name();
    Subresource<Pod> part = view.subresource("resize");
    Pod before = part.get(name);
    Pod patched = part.patch(name, Patch.strategic(cpu("2")));
    assertEquals("2", request(patched));
    assertEquals(2L, patched.metadata().generation());
    Pod stale = before.toBuilder().spec(patched.spec()).build();
    assertThrows(ConflictException.class, () -> part.update(stale));
    Pod updated =
        part.update(
            patched.toBuilder()
                .spec(
                    patched.spec().toBuilder()
                        .containers(
                            List.of(
                                patched.spec().containers().get(0).toBuilder()
                                    .image("other")
                                    .resources(before.spec().containers().get(0).resources())
                                    .build()))
                        .build())
                .build());
    assertEquals("1", request(updated));
    assertEquals("registry.example.com/web:1.0", updated.spec().containers().get(0).image());
    assertThrows(
        InvalidException.class,
        () -> part.patch(name, Patch.merge("{\"spec\":{\"containers\":[]}}")));
    view.delete(name, NOW);
  }

  private static String cpu(String amount) {
    return "{\"spec\":{\"containers\":[{\"name\":\"main\",\"resources\":{\"requests\":{\"cpu\":\""
        + amount
        + "\"}}}]}}";
  }

  private static String request(Pod pod) {
    return String.valueOf(pod.spec().containers().get(0).resources().requests().get("cpu"));
  }

  private static void token(Kind kind, WireFormat format) {
    Resources<ServiceAccount> view = kind.in(ServiceAccount.RESOURCE, format);
    String name = kind.make().name();
    Subresource<TokenRequest> part = view.subresource("token", TokenRequest.TYPE);
    TokenRequest issued =
        part.create(
            name,
            TokenRequest.builder().spec(s -> s.audience("matrix").expirationSeconds(600L)).build());
    assertEquals(List.of("matrix"), issued.spec().audiences());
    assertEquals(600L, issued.spec().expirationSeconds());
    assertEquals(3, issued.status().token().split("\\.").length);
    assertNotNull(issued.status().expirationTimestamp());
    assertThrows(
        InvalidException.class,
        () -> part.create(name, TokenRequest.builder().spec(s -> s.expirationSeconds(1L)).build()));
    view.delete(name, NOW);
  }

  private static void approval(Kind kind, WireFormat format) {
    Resources<CertificateSigningRequest> view = kind.in(CertificateSigningRequest.RESOURCE, format);
    String name = kind.make().name();
    Subresource<CertificateSigningRequest> part = view.subresource("approval");
    CertificateSigningRequest before = part.get(name);
    CertificateSigningRequest wanted =
        before.toBuilder()
            .status(s -> s.condition(c -> c.type("Approved").status("True").reason("Matrix")))
            .build();
    CertificateSigningRequest approved = part.update(wanted);
    assertEquals("Approved", approved.status().conditions().get(0).type());
    assertNotNull(approved.status().conditions().get(0).lastUpdateTime());
    assertNotNull(approved.status().conditions().get(0).lastTransitionTime());
    assertThrows(ConflictException.class, () -> part.update(wanted));
    assertThrows(
        InvalidException.class,
        () -> part.patch(name, Patch.merge("{\"status\":{\"conditions\":[]}}")));
    view.delete(name, NOW);
  }
}
