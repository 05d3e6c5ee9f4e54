package io.kybern.client;

import io.kybern.client.config.Pem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.tls.HeldCertificate;

/** Certificates for tests, made on the spot. */
final class Certificates {
  final HeldCertificate authority;
  final HeldCertificate server;

  Certificates() {
    authority = new HeldCertificate.Builder().certificateAuthority(0).commonName("ca").build();
    server = issue("localhost", "127.0.0.1", "api.internal");
  }

  HeldCertificate issue(String... names) {
    HeldCertificate.Builder builder =
        new HeldCertificate.Builder().signedBy(authority).commonName(names[0]);
    Arrays.stream(names).forEach(builder::addSubjectAlternativeName);
    return builder.build();
  }

  Pem authorityPem() {
    return certificatePem(authority);
  }

  static Pem certificatePem(HeldCertificate certificate) {
    return Pem.of(certificate.certificatePem().getBytes(StandardCharsets.US_ASCII));
  }

  /** What a server with {@link #server} needs; trusts client certificates of the authority. */
  SSLContext serverContext() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "server",
        server.keyPair().getPrivate(),
        new char[0],
        new Certificate[] {server.certificate(), authority.certificate()});
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, new char[0]);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    X509Certificate root = authority.certificate();
    trusted.setCertificateEntry("ca", root);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    TrustManager[] trustManagers = trust.getTrustManagers();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers, new SecureRandom());
    return context;
  }

  static Pem pem(String label, byte[] content) {
    String text =
        "-----BEGIN "
            + label
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
            + "\n-----END "
            + label
            + "-----\n";
    return Pem.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** An EC key in PKCS #8 turned into SEC 1 that names P-256, as openssl writes it. */
  static byte[] sec1(byte[] pkcs8) {
    // The key is the last element, an octet string; it holds a sequence of version and secret.
    int at = indexOf(pkcs8, new byte[] {0x02, 0x01, 0x01, 0x04, 0x20});
    byte[] versionAndSecret = Arrays.copyOfRange(pkcs8, at, at + 5 + 32);
    byte[] curve = {
      (byte) 0xA0, 0x0A, 0x06, 0x08, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x03, 0x01, 0x07
    };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x30);
    out.write(versionAndSecret.length + curve.length);
    out.writeBytes(versionAndSecret);
    out.writeBytes(curve);
    return out.toByteArray();
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new IllegalArgumentException("not found");
  }
}
