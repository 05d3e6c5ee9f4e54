package io.kybern.testing;

import io.kybern.apiserver.ApiServer;
import io.kybern.client.Kubernetes;
import io.kybern.client.config.RestConfig;

/** A running API server of the test's own. Thread-safe; {@link #close()} leaves nothing behind. */
public interface TestCluster extends AutoCloseable {
  /** Starts the API server inside this JVM, reachable over HTTPS on loopback. */
  static TestCluster embedded() {
    return embedded(ApiServer.builder());
  }

  /**
   * Starts the API server inside this JVM, reachable over HTTPS on loopback.
   *
   * @param server its settings
   */
  static TestCluster embedded(ApiServer.Builder server) {
    return new EmbeddedCluster(server.start());
  }

  /** How to reach the server as an administrator who may do everything. */
  RestConfig config();

  /** A kubeconfig for the administrator, with all certificates and credentials in it. */
  String kubeconfig();

  /** Whether this is a real control plane rather than the embedded server. */
  boolean isReal();

  /**
   * Makes the server forget the past: lists and watches that go back to an older state are told so
   * with code 410 from now on. A kube-apiserver that has its watch cache goes on to answer from
   * what that holds; for a cluster that forgets at once, start it with {@code
   * RealCluster.builder().apiServerFlag("--watch-cache=false")}.
   *
   * @throws java.io.UncheckedIOException if the store below a real server cannot be reached
   */
  void compactHistory();

  /** A new client for the administrator; the caller closes it. */
  default Kubernetes client() {
    return Kubernetes.connect(config());
  }

  /** Stops the server and frees everything it used. Closing again does nothing. */
  @Override
  void close();
}
