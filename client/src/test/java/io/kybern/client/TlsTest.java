package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.config.Kubeconfig;
import io.kybern.client.config.Pem;
import io.kybern.client.config.RestConfig;
import io.kybern.error.ConfigException;
import io.kybern.error.TransportException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.net.ssl.SSLException;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final ConfigMap MAP =
      ConfigMap.builder().metadata(m -> m.name("web").namespace("shop")).build();
  private static final Certificates MADE = new Certificates();

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(MADE.serverContext(), false);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RestConfig.Builder config(String host) {
    return RestConfig.builder("https://" + host + ":" + server.port());
  }

  private ConfigMap get(RestConfig.Builder config) {
    server.then(TestServer.object(MAP));
    RestConfig built = config.build();
    try (Kubernetes k8s =
        Kubernetes.over(new OkHttpTransport(built), built, (nanos, cancellation) -> {})) {
      return k8s.coreV1().configMaps("shop").get("web");
    }
  }

  private void assertRefused(RestConfig.Builder config) {
    TransportException e = assertThrows(TransportException.class, () -> get(config));
    assertTrue(e.getCause() instanceof SSLException, String.valueOf(e.getCause()));
    assertEquals(0, server.requests.size());
  }

  @Test
  void theConfiguredAuthorityIsTrusted() {
    assertEquals(MAP, get(config("localhost").certificateAuthority(MADE.authorityPem())));
    assertEquals(MAP, get(config("127.0.0.1").certificateAuthority(MADE.authorityPem())));
  }

  @Test
  void nobodyElseIs() {
    assertRefused(config("localhost").certificateAuthority(new Certificates().authorityPem()));
    assertRefused(config("localhost"));
  }

  @Test
  void unlessInsecure() {
    assertEquals(MAP, get(config("localhost").insecure(true)));
  }

  @Test
  void theNameMustBeRight() throws Exception {
    HeldCertificate other = MADE.issue("elsewhere");
    Certificates wrong = new Certificates();
    server.close();
    server = TestServer.start(wrong.serverContext(), false);
    assertRefused(config("localhost").certificateAuthority(Certificates.certificatePem(other)));
    RestConfig.Builder trusted = config("localhost").certificateAuthority(wrong.authorityPem());
    assertRefused(trusted.tlsServerName("elsewhere"));
    assertEquals(MAP, get(trusted.tlsServerName("api.internal")));
  }

  @Test
  void clientCertificatesWithEveryKindOfKey() throws Exception {
    server.close();
    server = TestServer.start(MADE.serverContext(), true);
    HeldCertificate ec = MADE.issue("me");
    HeldCertificate rsa =
        new HeldCertificate.Builder().rsa2048().signedBy(MADE.authority).commonName("me").build();
    Pem[][] identities = {
      {Certificates.certificatePem(ec), text(ec.privateKeyPkcs8Pem())},
      {
        Certificates.certificatePem(ec),
        Certificates.pem(
            "EC PRIVATE KEY", Certificates.sec1(ec.keyPair().getPrivate().getEncoded()))
      },
      {Certificates.certificatePem(rsa), text(rsa.privateKeyPkcs1Pem())},
      {Certificates.certificatePem(rsa), text(rsa.privateKeyPkcs8Pem())},
    };
    RestConfig.Builder config = config("localhost").certificateAuthority(MADE.authorityPem());
    for (Pem[] identity : identities) {
      assertEquals(MAP, get(config.clientCertificate(identity[0], identity[1])));
    }
    assertEquals(identities.length, server.requests.size());
    assertThrows(TransportException.class, () -> get(config.clientCertificate(null, null)));
  }

  @Test
  void everythingFromAKubeconfig(@TempDir Path folder) throws Exception {
    server.close();
    server = TestServer.start(MADE.serverContext(), true);
    HeldCertificate me = MADE.issue("me");
    Files.writeString(folder.resolve("me.crt"), me.certificatePem());
    String authority =
        Base64.getEncoder().encodeToString(MADE.authority.certificatePem().getBytes());
    String key = Base64.getEncoder().encodeToString(me.privateKeyPkcs8Pem().getBytes());
    String text =
        """
        current-context: ctx
        contexts: [{name: ctx, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: 'https://localhost:%s', certificate-authority-data: %s}}]
        users: [{name: u, user: {client-certificate: me.crt, client-key-data: %s, token: t}}]
        """;
    Path file = folder.resolve("config");
    Files.writeString(file, text.formatted(server.port(), authority, key));
    assertEquals(MAP, get(Kubeconfig.load(file).config().toBuilder()));
    assertEquals("Bearer t", server.take().header("Authorization"));
    Files.writeString(file, text.formatted(server.port(), authority, authority));
    ConfigException e =
        assertThrows(ConfigException.class, () -> get(Kubeconfig.load(file).config().toBuilder()));
    assertTrue(
        e.getMessage().contains("client-key-data of " + file + ": user \"u\""), e.getMessage());
  }

  @Test
  void keysOfOtherCertificatesAreNotUsed() {
    HeldCertificate ec = MADE.issue("me");
    HeldCertificate rsa = new HeldCertificate.Builder().rsa2048().build();
    HeldCertificate rsa2 = new HeldCertificate.Builder().rsa2048().build();
    RestConfig.Builder config = config("localhost").certificateAuthority(MADE.authorityPem());
    assertThrows(
        ConfigException.class,
        () ->
            get(
                config.clientCertificate(
                    Certificates.certificatePem(ec), text(rsa.privateKeyPkcs8Pem()))));
    assertThrows(
        ConfigException.class,
        () ->
            get(
                config.clientCertificate(
                    Certificates.certificatePem(rsa), text(rsa2.privateKeyPkcs8Pem()))));
  }

  @Test
  void authoritiesThatAreNoneAreReported() {
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> get(config("localhost").certificateAuthority(text("hello"))));
    assertTrue(e.getMessage().contains("certificate-authority"), e.getMessage());
  }

  private static Pem text(String text) {
    return Pem.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
