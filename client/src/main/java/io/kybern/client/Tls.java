package io.kybern.client;

import io.kybern.client.config.Pem;
import io.kybern.client.config.RestConfig;
import io.kybern.error.ConfigException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration says about TLS, as Java's classes. The platform's own trust store is opened
 * only if no certificate authority is configured: it is large.
 */
record Tls(SSLContext context, X509TrustManager trustManager) {

  static Tls of(RestConfig config) {
    X509TrustManager trust =
        config.insecure()
            ? new TrustEverybody()
            : trustManager(config.certificateAuthority().orElse(null));
    KeyManager[] keys =
        config.clientCertificate().isEmpty()
            ? new KeyManager[0]
            : new KeyManager[] {
              keyManager(config.clientCertificate().get(), config.clientKey().orElseThrow())
            };
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {trust}, new SecureRandom());
      return new Tls(context, trust);
    } catch (GeneralSecurityException e) {
      throw new ConfigException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static X509TrustManager trustManager(@Nullable Pem authority) {
    try {
      KeyStore store = authority == null ? null : store(authority);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return x509;
        }
      }
      throw new ConfigException("this Java has no trust manager for X.509");
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigException(
          "the certificate authorities cannot be set up: " + e.getMessage(), e);
    }
  }

  private static KeyStore store(Pem authority) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    List<X509Certificate> certificates = PemReader.certificates(authority, "certificate-authority");
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("ca" + i, certificates.get(i));
    }
    return store;
  }

  private static KeyManager keyManager(Pem certificate, Pem key) {
    List<X509Certificate> chain = PemReader.certificates(certificate, "client-certificate");
    PrivateKey privateKey = PemReader.privateKey(key, "client-key");
    if (!belongTogether(chain.get(0), privateKey)) {
      throw new ConfigException(
          "client-key (" + key + "): expected the key of client-certificate (" + certificate + ")");
    }
    return new ClientIdentity(chain, privateKey);
  }

  /** Whether a key can be that of a certificate, as far as that is cheap to tell. */
  private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    if (certificate.getPublicKey() instanceof RSAKey open && key instanceof RSAKey secret) {
      return open.getModulus().equals(secret.getModulus());
    }
    return certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm());
  }
}
