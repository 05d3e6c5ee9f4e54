package io.kybern.testing;

import io.kybern.apiserver.ApiServer;
import io.kybern.client.config.Kubeconfig;
import io.kybern.client.config.RestConfig;

/** The embedded server as a {@link TestCluster}. */
final class EmbeddedCluster implements TestCluster {
  private final ApiServer server;

  EmbeddedCluster(ApiServer server) {
    this.server = server;
  }

  @Override
  public RestConfig config() {
    // A token too, for those who bring no certificate.
    return Kubeconfig.parse(server.kubeconfig()).config().toBuilder().token(server.token()).build();
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
  public void close() {
    server.close();
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
