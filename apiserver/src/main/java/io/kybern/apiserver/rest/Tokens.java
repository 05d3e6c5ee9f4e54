package io.kybern.apiserver.rest;

import io.kybern.api.authentication.v1.BoundObjectReference;
import io.kybern.api.authentication.v1.TokenRequest;
import io.kybern.api.core.v1.Pod;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.tokens.SigningKey;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.error.ApiException;
import io.kybern.model.KubernetesObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Issues tokens of service accounts. Safe for use by any thread. */
final class Tokens {
  /** Who issues the tokens; also whom they are for unless somebody asks for others. */
  static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

  private static final Target TARGET = new Target("authentication.k8s.io", "TokenRequest");
  private static final long DEFAULT_SECONDS = 3600;
  private static final long MIN_SECONDS = 600;
  private static final long MAX_SECONDS = 1L << 32;

  /**
   * What kubelets ask for; they get a token that lasts longer, for programs that never reread it.
   */
  private static final long EXTENDED_FROM_SECONDS = 3607;

  private static final long EXTENDED_SECONDS = 365L * 24 * 60 * 60;

  private final SigningKey key;

  Tokens(SigningKey key) {
    this.key = key;
  }

  private static ApiException badDuration(long seconds, String problem) {
    return ApiErrors.invalid(
        TARGET, "", List.of(FieldError.invalid("spec.expirationSeconds", seconds, problem)));
  }

  /** Answers a request for a token of the service account that the path names. */
  ApiResponse request(Call call) {
    Output output = call.output();
    WriteOptions options = WriteOptions.of(call.query(), "CreateOptions");
    TokenRequest asked = call.input().message(TokenRequest.TYPE, options.validation());
    KubernetesObject account = Registry.get(call.resource(), call.namespace(), call.name());
    requireSame(asked, account);
    Long wanted = asked.spec().expirationSeconds();
    long seconds = wanted == null ? DEFAULT_SECONDS : wanted;
    if (seconds < MIN_SECONDS) {
      throw badDuration(seconds, "may not specify a duration less than 10 minutes");
    }
    if (seconds > MAX_SECONDS) {
      throw badDuration(seconds, "may not specify a duration larger than 2^32 seconds");
    }
    List<String> audiences =
        asked.spec().audiences().isEmpty() ? List.of(ISSUER) : asked.spec().audiences();
    Instant now = call.context().now().truncatedTo(ChronoUnit.SECONDS);
    Map<String, Object> about = about(call, account, asked);
    boolean extended =
        seconds == EXTENDED_FROM_SECONDS
            && about.containsKey("pod")
            && audiences.equals(List.of(ISSUER));
    if (extended) {
      about.put("warnafter", now.getEpochSecond() + seconds);
    }
    Instant end = now.plusSeconds(seconds);
    String token =
        issue(account, audiences, about, now, extended ? now.plusSeconds(EXTENDED_SECONDS) : end);
    TokenRequest answer =
        asked.toBuilder()
            .metadata(
                asked.metadata().toBuilder()
                    .name(account.name())
                    .namespace(account.namespace())
                    .uid(account.uid())
                    .creationTimestamp(now)
                    .build())
            .spec(asked.spec().toBuilder().audiences(audiences).expirationSeconds(seconds).build())
            .status(status -> status.token(token).expirationTimestamp(end))
            .build();
    return call.answers().object(201, answer, output.plain());
  }

  private static void requireSame(TokenRequest asked, KubernetesObject account) {
    if (!asked.name().isEmpty() && !asked.name().equals(account.name())) {
      throw ApiErrors.invalid(
          TARGET,
          account.name(),
          List.of(
              FieldError.invalid(
                  "metadata.name",
                  asked.name(),
                  "must match the service account name if specified")));
    }
    if (!asked.namespace().isEmpty() && !asked.namespace().equals(account.namespace())) {
      throw ApiErrors.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    String uid = Parts.text(asked.uid());
    if (!uid.isEmpty() && !uid.equals(account.uid())) {
      throw ApiErrors.conflict(
          TARGET,
          account.name(),
          "the UID in the token request ("
              + uid
              + ") does not match the UID of the service account ("
              + account.uid()
              + ")");
    }
  }

  /** What the token says of the account, and of the object it is bound to. */
  private static Map<String, Object> about(
      Call call, KubernetesObject account, TokenRequest asked) {
    Map<String, Object> about = new TreeMap<>();
    about.put("namespace", account.namespace());
    about.put("serviceaccount", reference(account.name(), account.uid()));
    if (asked.spec().hasBoundObjectRef()) {
      KubernetesObject bound = bound(call, account, asked.spec().boundObjectRef());
      about.put(bound.kind().toLowerCase(Locale.ROOT), reference(bound.name(), bound.uid()));
      if (bound instanceof Pod pod && !Parts.text(pod.spec().nodeName()).isEmpty()) {
        String nodeName = Parts.text(pod.spec().nodeName());
        Resource nodes = call.context().resources().get("", "v1", "nodes");
        KubernetesObject node = nodes.keyspace().get(nodes.key("", nodeName));
        about.put("node", reference(nodeName, node == null ? null : node.uid()));
      }
    }
    return about;
  }

  private static Map<String, Object> reference(String name, @Nullable String uid) {
    return uid == null ? Map.of("name", name) : new TreeMap<>(Map.of("name", name, "uid", uid));
  }

  private static KubernetesObject bound(
      Call call, KubernetesObject account, BoundObjectReference reference) {
    String kind = Parts.text(reference.kind());
    String apiVersion = Parts.text(reference.apiVersion());
    String plural =
        switch (apiVersion.isEmpty() || apiVersion.equals("v1") ? kind : "") {
          case "Pod" -> "pods";
          case "Secret" -> "secrets";
          case "Node" -> "nodes";
          default ->
              throw ApiErrors.badRequest(
                  "cannot bind token to object of type "
                      + (apiVersion.contains("/") ? apiVersion : "/" + apiVersion)
                      + ", Kind="
                      + kind);
        };
    String name = Parts.text(reference.name());
    Resource resource = call.context().resources().get("", "v1", plural);
    KubernetesObject bound = Registry.get(resource, account.namespace(), name);
    if (bound instanceof Pod pod
        && !account.name().equals(Parts.text(pod.spec().serviceAccountName()))) {
      throw ApiErrors.badRequest(
          "cannot bind token for serviceaccount "
              + FieldError.quoted(account.name())
              + " to pod running with different serviceaccount name.");
    }
    String uid = Parts.text(reference.uid());
    if (!uid.isEmpty() && !uid.equals(bound.uid())) {
      throw ApiErrors.conflict(
          new Target("", kind),
          name,
          "the UID in the bound object reference ("
              + uid
              + ") does not match the UID in record. The object might have been deleted and then"
              + " recreated");
    }
    return bound;
  }

  private String issue(
      KubernetesObject account,
      List<String> audiences,
      Map<String, Object> about,
      Instant now,
      Instant end) {
    Map<String, Object> claims = new TreeMap<>();
    claims.put("aud", audiences);
    claims.put("exp", end.getEpochSecond());
    claims.put("iat", now.getEpochSecond());
    claims.put("iss", ISSUER);
    claims.put("jti", Registry.uid());
    claims.put("kubernetes.io", about);
    claims.put("nbf", now.getEpochSecond());
    claims.put("sub", "system:serviceaccount:" + account.namespace() + ":" + account.name());
    return key.token(claims);
  }
}
