package io.kybern.testing;

import io.kybern.client.Kubernetes;
import io.kybern.client.config.RestConfig;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A server for the tests of one class, started before the first and closed after the last:
 *
 * <pre>{@code
 * @RegisterExtension static final ClusterExtension cluster = ClusterExtension.embedded();   // or real()
 *
 * @Test
 * void works(Kubernetes k8s) { … }
 * }</pre>
 *
 * <p>Tests may take a {@link Kubernetes} (shared, closed for them), a {@link RestConfig} or the
 * {@link TestCluster} itself as parameters.
 */
public final class ClusterExtension implements BeforeAllCallback, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ClusterExtension.class);

  private final Supplier<TestCluster> start;

  private ClusterExtension(Supplier<TestCluster> start) {
    this.start = start;
  }

  /** The API server inside this JVM. */
  public static ClusterExtension embedded() {
    return new ClusterExtension(TestCluster::embedded);
  }

  /** A real etcd and kube-apiserver; see {@link RealCluster}. */
  public static ClusterExtension real() {
    return real(RealCluster.builder());
  }

  /** A real control plane with settings of one's own. */
  public static ClusterExtension real(RealCluster.Builder settings) {
    return new ClusterExtension(settings::start);
  }

  private record Running(TestCluster cluster, Kubernetes client) implements AutoCloseable {
    @Override
    public void close() {
      try (cluster) {
        client.close();
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getStore(NAMESPACE)
        .computeIfAbsent(
            this,
            key -> {
              TestCluster cluster = start.get();
              return new Running(cluster, cluster.client());
            },
            Running.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Kubernetes.class || type == RestConfig.class || type == TestCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running running = context.getStore(NAMESPACE).get(this, Running.class);
    if (running == null) {
      throw new IllegalStateException("register the extension as a static field");
    }
    Class<?> type = parameter.getParameter().getType();
    if (type == Kubernetes.class) {
      return running.client();
    }
    return type == RestConfig.class ? running.cluster().config() : running.cluster();
  }
}
