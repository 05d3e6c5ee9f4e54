package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.client.config.Pem;
import io.kybern.error.ConfigException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Random;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemReaderTest {
  private static Pem text(String text) {
    return Pem.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void rsaKeysInBothForms() {
    HeldCertificate rsa = new HeldCertificate.Builder().rsa2048().build();
    assertEquals(
        rsa.keyPair().getPrivate(),
        PemReader.privateKey(text(rsa.privateKeyPkcs1Pem()), "client-key"));
    assertEquals(
        rsa.keyPair().getPrivate(),
        PemReader.privateKey(text(rsa.privateKeyPkcs8Pem()), "client-key"));
  }

  @Test
  void ecKeysInBothForms() {
    HeldCertificate ec = new HeldCertificate.Builder().ecdsa256().build();
    assertEquals(
        ec.keyPair().getPrivate(),
        PemReader.privateKey(text(ec.privateKeyPkcs8Pem()), "client-key"));
    Pem sec1 =
        Certificates.pem(
            "EC PRIVATE KEY", Certificates.sec1(ec.keyPair().getPrivate().getEncoded()));
    assertEquals(
        secret(ec.keyPair().getPrivate()), secret(PemReader.privateKey(sec1, "client-key")));
    // openssl puts the parameters in front of the key.
    Pem withParameters =
        text(
            "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                + new String(sec1.read(), StandardCharsets.US_ASCII));
    assertEquals(
        secret(ec.keyPair().getPrivate()),
        secret(PemReader.privateKey(withParameters, "client-key")));
  }

  private static BigInteger secret(PrivateKey key) {
    return ((ECPrivateKey) key).getS();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "Ed448"})
  void edwardsKeys(String algorithm) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    Pem pem = Certificates.pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    assertEquals(pair.getPrivate(), PemReader.privateKey(pem, "client-key"));
  }

  @Test
  void chainsOfCertificates() {
    Certificates made = new Certificates();
    Pem both =
        text("comment\n" + made.server.certificatePem() + "\n" + made.authority.certificatePem());
    assertEquals(2, PemReader.certificates(both, "client-certificate").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2",
        "-----BEGIN PRIVATE KEY-----\nhunter2",
        "-----BEGIN PRIVATE KEY-----\nhunter2=\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\naHVudGVyMg==\n-----END EC PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\naHVudGVyMg==\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\naHVudGVyMg==\n"
            + "-----END RSA PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\naHVudGVyMg==\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\naHVudGVyMg==\n-----END CERTIFICATE-----",
      })
  void whatIsNoKeyIsReportedWithoutItsContent(String content) {
    for (Runnable read :
        new Runnable[] {
          () -> PemReader.privateKey(text(content), "client-key"),
          () -> PemReader.certificates(text(content), "client-key")
        }) {
      ConfigException e = assertThrows(ConfigException.class, read::run);
      assertTrue(e.getMessage().startsWith("client-key (data): "), e.getMessage());
      assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
    }
  }

  @Test
  void filesThatCannotBeReadAreNamed() {
    Pem missing = Pem.file(Path.of("/no/such/file"));
    ConfigException e =
        assertThrows(ConfigException.class, () -> PemReader.privateKey(missing, "client-key"));
    assertTrue(e.getMessage().startsWith("/no/such/file: "), e.getMessage());
  }

  @Test
  void brokenKeysAreNeverMoreThanAConfigException() {
    byte[] good =
        Certificates.sec1(
            new HeldCertificate.Builder().ecdsa256().build().keyPair().getPrivate().getEncoded());
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length) + 1);
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      for (String label : new String[] {"EC PRIVATE KEY", "RSA PRIVATE KEY", "PRIVATE KEY"}) {
        try {
          PemReader.privateKey(Certificates.pem(label, bad), "client-key");
        } catch (ConfigException e) {
          continue;
        } catch (RuntimeException e) {
          throw new AssertionError("seed " + seed + ", round " + i, e);
        }
      }
    }
  }
}
