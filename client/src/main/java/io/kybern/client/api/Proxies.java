package io.kybern.client.api;

import io.kybern.client.Resources;
import java.io.InputStream;
import java.util.Map;

/** Requests that the API server passes on to a pod or service. */
final class Proxies {
  private Proxies() {}

  static InputStream get(
      Resources<?> resources,
      String scheme,
      String name,
      String port,
      String path,
      Map<String, String> params) {
    return resources.subresource("proxy").stream(target(scheme, name, port), path, params);
  }

  /** {@code scheme:name:port}, as short as it can be. */
  static String target(String scheme, String name, String port) {
    if (!scheme.isEmpty()) {
      return scheme + ":" + name + ":" + port;
    }
    return port.isEmpty() ? name : name + ":" + port;
  }
}
