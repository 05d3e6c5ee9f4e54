package io.kybern.apiserver.http;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one server: its own authority, a certificate for itself and, once somebody
 * asks for it, one for its administrator. They live as long as the server and are never stored.
 * Thread-safe.
 */
public final class Certificates {
  private final Issued authority;
  private final SSLContext context;
  private final String adminName;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}; made once, most users come with a token. */
  private @Nullable Issued admin;

  private Certificates(Issued authority, SSLContext context, String adminName) {
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
    try {
      Issued authority = Issued.authority("kybern-ca");
      Issued server = Issued.server(authority, "kybern-apiserver", names(bindAddress));
      return new Certificates(authority, context(authority, server), adminName);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform must know TLS", e);
    }
  }

  private Issued admin() {
    lock.lock();
    try {
      Issued made = admin;
      if (made == null) {
        made = Issued.client(authority, adminName, List.of("system:masters"));
        admin = made;
      }
      return made;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform must know TLS", e);
    } finally {
      lock.unlock();
    }
  }

  private static SSLContext context(Issued authority, Issued server)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {
          new OwnKeyManager(server.key(), server.certificate(), authority.certificate())
        },
        new TrustManager[] {new OwnTrustManager(authority.certificate())},
        null);
    return context;
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
    return admin().keyPem();
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
