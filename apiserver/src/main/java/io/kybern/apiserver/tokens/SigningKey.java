package io.kybern.apiserver.tokens;

import io.kybern.model.wire.Codec;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Signs JSON web tokens by ES256: ECDSA with the curve P-256 and SHA-256. The key is made when it
 * is first needed, lives as long as this object and is never stored. Safe for use by any thread.
 */
public final class SigningKey {
  /** The algorithm's name in headers of tokens. */
  public static final String ALGORITHM = "ES256";

  private static final String SIGNATURE = "SHA256withECDSAinP1363Format";
  private static final int COORDINATE_BYTES = 32;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** Made on first use; of two that are made at the same time the first one counts. */
  private final AtomicReference<KeyPair> pair = new AtomicReference<>();

  private KeyPair pair() {
    KeyPair known = pair.get();
    if (known != null) {
      return known;
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      pair.compareAndSet(null, generator.generateKeyPair());
      return Objects.requireNonNull(pair.get());
    } catch (GeneralSecurityException e) {
      throw unknown(e);
    }
  }

  private static IllegalStateException unknown(GeneralSecurityException e) {
    return new IllegalStateException("the platform must know ECDSA with P-256 and SHA-256", e);
  }

  private ECPublicKey publicKey() {
    return (ECPublicKey) pair().getPublic();
  }

  /** By what tokens name this key. */
  private String id() {
    try {
      return ENCODER.encodeToString(
          MessageDigest.getInstance("SHA-256").digest(publicKey().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw unknown(e);
    }
  }

  /** A token with these claims. */
  public String token(Map<String, Object> claims) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", ALGORITHM);
    header.put("kid", id());
    String content = part(header) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance(SIGNATURE);
      signature.initSign(pair().getPrivate());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + ENCODER.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw unknown(e);
    }
  }

  private static String part(Map<String, Object> content) {
    return ENCODER.encodeToString(Codec.treeToJson(content));
  }

  /** Whether {@code signature} is this key's signature of {@code content}. */
  public boolean isSigned(String content, byte[] signature) {
    // Who was given no token cannot show a good one: a bad one need not cost a key.
    KeyPair known = pair.get();
    if (known == null || signature.length != 2 * COORDINATE_BYTES) {
      return false;
    }
    try {
      Signature check = Signature.getInstance(SIGNATURE);
      check.initVerify(known.getPublic());
      check.update(content.getBytes(StandardCharsets.UTF_8));
      return check.verify(signature);
    } catch (SignatureException e) {
      return false; // numbers that no signature has
    } catch (GeneralSecurityException e) {
      throw unknown(e);
    }
  }

  /** The JSON web key set by which others check tokens: the public half of the key. */
  public byte[] keySet() {
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("use", "sig");
    key.put("kty", "EC");
    key.put("kid", id());
    key.put("crv", "P-256");
    key.put("alg", ALGORITHM);
    key.put("x", coordinate(publicKey().getW().getAffineX()));
    key.put("y", coordinate(publicKey().getW().getAffineY()));
    return Codec.treeToJson(Map.of("keys", List.of(key)));
  }

  private static String coordinate(BigInteger number) {
    byte[] signed = number.toByteArray();
    byte[] fixed = new byte[COORDINATE_BYTES];
    int length = Math.min(signed.length, COORDINATE_BYTES);
    System.arraycopy(signed, signed.length - length, fixed, COORDINATE_BYTES - length, length);
    return ENCODER.encodeToString(fixed);
  }
}
