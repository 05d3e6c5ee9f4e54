package io.kybern.client.config;

import io.kybern.error.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for the URL of a proxy. Pure. */
final class ProxyAddress {
  private static final Set<String> SCHEMES = Set.of("http", "https", "socks5");

  private ProxyAddress() {}

  static URI parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw problem(url, null); // The cause's text would show what is in the URL.
    }
    if (uri.getScheme() == null
        || !SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
        || uri.getHost() == null) {
      throw problem(url, null);
    }
    return uri;
  }

  /** The URL without the credentials in it. */
  static String redacted(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme()
        + "://"
        + (uri.getRawUserInfo() == null ? "" : "***@")
        + uri.getHost()
        + port;
  }

  private static ConfigException problem(String url, @Nullable Throwable cause) {
    String shown = url.indexOf('@') < 0 ? "\"" + url + "\"" : "with credentials";
    return new ConfigException(
        "proxy " + shown + ": expected http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT",
        cause);
  }
}
