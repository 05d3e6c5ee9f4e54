package io.kybern.apiserver.http;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * What requests of every version of HTTP have in common: who asks, and the handler that answers.
 * Safe for use by any thread.
 */
final class Exchanges {
  private final Authenticator authenticator;
  private final Function<ApiRequest, ApiResponse> handler;
  private final InFlight inFlight;

  Exchanges(
      Authenticator authenticator, Function<ApiRequest, ApiResponse> handler, InFlight inFlight) {
    this.authenticator = authenticator;
    this.handler = handler;
    this.inFlight = inFlight;
  }

  /** Counts the requests that are being answered. */
  InFlight inFlight() {
    return inFlight;
  }

  /**
   * The handler's answer.
   *
   * @param target path and query as the client wrote them
   * @param chain certificates that the client of the connection showed
   */
  ApiResponse answer(
      String method, String target, List<Header> headers, X509Certificate[] chain, byte[] body) {
    ApiRequest request = ApiRequest.of(method, target);
    String authorization = null;
    for (Header header : headers) {
      // The handler has no use for credentials.
      if (!header.getName().equalsIgnoreCase(HttpHeaders.AUTHORIZATION)) {
        request = request.withHeader(header.getName(), header.getValue());
      } else if (authorization == null) {
        authorization = header.getValue();
      }
    }
    User user = authenticator.authenticate(chain, authorization).orElse(User.UNKNOWN);
    return handler.apply(request.withBody("", body).as(user));
  }

  /** What a request gets whose headers are more than the server looks at. */
  static ApiResponse headersTooLarge() {
    byte[] text = "Request Header Fields Too Large".getBytes(StandardCharsets.US_ASCII);
    return ApiResponse.of(431, "text/plain; charset=utf-8", text);
  }

  /** The headers of an answer, those of HTTP itself included. */
  static List<Header> headers(ApiResponse answer) {
    List<Header> headers = new ArrayList<>();
    headers.add(new BasicHeader(HttpHeaders.DATE, HttpDate.of(Instant.now())));
    answer
        .headers()
        .forEach((name, values) -> values.forEach(v -> headers.add(new BasicHeader(name, v))));
    long length = answer.body().length();
    if (length >= 0) {
      headers.add(new BasicHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length)));
    }
    return headers;
  }
}
