package io.kybern.client;

import io.kybern.client.config.Pem;
import io.kybern.error.ConfigException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Reads certificates and private keys from PEM, without any security provider beyond Java's own.
 */
final class PemReader {
  /** One block: its label and its content. */
  private record Block(String label, byte[] content) {}

  private PemReader() {}

  /** All certificates, at least one. */
  static List<X509Certificate> certificates(Pem pem, String what) {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks(pem, what)) {
        if (block.label().equals("CERTIFICATE")) {
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(block.content())));
        }
      }
    } catch (CertificateException e) {
      throw new ConfigException(what + " (" + pem + "): expected X.509 certificates", e);
    }
    if (certificates.isEmpty()) {
      throw new ConfigException(what + " (" + pem + "): expected a CERTIFICATE block in PEM");
    }
    return certificates;
  }

  /** The first private key: PKCS #8, or RSA and EC in their own forms; not encrypted. */
  static PrivateKey privateKey(Pem pem, String what) {
    for (Block block : blocks(pem, what)) {
      byte[] pkcs8;
      switch (block.label()) {
        case "PRIVATE KEY" -> pkcs8 = block.content();
        case "RSA PRIVATE KEY" -> pkcs8 = Der.pkcs8OfRsa(block.content());
        case "EC PRIVATE KEY" -> pkcs8 = ec(pem, what, block.content());
        case "ENCRYPTED PRIVATE KEY" ->
            throw new ConfigException(
                what + " (" + pem + "): expected a key that is not encrypted");
        default -> {
          continue;
        }
      }
      return parse(pem, what, pkcs8);
    }
    throw new ConfigException(
        what + " (" + pem + "): expected a PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY block");
  }

  private static byte[] ec(Pem pem, String what, byte[] sec1) {
    byte[] pkcs8 = Der.pkcs8OfEc(sec1);
    if (pkcs8 == null) {
      throw new ConfigException(
          what + " (" + pem + "): expected an EC PRIVATE KEY that names its curve");
    }
    return pkcs8;
  }

  private static PrivateKey parse(Pem pem, String what, byte[] pkcs8) {
    String algorithm = Der.algorithmOfPkcs8(pkcs8);
    if (algorithm == null) {
      throw new ConfigException(
          what + " (" + pem + "): expected a key for RSA, EC, Ed25519 or Ed448");
    }
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      // The cause's text may show what is in the key.
      throw new ConfigException(what + " (" + pem + "): expected a key of algorithm " + algorithm);
    }
  }

  private static List<Block> blocks(Pem pem, String what) {
    String text = new String(pem.read(), StandardCharsets.ISO_8859_1);
    List<Block> blocks = new ArrayList<>();
    int at = 0;
    while (true) {
      int begin = text.indexOf("-----BEGIN ", at);
      if (begin < 0) {
        return blocks;
      }
      int labelEnd = text.indexOf("-----", begin + 11);
      String label = labelEnd < 0 ? "" : text.substring(begin + 11, labelEnd);
      int end = labelEnd < 0 ? -1 : text.indexOf("-----END " + label + "-----", labelEnd);
      if (end < 0) {
        throw new ConfigException(what + " (" + pem + "): a PEM block has no end");
      }
      String content = text.substring(labelEnd + 5, end);
      if (content.contains("ENCRYPTED")) {
        throw new ConfigException(what + " (" + pem + "): expected a key that is not encrypted");
      }
      try {
        blocks.add(new Block(label, Base64.getMimeDecoder().decode(content)));
      } catch (IllegalArgumentException e) {
        throw new ConfigException(what + " (" + pem + "): expected base64 in the PEM block");
      }
      at = end + 5;
    }
  }
}
