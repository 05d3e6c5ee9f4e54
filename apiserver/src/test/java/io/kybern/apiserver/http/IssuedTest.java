package io.kybern.apiserver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IssuedTest {
  private static void validate(X509Certificate certificate, Issued authority) throws Exception {
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)),
            parameters);
  }

  @Test
  void aServerIsKnownByItsNames() throws Exception {
    Issued authority = Issued.authority("some-ca");
    Issued server =
        Issued.server(authority, "the-server", Set.of("localhost", "127.0.0.1", "::1", "a.b.c"));
    validate(server.certificate(), authority);
    assertEquals("CN=the-server", server.certificate().getSubjectX500Principal().getName());
    assertEquals("CN=some-ca", server.certificate().getIssuerX500Principal().getName());
    assertEquals(List.of("1.3.6.1.5.5.7.3.1"), server.certificate().getExtendedKeyUsage());
    Set<String> names = new TreeSet<>();
    server.certificate().getSubjectAlternativeNames().forEach(n -> names.add(n.toString()));
    assertEquals(
        Set.of("[2, a.b.c]", "[2, localhost]", "[7, 0:0:0:0:0:0:0:1]", "[7, 127.0.0.1]"), names);
    assertEquals(-1, server.certificate().getBasicConstraints());
    assertThrows(
        CertPathValidatorException.class,
        () -> validate(server.certificate(), Issued.authority("some-ca")));
  }

  @Test
  void groupsOfAUserAreOrganizations() throws Exception {
    Issued authority = Issued.authority("ca");
    Issued user = Issued.client(authority, "ann", List.of("system:masters", "dév"));
    validate(user.certificate(), authority);
    assertEquals(
        "CN=ann,O=dév,O=system:masters", user.certificate().getSubjectX500Principal().getName());
    assertEquals(List.of("1.3.6.1.5.5.7.3.2"), user.certificate().getExtendedKeyUsage());
    assertFalse(user.toString().contains("PRIVATE"), user.toString());
  }

  @Test
  void anAuthorityMaySignCertificatesAndNothingElse() throws Exception {
    Issued authority = Issued.authority("ca");
    X509Certificate certificate = authority.certificate();
    certificate.verify(certificate.getPublicKey());
    assertEquals(0, certificate.getBasicConstraints());
    boolean[] usage = certificate.getKeyUsage();
    assertTrue(usage[5] && usage[6]);
    assertFalse(usage[0] || usage[3]);
    certificate.checkValidity();
    assertTrue(certificate.getNotAfter().toInstant().isAfter(Instant.now().plusSeconds(86400)));
    Issued other = Issued.authority("ca");
    assertTrue(
        !other.certificate().getSerialNumber().equals(certificate.getSerialNumber())
            && certificate.getSerialNumber().signum() > 0);
  }

  @Test
  void pemIsWhatOthersRead() throws Exception {
    Issued authority = Issued.authority("ca");
    X509Certificate read =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        authority.certificatePem().getBytes(StandardCharsets.US_ASCII)));
    assertEquals(authority.certificate(), read);
    assertTrue(authority.keyPem().startsWith("-----BEGIN PRIVATE KEY-----\n"));
  }

  @Test
  void longValuesAndTimes() {
    assertEquals(3 + 200, Der.octets(new byte[200]).length);
    assertEquals(4 + 60_000, Der.octets(new byte[60_000]).length);
    assertThrows(IllegalArgumentException.class, () -> Der.octets(new byte[70_000]));
    assertEquals(0x17, Der.time(Instant.parse("2049-12-31T23:59:59Z"))[0]);
    assertEquals(0x18, Der.time(Instant.parse("2050-01-01T00:00:00Z"))[0]);
    assertEquals(
        List.of((byte) 6, (byte) 8, (byte) 0x2a, (byte) 0x86, (byte) 0x48),
        List.of(
            Der.oid("1.2.840.10045.4.3.2")[0],
            Der.oid("1.2.840.10045.4.3.2")[1],
            Der.oid("1.2.840.10045.4.3.2")[2],
            Der.oid("1.2.840.10045.4.3.2")[3],
            Der.oid("1.2.840.10045.4.3.2")[4]));
  }
}
