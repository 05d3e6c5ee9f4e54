package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.Api.Reply;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.model.wire.Codec;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens of service accounts, and what others need to check them. */
class AccountTokensTest {
  private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";
  private static final String ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";
  private static final String TOKEN = ACCOUNTS + "/robot/token";

  /** The server's time. Written by the test's thread, which also sends all requests. */
  private Instant now = Instant.parse("2030-01-02T03:04:05Z");

  private final Api api = new Api(ApiServer.builder().clock(() -> now).start());
  private final Reply account = api.post(ACCOUNTS, "{'metadata':{'name':'robot'}}").expect(201);

  @AfterEach
  void close() {
    api.close();
  }

  private String token(String spec) {
    return (String) api.post(TOKEN, "{'spec':" + spec + "}").expect(201).at("status", "token");
  }

  private Reply review(String token, String audiences) {
    return api.post(
            "/apis/authentication.k8s.io/v1/tokenreviews",
            "{'spec':{'token':'" + token + "','audiences':" + audiences + "}}")
        .expect(201);
  }

  private void assertRejected(String problem, String token) {
    Reply review = review(token, "[]");
    assertNull(review.at("status", "authenticated"));
    assertEquals(
        problem.isEmpty() ? "invalid bearer token" : "[invalid bearer token, " + problem + "]",
        review.at("status", "error"));
  }

  private static Map<String, Object> part(String token, int index) {
    return Api.castMap(Codec.jsonToTree(Base64.getUrlDecoder().decode(token.split("\\.")[index])));
  }

  @Test
  void saysWhatTheRealOneSays() {
    Reply issued = api.post(TOKEN, "{'metadata':{'labels':{'a':'b'}}}").expect(201);
    assertEquals("TokenRequest", issued.at("kind"));
    assertEquals("2030-01-02T04:04:05Z", issued.at("status", "expirationTimestamp"));
    assertEquals("b", issued.at("metadata", "labels", "a"));
    assertEquals(account.at("metadata", "uid"), issued.at("metadata", "uid"));
    String token = (String) issued.at("status", "token");
    assertEquals("[alg, kid]", part(token, 0).keySet().toString());
    Map<String, Object> claims = part(token, 1);
    assertEquals("[aud, exp, iat, iss, jti, kubernetes.io, nbf, sub]", claims.keySet().toString());
    assertEquals(List.of(ISSUER), claims.get("aud"));
    assertEquals(now.getEpochSecond(), claims.get("iat"));
    assertEquals(now.getEpochSecond() + 3600, claims.get("exp"));
    assertEquals("system:serviceaccount:default:robot", claims.get("sub"));
  }

  @Test
  void believesItsTokensWhileTheyLast() {
    String token = token("{}");
    Reply review = review(token, "[]");
    assertEquals(true, review.at("status", "authenticated"));
    assertEquals(List.of(ISSUER), review.at("status", "audiences"));
    assertEquals("system:serviceaccount:default:robot", review.at("status", "user", "username"));
    assertEquals(account.at("metadata", "uid"), review.at("status", "user", "uid"));
    assertEquals(
        List.of("JTI=" + part(token, 1).get("jti")),
        review.at("status", "user", "extra", "authentication.kubernetes.io/credential-id"));
    assertRejected(
        "go-jose/go-jose: error in cryptographic primitive",
        token.substring(0, token.length() - 6) + "AAAAAA");
    assertRejected("", "a.b.c");
    assertRejected("", "a.b");
    assertRejected("", "token");
    // Clocks may be a minute apart.
    now = now.plusSeconds(3660);
    assertEquals(true, review(token, "[]").at("status", "authenticated"));
    now = now.plusSeconds(1);
    assertRejected("service account token has expired", token);
  }

  @Test
  void tokensAreForTheirAudiences() {
    String token = token("{'audiences':['a','b','c']}");
    assertRejected(
        "token audiences [\"a\" \"b\" \"c\"] is invalid for the target audiences [\""
            + ISSUER
            + "\"]",
        token);
    assertEquals(List.of("c", "a"), review(token, "['c','z','a']").at("status", "audiences"));
    String admin = api.server.token();
    assertEquals("kubernetes-admin", review(admin, "[]").at("status", "user", "username"));
    assertEquals(
        List.of(ISSUER), review(admin, "['x','" + ISSUER + "']").at("status", "audiences"));
    assertEquals("invalid bearer token", review(admin, "['x']").at("status", "error"));
  }

  @Test
  void tokensEndWithTheirAccount() {
    String token = token("{}");
    api.delete(ACCOUNTS + "/robot").expect(200);
    assertRejected("serviceaccounts \"robot\" not found", token);
    Object uid = api.post(ACCOUNTS, "{'metadata':{'name':'robot'}}").at("metadata", "uid");
    assertRejected(
        "service account UID ("
            + uid
            + ") does not match claim ("
            + account.at("metadata", "uid")
            + ")",
        token);
  }

  private static String bound(String kind, String name) {
    return "{'boundObjectRef':{'apiVersion':'v1','kind':'" + kind + "','name':'" + name + "'}}";
  }

  @Test
  void tokensEndWithWhatTheyAreBoundTo() {
    api.post("/api/v1/nodes", "{'metadata':{'name':'n'}}").expect(201);
    api.post("/api/v1/namespaces/default/secrets", "{'metadata':{'name':'s'}}").expect(201);
    Reply pod =
        api.post(
                Api.PODS,
                "{'metadata':{'name':'p'},'spec':{'nodeName':'n','serviceAccountName':'robot',"
                    + "'containers':[{'name':'c','image':'i'}]}}")
            .expect(201);
    String ofPod = token(bound("Pod", "p"));
    assertEquals(
        "[namespace, node, pod, serviceaccount]",
        Api.castMap(part(ofPod, 1).get("kubernetes.io")).keySet().toString());
    Map<String, Object> extra = Api.castMap(review(ofPod, "[]").at("status", "user", "extra"));
    assertEquals(List.of("p"), extra.get("authentication.kubernetes.io/pod-name"));
    assertEquals(
        List.of(pod.at("metadata", "uid")), extra.get("authentication.kubernetes.io/pod-uid"));
    assertEquals(List.of("n"), extra.get("authentication.kubernetes.io/node-name"));
    String ofSecret = token(bound("Secret", "s"));
    String ofNode = token(bound("Node", "n"));
    assertEquals(true, review(ofNode, "[]").at("status", "authenticated"));
    api.delete(Api.PODS + "/p?gracePeriodSeconds=0").expect(200);
    api.delete("/api/v1/namespaces/default/secrets/s").expect(200);
    api.delete("/api/v1/nodes/n").expect(200);
    for (String token : List.of(ofPod, ofSecret, ofNode)) {
      assertRejected("service account token has been invalidated", token);
    }
    Object uid = api.post("/api/v1/nodes", "{'metadata':{'name':'n'}}").at("metadata", "uid");
    assertTrue(
        String.valueOf(review(ofNode, "[]").at("status", "error")).contains("node UID (" + uid));
  }

  @Test
  void podsOfKubeletsGetTokensThatLastLonger() {
    api.post(
            Api.PODS,
            "{'metadata':{'name':'p'},'spec':{'serviceAccountName':'robot',"
                + "'containers':[{'name':'c','image':'i'}]}}")
        .expect(201);
    String spec = bound("Pod", "p").replace("}}", "},'expirationSeconds':3607}");
    Reply issued = api.post(TOKEN, "{'spec':" + spec + "}").expect(201);
    assertEquals("2030-01-02T04:04:12Z", issued.at("status", "expirationTimestamp"));
    Map<String, Object> claims = part((String) issued.at("status", "token"), 1);
    assertEquals(now.getEpochSecond() + 365 * 24 * 3600, claims.get("exp"));
    assertEquals(
        now.getEpochSecond() + 3607, Api.castMap(claims.get("kubernetes.io")).get("warnafter"));
  }

  @Test
  void refusesRequestsThatDoNotFit() {
    api.post(ACCOUNTS + "/nobody/token", "{}").expect(404);
    api.post(TOKEN, "{'metadata':{'name':'other'}}").expect(422);
    api.post(TOKEN, "{'metadata':{'namespace':'other'}}").expect(400);
    api.post(TOKEN, "{'metadata':{'uid':'other'}}").expect(409);
    api.post(TOKEN, "{'spec':{'expirationSeconds':5}}").expect(422);
    api.post(TOKEN, "{'spec':" + bound("Pod", "none") + "}").expect(404);
    api.post(TOKEN, "{'spec':" + bound("ConfigMap", "c") + "}")
        .expect(400, "BadRequest", "cannot bind token to object of type /v1, Kind=ConfigMap");
    api.post(Api.PODS, Api.pod("p", "")).expect(201);
    api.post(TOKEN, "{'spec':" + bound("Pod", "p") + "}")
        .expect(
            400,
            "BadRequest",
            "cannot bind token for serviceaccount \"robot\" to pod running with different"
                + " serviceaccount name.");
  }

  /** As a program would that trusts this server's accounts: with nothing but the documents. */
  @Test
  void publishedKeysProveTokens() throws Exception {
    String token = token("{'audiences':['mine']}");
    Reply discovered = api.get("/.well-known/openid-configuration");
    assertEquals(ISSUER, discovered.at("issuer"));
    assertEquals(ISSUER + "/openid/v1/jwks", discovered.at("jwks_uri"));
    assertEquals(List.of("ES256"), discovered.at("id_token_signing_alg_values_supported"));
    assertEquals(
        "public, max-age=3600", discovered.response().headers().get("Cache-Control").get(0));
    Reply set = api.get("/openid/v1/jwks");
    assertEquals("application/jwk-set+json", set.response().headers().get("Content-Type").get(0));
    PublicKey key = key(Api.castMap(((List<?>) set.at("keys")).get(0)));
    assertEquals(
        part(token, 0).get("kid"),
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(MessageDigest.getInstance("SHA-256").digest(key.getEncoded())));
    int end = token.lastIndexOf('.');
    Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
    check.initVerify(key);
    check.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
    assertTrue(check.verify(Base64.getUrlDecoder().decode(token.substring(end + 1))));
    assertArrayEquals(set.bytes(), api.get("/openid/v1/jwks/").bytes());
    api.post("/openid/v1/jwks", "{}").expect(405);
    // Service accounts may read them, nobody else by default.
    api.send(ApiRequest.get("/openid/v1/jwks").as(User.ANONYMOUS)).expect(403);
    api.send(
            ApiRequest.get("/openid/v1/jwks")
                .as(new User("a", "", List.of("system:serviceaccounts"))))
        .expect(200);
  }

  private static PublicKey key(Map<String, Object> published) throws Exception {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    ECPoint point =
        new ECPoint(
            new BigInteger(1, Base64.getUrlDecoder().decode((String) published.get("x"))),
            new BigInteger(1, Base64.getUrlDecoder().decode((String) published.get("y"))));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
  }
}
