package io.kybern.apiserver.http;

import java.net.URI;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpRequestFactory;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** A request that remembers its target as the client wrote it; the library's own is normalized. */
final class Http1Request extends BasicClassicHttpRequest {
  private static final long serialVersionUID = 1;

  private final String target;

  private Http1Request(String method, String target) {
    super(method, "/");
    this.target = target;
  }

  /** Path and query; without the server's name, which a request to a proxy has. */
  String target() {
    int name = target.startsWith("/") ? -1 : target.indexOf("://");
    if (name < 0) {
      return target;
    }
    int path = target.indexOf('/', name + 3);
    return path < 0 ? "/" : target.substring(path);
  }

  /** Makes such requests of what the library has read. */
  static final class Factory implements HttpRequestFactory<ClassicHttpRequest> {
    @Override
    public ClassicHttpRequest newHttpRequest(String method, String target) {
      return new Http1Request(method, target);
    }

    @Override
    public ClassicHttpRequest newHttpRequest(String method, URI target) {
      return new Http1Request(method, target.toString());
    }
  }
}
