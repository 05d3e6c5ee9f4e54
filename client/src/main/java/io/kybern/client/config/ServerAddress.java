package io.kybern.client.config;

import io.kybern.error.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The rules by which a configured server becomes a URL. Pure. */
final class ServerAddress {
  private ServerAddress() {}

  /**
   * The URL of a server, without a slash at its end.
   *
   * @param server URL, or host with or without port; empty is localhost
   * @param tls whether anything about TLS is configured: decides on the scheme where there is none
   * @throws ConfigException if it is neither
   */
  static URI parse(String server, boolean tls) {
    String text = server.isEmpty() ? "localhost" : server;
    boolean hasScheme = text.contains("://");
    URI uri = uri(server, hasScheme ? text : (tls ? "https://" : "http://") + text);
    if (!hasScheme && uri.getRawPath() != null && uri.getRawPath().length() > 1) {
      throw problem(server, null);
    }
    String scheme = uri.getScheme();
    if ((!scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http"))
        || (uri.getHost() == null && !hasPlainHost(uri))
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || uri.getRawUserInfo() != null) {
      throw problem(server, null);
    }
    String normal = uri.toString();
    while (normal.endsWith("/")) {
      normal = normal.substring(0, normal.length() - 1);
    }
    return uri(server, normal);
  }

  /** Java's URIs have no host where its name has an underscore, as those of containers may. */
  private static boolean hasPlainHost(URI uri) {
    return uri.getRawAuthority() != null
        && uri.getRawAuthority().matches("[A-Za-z0-9._-]+(:[0-9]{1,5})?");
  }

  private static URI uri(String server, String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw problem(server, e);
    }
  }

  private static ConfigException problem(String server, @Nullable Throwable cause) {
    String shown = server.indexOf('@') < 0 ? "\"" + server + "\"" : "a URL with credentials";
    return new ConfigException(
        "server " + shown + ": expected http://HOST[:PORT][/PATH], https://… or HOST[:PORT]",
        cause);
  }
}
