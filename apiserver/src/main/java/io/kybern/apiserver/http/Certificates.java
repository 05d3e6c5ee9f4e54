package io.kybern.apiserver.http;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import okhttp3.tls.HeldCertificate;

/**
 * The certificates of one server: its own authority, a certificate for itself and one for its
 * administrator. They live as long as the server and are never stored. Immutable.
 */
public final class Certificates {
  private static final int VALID_DAYS = 365;

  private final HeldCertificate authority;
  private final HeldCertificate admin;
  private final SSLContext context;

  private Certificates(HeldCertificate authority, HeldCertificate admin, SSLContext context) {
    this.authority = authority;
    this.admin = admin;
    this.context = context;
  }

  /**
   * Makes new certificates; takes some milliseconds.
   *
   * @param bindAddress address that the server listens on, beside loopback names
   * @param adminName common name of the administrator
   */
  public static Certificates create(InetAddress bindAddress, String adminName) {
    // The clock of the machine, whatever the server's clock says: it is what clients compare with.
    long start = Instant.now().minus(1, ChronoUnit.HOURS).toEpochMilli();
    long end = Instant.now().plus(VALID_DAYS, ChronoUnit.DAYS).toEpochMilli();
    HeldCertificate authority =
        new HeldCertificate.Builder()
            .commonName("kybern-ca")
            .certificateAuthority(0)
            .validityInterval(start, end)
            .ecdsa256()
            .build();
    HeldCertificate.Builder server =
        new HeldCertificate.Builder()
            .commonName("kybern-apiserver")
            .validityInterval(start, end)
            .ecdsa256()
            .signedBy(authority);
    names(bindAddress).forEach(server::addSubjectAlternativeName);
    HeldCertificate admin =
        new HeldCertificate.Builder()
            .commonName(adminName)
            .organizationalUnit("system:masters")
            .validityInterval(start, end)
            .ecdsa256()
            .signedBy(authority)
            .build();
    SSLContext context = context(authority, server.build());
    return new Certificates(authority, admin, context);
  }

  private static SSLContext context(HeldCertificate authority, HeldCertificate server) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {
            new OwnKeyManager(
                server.keyPair().getPrivate(), server.certificate(), authority.certificate())
          },
          new TrustManager[] {new OwnTrustManager(authority.certificate())},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform must know TLS", e);
    }
  }

  private static Set<String> names(InetAddress bindAddress) {
    Set<String> names = new LinkedHashSet<>();
    names.add("localhost");
    names.add("127.0.0.1");
    names.add("::1");
    names.add("kubernetes");
    names.add("kubernetes.default");
    names.add("kubernetes.default.svc");
    names.add("kubernetes.default.svc.cluster.local");
    if (!bindAddress.isAnyLocalAddress()) {
      String address = bindAddress.getHostAddress();
      int zone = address.indexOf('%');
      names.add(zone < 0 ? address : address.substring(0, zone));
    }
    return names;
  }

  /** For the server's side of connections; trusts this authority's certificates only. */
  SSLContext serverContext() {
    return context;
  }

  /** The authority's certificate. */
  public String authorityPem() {
    return authority.certificatePem();
  }

  /** The administrator's certificate. */
  public String adminCertificatePem() {
    return admin.certificatePem();
  }

  /** The administrator's private key. */
  public String adminKeyPem() {
    return admin.privateKeyPkcs8Pem();
  }

  /** Whether a certificate of a connection is the administrator's. */
  boolean isAdmin(Certificate certificate) {
    return admin.certificate().equals(certificate);
  }
}
