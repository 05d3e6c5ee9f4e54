package io.kybern.client;

import io.kybern.client.config.RestConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Credentials;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Makes an OkHttp client with nothing in it that is not needed. There are no time limits on
 * answers, because a watch has none: a dead peer is found by HTTP/2 pings, and calls bring their
 * own limits.
 */
final class OkHttpSetup {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration PING = Duration.ofSeconds(30);

  /**
   * Connections kept for the next call. Where there is no HTTP/2 each call in progress has one of
   * its own: with fewer than a program's threads they would be opened and closed all the time.
   */
  private static final int IDLE = 100;

  /** Under what name answers have the header {@code Retry-After}. */
  static final String RETRY_AFTER = "Kybern-Retry-After";

  private OkHttpSetup() {}

  static OkHttpClient client(RestConfig config) {
    OkHttpClient.Builder client =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .callTimeout(Duration.ZERO)
            .pingInterval(PING)
            .followRedirects(false)
            .followSslRedirects(false)
            .fastFallback(true)
            .connectionPool(new ConnectionPool(IDLE, 90, TimeUnit.SECONDS))
            .addNetworkInterceptor(OkHttpSetup::onConnection);
    Tls tls = null;
    if (config.server().getScheme().equalsIgnoreCase("https")) {
      tls = Tls.of(config);
      String serverName = config.tlsServerName().orElse(null);
      client
          .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
          .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
          .sslSocketFactory(
              new TlsSocketFactory(tls.context().getSocketFactory(), serverName),
              tls.trustManager());
      if (config.insecure() || serverName != null) {
        // With a server name of its own, the name is checked in the handshake already.
        client.hostnameVerifier((host, session) -> true);
      }
    } else {
      client
          .protocols(List.of(Protocol.HTTP_1_1))
          .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
    }
    proxy(client, config, tls);
    return client.build();
  }

  /** Called once there is a connection. */
  private static Response onConnection(Interceptor.Chain chain) throws IOException {
    OkHttpTransport.Connected connected = chain.request().tag(OkHttpTransport.Connected.class);
    if (connected != null) {
      connected.set();
    }
    return hideRetryAfter(chain.proceed(chain.request()));
  }

  /** OkHttp would act on the header, in its own way; {@link Engine} is to. */
  private static Response hideRetryAfter(Response response) {
    String value = response.header("Retry-After");
    return value == null
        ? response
        : response.newBuilder().removeHeader("Retry-After").header(RETRY_AFTER, value).build();
  }

  private static void proxy(OkHttpClient.Builder client, RestConfig config, @Nullable Tls tls) {
    SocketFactory direct = new DirectSocketFactory();
    client.socketFactory(direct).proxy(Proxy.NO_PROXY);
    URI proxy = config.proxy().orElse(null);
    if (proxy == null) {
      return;
    }
    String scheme = proxy.getScheme().toLowerCase(Locale.ROOT);
    if (scheme.equals("http")) {
      InetSocketAddress address =
          InetSocketAddress.createUnresolved(Tunnel.host(proxy), Tunnel.port(proxy));
      client.proxy(new Proxy(Proxy.Type.HTTP, address));
      String[] login = Tunnel.login(proxy);
      if (login != null) {
        String credentials = Credentials.basic(login[0], login[1]);
        client.proxyAuthenticator(
            (route, response) ->
                response.request().header("Proxy-Authorization") != null
                    ? null
                    : response
                        .request()
                        .newBuilder()
                        .header("Proxy-Authorization", credentials)
                        .build());
      }
      return;
    }
    // The proxy looks names up; the address here only carries the name.
    client.dns(host -> List.of(InetAddress.getByAddress(host, new byte[4])));
    Tls proxyTls = tls != null || !scheme.equals("https") ? tls : Tls.of(config);
    client.socketFactory(
        new TunnelSocketFactory(
            new Tunnel(proxy, proxyTls == null ? null : proxyTls.context().getSocketFactory()),
            direct));
  }
}
