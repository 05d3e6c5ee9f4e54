package io.kybern.conformance.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.authentication.v1.SelfSubjectReview;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.Kubernetes;
import io.kybern.client.Watch;
import io.kybern.client.config.Impersonation;
import io.kybern.client.config.Pem;
import io.kybern.client.config.RestConfig;
import io.kybern.conformance.TestServer;
import io.kybern.error.ForbiddenException;
import io.kybern.error.TransportException;
import io.kybern.error.UnauthorizedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who the server takes the client for, whom the client trusts, and how calls end. */
class ConnectionTest {
  private final TestServer server = TestServer.shared();

  private static String user(RestConfig config) {
    try (Kubernetes k8s = Kubernetes.connect(config)) {
      var info =
          k8s.authenticationV1()
              .selfSubjectReviews()
              .create(SelfSubjectReview.builder().build())
              .status()
              .userInfo();
      return info.username() + " " + info.groups();
    }
  }

  @Test
  void theAdministratorIsAMaster() {
    assertTrue(user(server.admin()).contains("system:masters"));
  }

  @Test
  void impersonationIsWhatTheServerSees() {
    assertEquals(
        "ann [dev, system:authenticated]",
        user(
            server.admin().toBuilder()
                .impersonation(
                    new Impersonation("ann", "", List.of("dev"), Map.of("why", List.of("test"))))
                .build()));
    RestConfig ann = server.user("ann", "dev");
    try (Kubernetes k8s = Kubernetes.connect(ann)) {
      ForbiddenException e =
          assertThrows(ForbiddenException.class, () -> k8s.coreV1().secrets("default").get("a"));
      assertTrue(e.getMessage().contains("\"ann\""), e.getMessage());
    }
  }

  @Test
  void aTokenCanComeFromAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("token");
    Files.writeString(file, server.admin().token().orElseThrow() + "\n");
    RestConfig config = server.admin().toBuilder().token(null).tokenFile(file).build();
    assertTrue(user(config).contains("system:masters"));
  }

  @Test
  void aWrongTokenAndNoneAreTwoThings() {
    RestConfig wrong = server.admin().toBuilder().token("wrong").build();
    assertThrows(UnauthorizedException.class, () -> user(wrong));
    RestConfig none = server.admin().toBuilder().anonymous().build();
    try (Kubernetes k8s = Kubernetes.connect(none)) {
      ForbiddenException e =
          assertThrows(
              ForbiddenException.class, () -> k8s.coreV1().pods("default").list().toList());
      assertTrue(e.getMessage().contains("system:anonymous"), e.getMessage());
      assertEquals("v1.37.1", k8s.version().gitVersion().replaceAll("\\+.*", ""));
    }
  }

  @Test
  void onlyTheServersAuthorityIsTrusted() {
    HeldCertificate stranger =
        new HeldCertificate.Builder().certificateAuthority(0).commonName("stranger").build();
    RestConfig distrusting =
        server.admin().toBuilder()
            .certificateAuthority(
                Pem.of(stranger.certificatePem().getBytes(StandardCharsets.US_ASCII)))
            .build();
    assertThrows(TransportException.class, () -> user(distrusting));
    RestConfig otherName = server.admin().toBuilder().tlsServerName("example.com").build();
    assertThrows(TransportException.class, () -> user(otherName));
    RestConfig careless =
        server.admin().toBuilder().certificateAuthority(null).insecure(true).build();
    assertTrue(user(careless).contains("system:masters"));
  }

  @Test
  void closingTheClientEndsItsWatches() throws Exception {
    CountDownLatch watching = new CountDownLatch(1);
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Kubernetes k8s = server.cluster().client();
    Thread thread =
        new Thread(
            () -> {
              try (Watch<ConfigMap> watch = k8s.coreV1().configMaps("default").watch()) {
                watching.countDown();
                watch.forEach(event -> {});
                ended.complete(new AssertionError("the watch ended as if all were well"));
              } catch (Throwable e) {
                ended.complete(e);
              }
            });
    thread.start();
    watching.await();
    k8s.close();
    assertInstanceOf(TransportException.class, ended.get());
    thread.join();
  }

  @Test
  void anInterruptCancelsAWatch() throws Exception {
    CountDownLatch watching = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Kubernetes k8s = server.client();
    Thread thread =
        new Thread(
            () -> {
              try (Watch<ConfigMap> watch = k8s.coreV1().configMaps("default").watch()) {
                watching.countDown();
                watch.forEach(event -> {});
                interrupted.complete(false);
              } catch (TransportException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              }
            });
    thread.start();
    watching.await();
    thread.interrupt();
    assertTrue(interrupted.get());
    thread.join();
  }
}
