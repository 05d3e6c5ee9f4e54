package io.kybern.apiserver.rest;

import io.kybern.api.authentication.v1.TokenRequest;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.error.ApiException;
import io.kybern.error.DecodeException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of service accounts: JSON web tokens signed with a key that lives as long as the server.
 * The server believes its own ones. Safe for use by any thread.
 */
public final class Tokens {
  private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";
  private static final long DEFAULT_SECONDS = 3600;
  private static final long MIN_SECONDS = 600;
  private static final long MAX_SECONDS = 1L << 32;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** Made on first use; of two that are made at the same time the first one counts. */
  private final AtomicReference<byte @Nullable []> key = new AtomicReference<>();

  private byte[] key() {
    byte[] known = key.get();
    if (known == null) {
      byte[] fresh = new byte[32];
      new SecureRandom().nextBytes(fresh);
      known = key.compareAndSet(null, fresh) ? fresh : key.get();
    }
    return Objects.requireNonNull(known);
  }

  private static ApiException badDuration(long seconds, String problem) {
    return ApiErrors.invalid(
        new Target("authentication.k8s.io", "TokenRequest"),
        "",
        List.of(FieldError.invalid("spec.expirationSeconds", seconds, problem)));
  }

  /** Answers a request for a token of the service account that the path names. */
  ApiResponse request(Call call) {
    Output output = call.output();
    WriteOptions options = WriteOptions.of(call.query(), "CreateOptions");
    TokenRequest asked = call.input().message(TokenRequest.TYPE, options.validation());
    KubernetesObject account = Registry.get(call.resource(), call.namespace(), call.name());
    Long wanted = asked.spec().expirationSeconds();
    long seconds = wanted == null ? DEFAULT_SECONDS : wanted;
    if (seconds > MAX_SECONDS) {
      throw badDuration(seconds, "may not specify a duration larger than 2^32 seconds");
    }
    if (seconds < MIN_SECONDS) {
      throw badDuration(seconds, "may not specify a duration less than 10 minutes");
    }
    List<String> audiences =
        asked.spec().audiences().isEmpty() ? List.of(ISSUER) : asked.spec().audiences();
    Instant now = call.context().now().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plusSeconds(seconds);
    String token = issue(account, audiences, now, end);
    TokenRequest answer =
        asked.toBuilder()
            .metadata(
                metadata ->
                    metadata
                        .name(account.name())
                        .namespace(account.namespace())
                        .creationTimestamp(now))
            .spec(asked.spec().toBuilder().audiences(audiences).expirationSeconds(seconds).build())
            .status(status -> status.token(token).expirationTimestamp(end))
            .build();
    return call.answers().object(201, answer, output.plain(), call.input());
  }

  private String issue(KubernetesObject account, List<String> audiences, Instant now, Instant end) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", "HS256");
    header.put("typ", "JWT");
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("aud", audiences);
    claims.put("exp", end.getEpochSecond());
    claims.put("iat", now.getEpochSecond());
    claims.put("iss", ISSUER);
    claims.put(
        "kubernetes.io",
        Map.of(
            "namespace",
            account.namespace(),
            "serviceaccount",
            Map.of("name", account.name(), "uid", Parts.text(account.uid()))));
    claims.put("nbf", now.getEpochSecond());
    claims.put("sub", "system:serviceaccount:" + account.namespace() + ":" + account.name());
    String content = part(header) + "." + part(claims);
    return content + "." + ENCODER.encodeToString(sign(content));
  }

  private static String part(Map<String, Object> content) {
    return ENCODER.encodeToString(Codec.treeToJson(content));
  }

  private byte[] sign(String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(), "HmacSHA256"));
      return mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform must know HmacSHA256", e);
    }
  }

  /** The service account whose token this is, if this server issued it and it is still valid. */
  public Optional<User> verify(String token, Instant now) {
    int end = token.lastIndexOf('.');
    int middle = token.indexOf('.');
    if (key.get() == null || middle < 0 || middle == end) {
      return Optional.empty();
    }
    try {
      byte[] signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
      if (!MessageDigest.isEqual(signature, sign(token.substring(0, end)))) {
        return Optional.empty();
      }
      Object claims =
          Codec.jsonToTree(Base64.getUrlDecoder().decode(token.substring(middle + 1, end)));
      return claims instanceof Map<?, ?> map ? user(map, now) : Optional.empty();
    } catch (IllegalArgumentException | DecodeException e) {
      return Optional.empty();
    }
  }

  private static Optional<User> user(Map<?, ?> claims, Instant now) {
    if (!(claims.get("exp") instanceof Long end)
        || now.getEpochSecond() >= end
        || !(claims.get("sub") instanceof String subject)
        || !(claims.get("kubernetes.io") instanceof Map<?, ?> details)
        || !(details.get("serviceaccount") instanceof Map<?, ?> account)) {
      return Optional.empty();
    }
    return Optional.of(
        new User(
            subject,
            String.valueOf(account.get("uid")),
            List.of(
                "system:serviceaccounts",
                "system:serviceaccounts:" + details.get("namespace"),
                "system:authenticated")));
  }
}
