package io.kybern.conformance.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apps.v1.StatefulSet;
import io.kybern.api.authentication.v1.TokenRequest;
import io.kybern.api.autoscaling.v1.Scale;
import io.kybern.api.certificates.v1.CertificateSigningRequest;
import io.kybern.api.core.v1.Binding;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Event;
import io.kybern.api.core.v1.Namespace;
import io.kybern.api.core.v1.Node;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.ServiceAccount;
import io.kybern.api.policy.v1.Eviction;
import io.kybern.client.Kubernetes;
import io.kybern.conformance.TestServer;
import io.kybern.error.ConflictException;
import io.kybern.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Methods of the generated clients beyond the common verbs: what the server holds afterwards. */
class ExpansionsTest {
  private final Kubernetes k8s = TestServer.shared().client();
  private String namespace = "";

  @BeforeEach
  void createNamespace() {
    namespace = TestServer.newName("expansions");
    k8s.coreV1().namespaces().create(Namespace.builder().metadata(m -> m.name(namespace)).build());
  }

  private Pod pod(String name) {
    return k8s.coreV1()
        .pods(namespace)
        .create(
            Pod.builder()
                .metadata(m -> m.name(name))
                .spec(s -> s.container(c -> c.name("c").image("i")))
                .build());
  }

  private Node node() {
    String name = TestServer.newName("node");
    return k8s.coreV1().nodes().create(Node.builder().metadata(m -> m.name(name)).build());
  }

  @Test
  void podsAreBoundOnce() {
    pod("a");
    String node = node().name();
    Binding binding =
        Binding.builder()
            .metadata(m -> m.name("a").namespace(namespace))
            .target(t -> t.kind("Node").name(node))
            .build();
    k8s.coreV1().pods(namespace).bind(binding);
    Pod bound = k8s.coreV1().pods(namespace).get("a");
    assertEquals(node, bound.spec().nodeName());
    assertTrue(
        bound.status().conditions().stream()
            .anyMatch(c -> "PodScheduled".equals(c.type()) && "True".equals(c.status())));
    assertThrows(ConflictException.class, () -> k8s.coreV1().pods(namespace).bind(binding));
    k8s.coreV1().nodes().delete(node);
  }

  @Test
  void podsAreEvicted() {
    pod("a");
    pod("b");
    k8s.coreV1()
        .pods(namespace)
        .evictV1(Eviction.builder().metadata(m -> m.name("a").namespace(namespace)).build());
    k8s.policyV1()
        .evictions(namespace)
        .evict(Eviction.builder().metadata(m -> m.name("b").namespace(namespace)).build());
    assertEquals(0, k8s.coreV1().pods(namespace).list().toList().size());
  }

  @Test
  void ephemeralContainersAndResources() {
    Pod pod = pod("a");
    Pod changed =
        k8s.coreV1()
            .pods(namespace)
            .updateEphemeralContainers(
                "a",
                pod.toBuilder()
                    .spec(s -> s.ephemeralContainer(e -> e.name("debug").image("busybox")))
                    .build());
    assertEquals("debug", changed.spec().ephemeralContainers().get(0).name());
    assertEquals(1, k8s.coreV1().pods(namespace).get("a").spec().ephemeralContainers().size());
  }

  @Test
  void tokensOfServiceAccounts() {
    k8s.coreV1()
        .serviceAccounts(namespace)
        .create(ServiceAccount.builder().metadata(m -> m.name("robot")).build());
    String token =
        k8s.coreV1()
            .serviceAccounts(namespace)
            .createToken(
                "robot",
                TokenRequest.builder()
                    .spec(s -> s.audience("vault").expirationSeconds(3600L))
                    .build())
            .status()
            .token();
    String claims =
        new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    assertTrue(
        claims.contains("\"system:serviceaccount:" + namespace + ":robot\"")
            && claims.contains("\"vault\""),
        "claims");
  }

  @Test
  void namespacesAreFinalized() {
    String name = TestServer.newName("finalize");
    Namespace made =
        k8s.coreV1().namespaces().create(Namespace.builder().metadata(m -> m.name(name)).build());
    assertEquals("[kubernetes]", made.spec().finalizers().toString());
    Namespace empty =
        k8s.coreV1()
            .namespaces()
            .finalize(made.toBuilder().spec(s -> s.finalizers(java.util.List.of())).build());
    assertTrue(empty.spec().finalizers().isEmpty());
    k8s.coreV1().namespaces().delete(name);
    // The first request marks it; where no controller sees that, a second one removes it.
    k8s.coreV1()
        .namespaces()
        .find(name)
        .ifPresent(marked -> k8s.coreV1().namespaces().delete(name));
    assertTrue(k8s.coreV1().namespaces().find(name).isEmpty());
  }

  @Test
  void statusOfNodes() {
    String name = node().name();
    k8s.coreV1()
        .nodes()
        .patchStatus(
            name,
            "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}"
                .getBytes(StandardCharsets.UTF_8));
    assertTrue(
        k8s.coreV1().nodes().get(name).status().conditions().stream()
            .anyMatch(c -> "Ready".equals(c.type()) && "True".equals(c.status())));
    k8s.coreV1().nodes().delete(name);
  }

  @Test
  void scales() {
    var sets = k8s.appsV1().statefulSets(namespace);
    sets.create(
        StatefulSet.builder()
            .metadata(m -> m.name("db"))
            .spec(
                s ->
                    s.serviceName("db")
                        .selector(l -> l.matchLabel("app", "db"))
                        .template(
                            t ->
                                t.metadata(m -> m.label("app", "db"))
                                    .spec(p -> p.container(c -> c.name("c").image("i")))))
            .build());
    Scale scale = sets.scale("db");
    assertEquals(1, scale.spec().replicas());
    assertEquals("app=db", scale.status().selector());
    assertEquals(4, sets.scale("db", 4).spec().replicas());
    Scale stale = scale.toBuilder().spec(s -> s.replicas(9)).build();
    assertThrows(ConflictException.class, () -> sets.updateScale("db", stale));
    assertEquals(4, sets.get("db").spec().replicas());
    Scale six = sets.scale("db").toBuilder().spec(s -> s.replicas(6)).build();
    assertEquals(6, sets.updateScale("db", six).spec().replicas());
  }

  @Test
  void signingRequestsAreApproved() throws Exception {
    String name = TestServer.newName("csr");
    Bytes request = Bytes.of(SigningRequests.pem("somebody"));
    var requests = k8s.certificatesV1().certificateSigningRequests();
    CertificateSigningRequest made =
        requests.create(
            CertificateSigningRequest.builder()
                .metadata(m -> m.name(name))
                .spec(s -> s.signerName("example.com/signer").usage("client auth").request(request))
                .build());
    CertificateSigningRequest approved =
        requests.updateApproval(
            name,
            made.toBuilder()
                .status(
                    s ->
                        s.condition(
                            c -> c.type("Approved").status("True").reason("Test").message("yes")))
                .build());
    assertEquals("Approved", approved.status().conditions().get(0).type());
    assertEquals("Approved", requests.get(name).status().conditions().get(0).type());
    requests.delete(name);
  }

  @Test
  void eventsAboutAnObject() {
    ConfigMap map =
        k8s.coreV1()
            .configMaps(namespace)
            .create(ConfigMap.builder().metadata(m -> m.name("a")).build());
    Event event =
        Event.builder()
            .metadata(m -> m.name("a.1").namespace(namespace))
            .involvedObject(
                o ->
                    o.kind("ConfigMap")
                        .apiVersion("v1")
                        .name("a")
                        .namespace(namespace)
                        .uid(map.metadata().uid()))
            .reason("Tested")
            .message("it was")
            .type("Normal")
            .build();
    Event made = k8s.coreV1().events().createWithEventNamespace(event);
    k8s.coreV1()
        .events()
        .updateWithEventNamespace(made.toBuilder().message("it was, twice").build());
    var found = k8s.coreV1().events().search(map).toList();
    assertEquals(1, found.size());
    assertEquals("it was, twice", found.get(0).message());
    assertFalse(found.get(0).metadata().uid().isEmpty());
  }
}
