package io.kybern.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import okhttp3.tls.HeldCertificate;

/**
 * The certificate authority of one cluster. Lives as long as the cluster; only files that processes
 * need are written.
 */
final class Authority {
  private final HeldCertificate certificate;

  Authority() {
    certificate = builder("kybern-test-ca").certificateAuthority(0).build();
  }

  private static HeldCertificate.Builder builder(String commonName) {
    Instant now = Instant.now();
    return new HeldCertificate.Builder()
        .commonName(commonName)
        .validityInterval(
            now.minus(1, ChronoUnit.HOURS).toEpochMilli(),
            now.plus(30, ChronoUnit.DAYS).toEpochMilli())
        .ecdsa256();
  }

  String pem() {
    return certificate.certificatePem();
  }

  String keyPem() {
    return certificate.privateKeyPkcs8Pem();
  }

  /** A certificate for a server on loopback. */
  HeldCertificate server(String commonName) {
    HeldCertificate.Builder server = builder(commonName).signedBy(certificate);
    for (String name :
        new String[] {
          "localhost",
          "127.0.0.1",
          "::1",
          "10.96.0.1",
          "kubernetes",
          "kubernetes.default",
          "kubernetes.default.svc"
        }) {
      server.addSubjectAlternativeName(name);
    }
    return server.build();
  }

  /** A certificate that a client shows; its common name is the user's name. */
  HeldCertificate client(String user) {
    return builder(user).signedBy(certificate).build();
  }

  /** A key pair for signing service account tokens. */
  static HeldCertificate tokenSigner() {
    return new HeldCertificate.Builder().commonName("tokens").rsa2048().build();
  }

  /** Writes a file that only its owner may read. */
  static Path write(Path file, String text) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text);
  }
}
