package io.kybern.apiserver.http;

import io.kybern.apiserver.ApiRequest.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells who sent a request: by the certificate of the connection or by a bearer token. Immutable.
 */
public final class Authenticator {
  private final Certificates certificates;
  private final byte[] adminToken;
  private final Function<String, Optional<User>> tokens;

  /**
   * @param tokens who else than the administrator a token belongs to
   */
  public Authenticator(
      Certificates certificates, String adminToken, Function<String, Optional<User>> tokens) {
    this.certificates = certificates;
    this.adminToken = adminToken.getBytes(StandardCharsets.UTF_8);
    this.tokens = tokens;
  }

  /** The user; empty if the request shows a token that is not valid. */
  Optional<User> authenticate(Certificate @Nullable [] chain, @Nullable String authorization) {
    if (chain != null && chain.length > 0 && certificates.isAdmin(chain[0])) {
      return Optional.of(User.ADMIN);
    }
    String prefix = "Bearer ";
    if (authorization == null
        || !authorization.regionMatches(true, 0, prefix, 0, prefix.length())) {
      return Optional.of(User.ANONYMOUS);
    }
    String token = authorization.substring(prefix.length()).trim();
    return isAdmin(token) ? Optional.of(User.ADMIN) : tokens.apply(token);
  }

  private boolean isAdmin(String token) {
    return MessageDigest.isEqual(adminToken, token.getBytes(StandardCharsets.UTF_8));
  }
}
