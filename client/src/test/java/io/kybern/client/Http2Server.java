package io.kybern.client;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A real HTTP/2 server on loopback: every object there is, and watches that send one event and then
 * nothing more.
 */
final class Http2Server implements AutoCloseable {
  static final ConfigMap MAP =
      ConfigMap.builder()
          .metadata(m -> m.name("web").namespace("shop").resourceVersion("7"))
          .build();

  private final Server server = new Server();
  private final ServerConnector connector;
  private final Queue<Callback> watches = new ConcurrentLinkedQueue<>();
  private final Set<Object> connections = ConcurrentHashMap.newKeySet();
  final AtomicInteger requests = new AtomicInteger();
  final Queue<String> protocols = new ConcurrentLinkedQueue<>();

  /** Requests for the object called {@code slow} are answered after this. */
  final CountDownLatch slow = new CountDownLatch(1);

  final CountDownLatch slowArrived = new CountDownLatch(1);

  Http2Server(Certificates certificates) throws Exception {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(configuration);
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http2.getProtocol());
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setSslContext(certificates.serverContext());
    connector =
        new ServerConnector(server, new SslConnectionFactory(ssl, alpn.getProtocol()), alpn, http2);
    connector.setHost("localhost");
    server.addConnector(connector);
    server.setHandler(new Answers());
    server.start();
  }

  String url() {
    return "https://localhost:" + connector.getLocalPort();
  }

  /** How many connections clients have made. */
  int connections() {
    return connections.size();
  }

  private final class Answers extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      requests.incrementAndGet();
      protocols.add(request.getConnectionMetaData().getProtocol());
      connections.add(request.getConnectionMetaData().getConnection());
      Content.Source.consumeAll(request);
      response.getHeaders().put("Content-Type", io.kybern.client.Request.PROTOBUF);
      String query = request.getHttpURI().getQuery();
      if (query != null && query.contains("watch=true")) {
        byte[] event = Codec.writeWatchEvent("ADDED", MAP, WireFormat.PROTOBUF);
        watches.add(callback);
        response.write(false, ByteBuffer.wrap(event), Callback.NOOP);
        return true;
      }
      if (request.getHttpURI().getPath().endsWith("/slow")) {
        slowArrived.countDown();
        slow.await();
      }
      response.write(true, ByteBuffer.wrap(Codec.write(MAP, WireFormat.PROTOBUF)), callback);
      return true;
    }
  }

  @Override
  public void close() throws Exception {
    slow.countDown();
    watches.forEach(Callback::succeeded);
    server.stop();
  }
}
