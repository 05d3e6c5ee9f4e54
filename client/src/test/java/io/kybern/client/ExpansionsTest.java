package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.authentication.v1.TokenRequest;
import io.kybern.api.autoscaling.v1.Scale;
import io.kybern.api.certificates.v1.CertificateSigningRequest;
import io.kybern.api.core.v1.Binding;
import io.kybern.api.core.v1.Event;
import io.kybern.api.core.v1.Namespace;
import io.kybern.api.core.v1.Node;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodLogOptions;
import io.kybern.api.extensions.v1beta1.DeploymentRollback;
import io.kybern.api.meta.v1.Status;
import io.kybern.api.policy.v1.Eviction;
import io.kybern.model.Message;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Methods beyond the common verbs, by what they put on the wire. */
class ExpansionsTest {
  private static final Status SUCCESS = Status.builder().status("Success").build();

  private TestServer server;
  private Kubernetes k8s;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start();
    k8s = server.client();
  }

  @AfterEach
  void stop() {
    k8s.close();
    server.close();
  }

  /** The request that came, with its body as an object. */
  private <T extends Message> T took(String expected, io.kybern.model.MessageType<T> type)
      throws InterruptedException {
    TestServer.Got got = server.take();
    assertEquals(expected, got.toString());
    return Codec.eager().read(type, WireFormat.PROTOBUF, got.body());
  }

  @Test
  void bind() throws Exception {
    server.then(TestServer.object(201, SUCCESS)).then(TestServer.object(201, SUCCESS));
    Binding binding =
        Binding.builder()
            .metadata(m -> m.name("web").namespace("shop"))
            .target(t -> t.kind("Node").name("n1"))
            .build();
    k8s.coreV1().pods("shop").bind(binding);
    assertEquals(binding, took("POST /api/v1/namespaces/shop/pods/web/binding", Binding.TYPE));
    k8s.coreV1().pods().bind(binding, Write.dry());
    took("POST /api/v1/namespaces/shop/pods/web/binding?dryRun=All", Binding.TYPE);
    assertThrows(IllegalArgumentException.class, () -> k8s.coreV1().pods("other").bind(binding));
  }

  @Test
  void evictions() throws Exception {
    for (int i = 0; i < 5; i++) {
      server.then(TestServer.object(201, SUCCESS));
    }
    String path = "POST /api/v1/namespaces/shop/pods/web/eviction";
    Eviction eviction = Eviction.builder().metadata(m -> m.name("web").namespace("shop")).build();
    k8s.coreV1().pods("shop").evictV1(eviction);
    assertEquals("policy/v1", took(path, Eviction.TYPE).apiVersion());
    k8s.policyV1().evictions("shop").evict(eviction);
    took(path, Eviction.TYPE);
    k8s.policyV1().evictions().evict(eviction);
    took(path, Eviction.TYPE);
    io.kybern.api.policy.v1beta1.Eviction old =
        io.kybern.api.policy.v1beta1.Eviction.builder().metadata(m -> m.name("web")).build();
    k8s.coreV1().pods("shop").evict(old);
    assertEquals(
        "policy/v1beta1", took(path, io.kybern.api.policy.v1beta1.Eviction.TYPE).apiVersion());
    k8s.policyV1beta1().evictions("shop").evict(old);
    took(path, io.kybern.api.policy.v1beta1.Eviction.TYPE);
    assertThrows(
        IllegalArgumentException.class, () -> k8s.policyV1().evictions("other").evict(eviction));
  }

  @Test
  void logs() throws Exception {
    server.then(TestServer.text(200, "one\ntwo\n")).then(TestServer.text(200, ""));
    try (InputStream log = k8s.coreV1().pods("shop").getLogs("web")) {
      assertEquals("one\ntwo\n", new String(log.readAllBytes()));
    }
    assertEquals("GET /api/v1/namespaces/shop/pods/web/log", server.take().toString());
    k8s.coreV1()
        .pods("shop")
        .getLogs("web", PodLogOptions.builder().container("app").tailLines(5L).build())
        .close();
    assertEquals(
        "GET /api/v1/namespaces/shop/pods/web/log?container=app&tailLines=5",
        server.take().toString());
  }

  @Test
  void proxies() throws Exception {
    for (int i = 0; i < 4; i++) {
      server.then(TestServer.text(200, "hi"));
    }
    var pods = k8s.coreV1().pods("shop");
    pods.proxyGet("https", "web", "8443", "/a b/c", Map.of("q", "1")).close();
    pods.proxyGet("https", "web", "", "", Map.of()).close();
    pods.proxyGet("", "web", "80", "x", Map.of()).close();
    k8s.coreV1().services("shop").proxyGet("", "web", "", "x/", Map.of()).close();
    String base = "GET /api/v1/namespaces/shop/";
    assertEquals(base + "pods/https:web:8443/proxy/a%20b/c?q=1", server.take().toString());
    assertEquals(base + "pods/https:web:/proxy/", server.take().toString());
    assertEquals(base + "pods/web:80/proxy/x", server.take().toString());
    assertEquals(base + "services/web/proxy/x/", server.take().toString());
  }

  @Test
  void subresourcesOfPods() throws Exception {
    Pod pod = Pod.builder().metadata(m -> m.name("web").namespace("shop")).build();
    server.then(TestServer.object(pod)).then(TestServer.object(pod));
    assertEquals(pod, k8s.coreV1().pods("shop").updateEphemeralContainers("web", pod));
    took("PUT /api/v1/namespaces/shop/pods/web/ephemeralcontainers", Pod.TYPE);
    k8s.coreV1().pods("shop").updateResize("web", pod, Write.as("me"));
    took("PUT /api/v1/namespaces/shop/pods/web/resize?fieldManager=me", Pod.TYPE);
  }

  @Test
  void tokens() throws Exception {
    TokenRequest answer = TokenRequest.builder().status(s -> s.token("t")).build();
    server.then(TestServer.object(201, answer));
    TokenRequest request = TokenRequest.builder().spec(s -> s.audience("vault")).build();
    assertEquals(
        "t", k8s.coreV1().serviceAccounts("shop").createToken("me", request).status().token());
    assertEquals(
        request, took("POST /api/v1/namespaces/shop/serviceaccounts/me/token", TokenRequest.TYPE));
  }

  @Test
  void namespacesAndNodes() throws Exception {
    Namespace namespace = Namespace.builder().metadata(m -> m.name("shop")).build();
    Node node = Node.builder().metadata(m -> m.name("n1")).build();
    server.then(TestServer.object(namespace)).then(TestServer.object(node));
    k8s.coreV1().namespaces().finalize(namespace);
    took("PUT /api/v1/namespaces/shop/finalize", Namespace.TYPE);
    k8s.coreV1().nodes().patchStatus("n1", "{\"status\":{}}".getBytes());
    TestServer.Got got = server.take();
    assertEquals("PATCH /api/v1/nodes/n1/status", got.toString());
    assertEquals("application/strategic-merge-patch+json", got.header("Content-Type"));
    assertEquals("{\"status\":{}}", got.text());
  }

  @Test
  void scaleTriple() throws Exception {
    Scale scale = Scale.builder().metadata(m -> m.name("web")).spec(s -> s.replicas(3)).build();
    for (int i = 0; i < 4; i++) {
      server.then(TestServer.object(scale));
    }
    var sets = k8s.appsV1().statefulSets("shop");
    assertEquals(scale, sets.scale("web"));
    sets.scale("web", 3);
    sets.updateScale("web", scale);
    sets.applyScale("web", scale, Apply.as("me"));
    String path = "/apis/apps/v1/namespaces/shop/statefulsets/web/scale";
    assertEquals("GET " + path, server.take().toString());
    assertEquals("PATCH " + path, server.take().toString());
    assertEquals("PUT " + path, server.take().toString());
    assertEquals("PATCH " + path + "?fieldManager=me", server.take().toString());
  }

  @Test
  void approval() throws Exception {
    CertificateSigningRequest csr =
        CertificateSigningRequest.builder().metadata(m -> m.name("me")).build();
    server.then(TestServer.object(csr));
    k8s.certificatesV1().certificateSigningRequests().updateApproval("me", csr);
    took(
        "PUT /apis/certificates.k8s.io/v1/certificatesigningrequests/me/approval",
        CertificateSigningRequest.TYPE);
    io.kybern.api.certificates.v1beta1.CertificateSigningRequest old =
        io.kybern.api.certificates.v1beta1.CertificateSigningRequest.builder()
            .metadata(m -> m.name("me"))
            .build();
    server.then(TestServer.object(old));
    k8s.certificatesV1beta1().certificateSigningRequests().updateApproval(old);
    took(
        "PUT /apis/certificates.k8s.io/v1beta1/certificatesigningrequests/me/approval",
        io.kybern.api.certificates.v1beta1.CertificateSigningRequest.TYPE);
  }

  @Test
  void rollback() throws Exception {
    server.then(TestServer.object(201, SUCCESS));
    DeploymentRollback rollback = DeploymentRollback.builder().name("web").build();
    k8s.extensionsV1beta1().deployments("shop").rollback(rollback);
    took(
        "POST /apis/extensions/v1beta1/namespaces/shop/deployments/web/rollback",
        DeploymentRollback.TYPE);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            k8s.extensionsV1beta1()
                .deployments("shop")
                .rollback(DeploymentRollback.builder().build()));
  }

  @Test
  void eventsGoToTheirOwnNamespace() throws Exception {
    Event event = Event.builder().metadata(m -> m.name("e").namespace("shop")).build();
    for (int i = 0; i < 3; i++) {
      server.then(TestServer.object(event));
    }
    var events = k8s.coreV1().events();
    events.createWithEventNamespace(event);
    events.updateWithEventNamespace(event);
    events.patchWithEventNamespace(event, "{}".getBytes());
    assertEquals("POST /api/v1/namespaces/shop/events", server.take().toString());
    assertEquals("PUT /api/v1/namespaces/shop/events/e", server.take().toString());
    TestServer.Got patch = server.take();
    assertEquals("PATCH /api/v1/namespaces/shop/events/e", patch.toString());
    assertEquals("application/strategic-merge-patch+json", patch.header("Content-Type"));
    assertThrows(
        IllegalArgumentException.class,
        () -> k8s.coreV1().events("other").createWithEventNamespace(event));
  }

  @Test
  void eventsAboutAnObject() throws Exception {
    server.then(
        TestServer.bytes(
            200,
            Request.PROTOBUF,
            Codec.writeList(
                "v1",
                "EventList",
                io.kybern.api.meta.v1.ListMeta.builder().build(),
                List.of(),
                WireFormat.PROTOBUF)));
    Deployment web =
        Deployment.builder().metadata(m -> m.name("web").namespace("shop").uid("u")).build();
    assertEquals(List.of(), k8s.coreV1().events().search(web).toList());
    assertEquals(
        "GET /api/v1/namespaces/shop/events?fieldSelector=involvedObject.name%3Dweb%2C"
            + "involvedObject.namespace%3Dshop%2CinvolvedObject.kind%3DDeployment%2C"
            + "involvedObject.uid%3Du&limit=500",
        server.take().toString());
    assertEquals(
        "involvedObject.name=a\\,b\\=c,involvedObject.kind=Pod",
        k8s.coreV1().events().getFieldSelector("a,b=c", null, "Pod", null));
  }
}
