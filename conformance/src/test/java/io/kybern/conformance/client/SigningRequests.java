package io.kybern.conformance.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/** Certificate signing requests (RFC 2986) of a new key. */
final class SigningRequests {
  private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
  private static final byte[] ECDSA_WITH_SHA256 = {
    0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
  };

  private SigningRequests() {}

  static byte[] pem(String commonName) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    byte[] name =
        der(
            0x30,
            der(
                0x31,
                der(
                    0x30,
                    der(0x06, COMMON_NAME),
                    der(0x0c, commonName.getBytes(StandardCharsets.UTF_8)))));
    byte[] info =
        der(0x30, der(0x02, new byte[] {0}), name, pair.getPublic().getEncoded(), der(0xa0));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(info);
    byte[] request =
        der(
            0x30,
            info,
            der(0x30, der(0x06, ECDSA_WITH_SHA256)),
            der(0x03, new byte[] {0}, signature.sign()));
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(request);
    return ("-----BEGIN CERTIFICATE REQUEST-----\n"
            + base64
            + "\n-----END CERTIFICATE REQUEST-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length > 255) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 127) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
