package io.kybern.apiserver.http;

import io.kybern.apiserver.ApiRequest.User;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells who sent a request: by the certificate of the connection or by a bearer token. Immutable.
 */
public final class Authenticator {
  private final Certificates certificates;
  private final Function<String, Optional<User>> tokens;

  /**
   * @param tokens who a token belongs to
   */
  public Authenticator(Certificates certificates, Function<String, Optional<User>> tokens) {
    this.certificates = certificates;
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
    return tokens.apply(authorization.substring(prefix.length()).trim());
  }
}
