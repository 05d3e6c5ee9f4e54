package io.kybern.apiserver;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Clients of the JDK that trust a server, for tests. */
final class Tls {
  private Tls() {}

  /** A client that trusts {@code server}, with its administrator's certificate or with none. */
  static HttpClient client(ApiServer server, Version version, boolean asAdmin) throws Exception {
    return client(server, asAdmin ? server : null, version);
  }

  /**
   * A client that trusts {@code server} and shows the certificate of another one's administrator.
   */
  static HttpClient client(ApiServer server, ApiServer admin, Version version) throws Exception {
    CertificateFactory certificates = CertificateFactory.getInstance("X.509");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", certificate(certificates, server.caCertificatePem()));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = null;
    if (admin != null) {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry(
          "admin",
          key(admin.clientKeyPem()),
          new char[0],
          new Certificate[] {certificate(certificates, admin.clientCertificatePem())});
      keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, new char[0]);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).version(version).build();
  }

  private static Certificate certificate(CertificateFactory factory, String pem) throws Exception {
    return factory.generateCertificate(
        new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static PrivateKey key(String pem) throws Exception {
    String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
  }
}
