package io.kybern.apiserver.rest;

import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.tokens.SigningKey;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.error.DecodeException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Believes tokens of service accounts that this server signed, as long as what they are about is
 * there. Safe for use by any thread.
 */
final class TokenVerifier {
  private static final String EXTRA = "authentication.kubernetes.io/";

  /** How far clocks may be apart, and how long a token outlives what it is bound to. */
  private static final long LEEWAY_SECONDS = 60;

  private final SigningKey key;
  private final Resources resources;

  TokenVerifier(SigningKey key, Resources resources) {
    this.key = key;
    this.resources = resources;
  }

  /**
   * What a token is worth.
   *
   * @param user whose token it is, {@code null} if it is not believed
   * @param audiences those of the asked audiences that it is for
   * @param problem why it is not believed; empty if it is, or is no token of this server at all
   */
  record Verdict(@Nullable User user, List<String> audiences, String problem) {
    static final Verdict NOT_OURS = new Verdict(null, List.of(), "");
  }

  private static final class Rejected extends Exception {
    private static final long serialVersionUID = 1L;

    Rejected(String problem) {
      super(problem, null, false, false);
    }
  }

  /** Judges {@code token} for somebody who answers to {@code audiences}. */
  Verdict verify(String token, List<String> audiences, Instant now) {
    int end = token.lastIndexOf('.');
    int middle = token.indexOf('.');
    if (middle < 0 || middle == end) {
      return Verdict.NOT_OURS;
    }
    Map<?, ?> claims = decoded(token.substring(middle + 1, end));
    if (!Tokens.ISSUER.equals(claims.get("iss"))) {
      return Verdict.NOT_OURS;
    }
    byte[] signature;
    try {
      signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
    } catch (IllegalArgumentException e) {
      return Verdict.NOT_OURS;
    }
    String problem = "go-jose/go-jose: error in cryptographic primitive";
    if (key.isSigned(token.substring(0, end), signature)) {
      try {
        List<String> own = strings(claims.get("aud"));
        List<String> common = audiences.stream().filter(own::contains).toList();
        if (common.isEmpty()) {
          throw new Rejected(
              "token audiences "
                  + shown(own)
                  + " is invalid for the target audiences "
                  + shown(audiences));
        }
        return new Verdict(user(claims, now.getEpochSecond()), common, "");
      } catch (Rejected e) {
        problem = String.valueOf(e.getMessage());
      }
    }
    return new Verdict(null, List.of(), problem);
  }

  private static Map<?, ?> decoded(String part) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(part.getBytes(StandardCharsets.UTF_8));
      return map(Codec.jsonToTree(json));
    } catch (IllegalArgumentException | DecodeException e) {
      return Map.of(); // no token
    }
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<String> strings(@Nullable Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(item -> texts.add(String.valueOf(item)));
    }
    return texts;
  }

  private static String shown(List<String> texts) {
    return "[" + String.join(" ", texts.stream().map(FieldError::quoted).toList()) + "]";
  }

  private static String text(Map<?, ?> map, String name) {
    return map.get(name) instanceof String text ? text : "";
  }

  private User user(Map<?, ?> claims, long now) throws Rejected {
    if (!(claims.get("exp") instanceof Long end) || now - LEEWAY_SECONDS > end) {
      throw new Rejected("service account token has expired");
    }
    if (claims.get("nbf") instanceof Long start && now + LEEWAY_SECONDS < start) {
      throw new Rejected("service account token is not valid yet");
    }
    Map<?, ?> about = map(claims.get("kubernetes.io"));
    String namespace = text(about, "namespace");
    Map<?, ?> account = map(about.get("serviceaccount"));
    String name = text(account, "name");
    KubernetesObject stored = stored("serviceaccounts", namespace, name);
    if (stored == null) {
      throw new Rejected("serviceaccounts " + FieldError.quoted(name) + " not found");
    }
    requireAlive(stored, now);
    if (!text(account, "uid").equals(stored.uid())) {
      throw new Rejected(
          "service account UID ("
              + stored.uid()
              + ") does not match claim ("
              + text(account, "uid")
              + ")");
    }
    requireBound(about, "pod", namespace, now);
    requireBound(about, "secret", namespace, now);
    if (!about.containsKey("pod")) {
      requireBound(about, "node", "", now);
    }
    return new User(
        text(claims, "sub"),
        Parts.text(stored.uid()),
        List.of(
            "system:serviceaccounts",
            "system:serviceaccounts:" + namespace,
            "system:authenticated"),
        extra(about, text(claims, "jti")));
  }

  private @Nullable KubernetesObject stored(String plural, String namespace, String name) {
    Resource resource = resources.get("", "v1", plural);
    return resource.keyspace().get(resource.key(namespace, name));
  }

  private static void requireAlive(KubernetesObject object, long now) throws Rejected {
    Instant deleted = object.metadata().deletionTimestamp();
    if (deleted != null && deleted.getEpochSecond() < now - LEEWAY_SECONDS) {
      throw new Rejected("service account token has been invalidated");
    }
  }

  private void requireBound(Map<?, ?> about, String kind, String namespace, long now)
      throws Rejected {
    if (!about.containsKey(kind)) {
      return;
    }
    Map<?, ?> reference = map(about.get(kind));
    KubernetesObject stored = stored(kind + "s", namespace, text(reference, "name"));
    if (stored == null) {
      throw new Rejected("service account token has been invalidated");
    }
    requireAlive(stored, now);
    String uid = text(reference, "uid");
    if (!uid.equals(stored.uid())) {
      throw new Rejected(
          kind
              + " UID ("
              + stored.uid()
              + ") does not match service account "
              + kind
              + " ref claim ("
              + uid
              + ")");
    }
  }

  private static Map<String, List<String>> extra(Map<?, ?> about, String id) {
    Map<String, List<String>> extra = new LinkedHashMap<>();
    if (!id.isEmpty()) {
      extra.put(EXTRA + "credential-id", List.of("JTI=" + id));
    }
    for (String kind : List.of("node", "pod")) {
      Map<?, ?> reference = map(about.get(kind));
      for (String part : List.of("name", "uid")) {
        if (!text(reference, part).isEmpty()) {
          extra.put(EXTRA + kind + "-" + part, List.of(text(reference, part)));
        }
      }
    }
    return extra;
  }
}
