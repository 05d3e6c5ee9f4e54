package io.kybern.apiserver.http;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A new key (P-256) with its certificate (X.509 version 3, RFC 5280). Immutable.
 *
 * <p>Users of client certificates are named as Kubernetes names them: the common name is the user,
 * organizations are the groups.
 */
record Issued(PrivateKey key, X509Certificate certificate) {
  private static final Duration VALID_BEFORE = Duration.ofHours(1);
  private static final Duration VALID = Duration.ofDays(365);

  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  /** An authority that signs itself and others, but no further authorities. */
  static Issued authority(String name) throws GeneralSecurityException {
    List<byte[]> extensions = new ArrayList<>();
    extensions.add(
        extension("2.5.29.19", true, Der.sequence(Der.TRUE, Der.integer(BigInteger.ZERO))));
    // Signs certificates and lists of revoked ones.
    extensions.add(extension("2.5.29.15", true, Der.bits(1, (byte) 0x06)));
    return issue(null, distinguishedName(name, List.of()), extensions);
  }

  /**
   * A server.
   *
   * @param names host names and addresses by which clients reach it
   */
  static Issued server(Issued authority, String name, Set<String> names)
      throws GeneralSecurityException {
    List<byte[]> extensions = leaf(SERVER_AUTH);
    List<byte[]> alternatives = new ArrayList<>();
    for (String one : names) {
      alternatives.add(alternative(one));
    }
    extensions.add(
        extension("2.5.29.17", false, Der.sequence(alternatives.toArray(new byte[0][]))));
    return issue(authority, distinguishedName(name, List.of()), extensions);
  }

  /** A user in some groups. */
  static Issued client(Issued authority, String user, List<String> groups)
      throws GeneralSecurityException {
    return issue(authority, distinguishedName(user, groups), leaf(CLIENT_AUTH));
  }

  String certificatePem() {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("it was made from its encoding", e);
    }
  }

  /** The key in PKCS #8. */
  String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  private static List<byte[]> leaf(String purpose) {
    List<byte[]> extensions = new ArrayList<>();
    // Makes signatures.
    extensions.add(extension("2.5.29.15", true, Der.bits(7, (byte) 0x80)));
    extensions.add(extension("2.5.29.37", false, Der.sequence(Der.oid(purpose))));
    return extensions;
  }

  private static Issued issue(@Nullable Issued authority, byte[] subject, List<byte[]> extensions)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    byte[] publicKey = pair.getPublic().getEncoded();
    PrivateKey signer = authority == null ? pair.getPrivate() : authority.key();
    byte[] issuer =
        authority == null
            ? subject
            : authority.certificate().getSubjectX500Principal().getEncoded();
    byte[] signerKey =
        authority == null ? publicKey : authority.certificate().getPublicKey().getEncoded();
    extensions.add(extension("2.5.29.14", false, Der.octets(keyIdentifier(publicKey))));
    extensions.add(
        extension("2.5.29.35", false, Der.sequence(Der.value(0x80, keyIdentifier(signerKey)))));

    // The clock of the machine, whatever the server's clock says: it is what clients compare with.
    Instant now = Instant.now();
    byte[] content =
        Der.sequence(
            Der.value(0xa0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(127, new SecureRandom()).setBit(126)),
            ECDSA_SHA256,
            issuer,
            Der.sequence(Der.time(now.minus(VALID_BEFORE)), Der.time(now.plus(VALID))),
            subject,
            publicKey,
            Der.value(0xa3, Der.sequence(extensions.toArray(new byte[0][]))));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(signer);
    signature.update(content);
    byte[] whole = Der.sequence(content, ECDSA_SHA256, Der.bits(0, signature.sign()));
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(whole));
    return new Issued(pair.getPrivate(), certificate);
  }

  private static byte[] extension(String oid, boolean critical, byte[] value) {
    return critical
        ? Der.sequence(Der.oid(oid), Der.TRUE, Der.octets(value))
        : Der.sequence(Der.oid(oid), Der.octets(value));
  }

  private static byte[] keyIdentifier(byte[] publicKey) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-1").digest(publicKey);
  }

  private static byte[] distinguishedName(String commonName, List<String> organizations) {
    List<byte[]> parts = new ArrayList<>();
    for (String organization : organizations) {
      parts.add(Der.set(Der.sequence(Der.oid("2.5.4.10"), Der.text(organization))));
    }
    parts.add(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.text(commonName))));
    return Der.sequence(parts.toArray(new byte[0][]));
  }

  private static byte[] alternative(String name) {
    boolean isAddress = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    try {
      return isAddress
          ? Der.value(0x87, InetAddress.getByName(name).getAddress())
          : Der.value(0x82, name.getBytes(StandardCharsets.US_ASCII));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + name, e);
    }
  }

  private static String pem(String label, byte[] content) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  /** Says whose certificate it is; the key stays out. */
  @Override
  public String toString() {
    return "Issued[" + certificate.getSubjectX500Principal() + "]";
  }
}
