package io.kybern.testing;

import io.kybern.apiserver.ApiServer;
import io.kybern.client.config.Pem;
import io.kybern.client.config.RestConfig;
import java.nio.charset.StandardCharsets;

/** The embedded server as a {@link TestCluster}. */
final class EmbeddedCluster implements TestCluster {
  private final ApiServer server;

  EmbeddedCluster(ApiServer server) {
    this.server = server;
  }

  @Override
  public RestConfig config() {
    return RestConfig.builder(server.url().toString())
        .certificateAuthority(Pem.of(server.caCertificatePem().getBytes(StandardCharsets.US_ASCII)))
        .token(server.token())
        .build();
  }

  @Override
  public String kubeconfig() {
    return server.kubeconfig();
  }

  @Override
  public boolean isReal() {
    return false;
  }

  @Override
  public void compactHistory() {
    server.compactHistory();
  }

  @Override
  public void close() {
    server.close();
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
