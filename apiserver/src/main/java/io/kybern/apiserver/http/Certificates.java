package io.kybern.apiserver.http;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one server: its own authority, a certificate for itself and, once somebody
 * asks for it, one for its administrator. They live as long as the server and are never stored.
 * Thread-safe.
 */
public final class Certificates {
  private static final int VALID_DAYS = 365;

  private final HeldCertificate authority;
  private final SSLContext context;
  private final String adminName;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}; made once, most users come with a token. */
  private @Nullable HeldCertificate admin;

  private Certificates(HeldCertificate authority, SSLContext context, String adminName) {
    this.authority = authority;
    this.context = context;
    this.adminName = adminName;
  }

  /**
   * Makes new certificates; takes some milliseconds.
   *
   * @param bindAddress address that the server listens on, beside loopback names
   * @param adminName common name of the administrator
   */
  public static Certificates create(InetAddress bindAddress, String adminName) {
    HeldCertificate authority = builder("kybern-ca").certificateAuthority(0).build();
    HeldCertificate.Builder server = builder("kybern-apiserver").signedBy(authority);
    for (String name : names(bindAddress)) {
      server.addSubjectAlternativeName(name);
    }
    return new Certificates(authority, context(authority, server.build()), adminName);
  }

  private static HeldCertificate.Builder builder(String commonName) {
    // The clock of the machine, whatever the server's clock says: it is what clients compare with.
    Instant now = Instant.now();
    return new HeldCertificate.Builder()
        .commonName(commonName)
        .validityInterval(
            now.minus(1, ChronoUnit.HOURS).toEpochMilli(),
            now.plus(VALID_DAYS, ChronoUnit.DAYS).toEpochMilli())
        .ecdsa256();
  }

  private HeldCertificate admin() {
    lock.lock();
    try {
      HeldCertificate made = admin;
      if (made == null) {
        made = builder(adminName).organizationalUnit("system:masters").signedBy(authority).build();
        admin = made;
      }
      return made;
    } finally {
      lock.unlock();
    }
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
    return admin().certificatePem();
  }

  /** The administrator's private key. */
  public String adminKeyPem() {
    return admin().privateKeyPkcs8Pem();
  }

  /** Whether a certificate of a connection is the administrator's. */
  boolean isAdmin(Certificate certificate) {
    lock.lock();
    try {
      return admin != null && admin.certificate().equals(certificate);
    } finally {
      lock.unlock();
    }
  }
}
