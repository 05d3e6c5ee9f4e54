package io.kybern.client;

import io.kybern.client.config.Kubeconfig;
import io.kybern.client.config.RestConfig;
import io.kybern.model.KubernetesObject;
import io.kybern.model.ResourceType;
import java.util.Objects;

/**
 * A connection to one Kubernetes cluster, and the way to everything in it. Safe for use by any
 * thread; a program needs one per cluster. Nothing is opened before the first call, and nothing but
 * daemon threads is kept.
 *
 * <pre>{@code
 * try (Kubernetes k8s = Kubernetes.connect()) {
 *   for (Pod pod : k8s.coreV1().pods("shop").list()) {
 *     System.out.println(pod.name() + " " + pod.status().phase());
 *   }
 * }
 * }</pre>
 */
public final class Kubernetes extends Clientset implements AutoCloseable {
  private final Engine engine;

  private Kubernetes(Engine engine) {
    this.engine = engine;
  }

  /**
   * The cluster that kubectl would talk to: the current context of the files in {@code KUBECONFIG},
   * or of {@code ~/.kube/config}; where there are none, the cluster in which this program runs.
   *
   * @throws io.kybern.error.ConfigException if neither says where to go, or what they say cannot be
   *     used
   */
  public static Kubernetes connect() {
    return connect(RestConfig.load());
  }

  /** The cluster that {@code config} describes, such as one from {@link Kubeconfig}. */
  public static Kubernetes connect(RestConfig config) {
    return new Kubernetes(new Engine(new OkHttpTransport(config), config, Pause.REAL));
  }

  /** For tests and other transports. */
  static Kubernetes over(Transport transport, RestConfig config, Pause pause) {
    return new Kubernetes(new Engine(transport, config, pause));
  }

  @Override
  Kubernetes kubernetes() {
    return this;
  }

  /** How this client is configured. */
  public RestConfig config() {
    return engine.config();
  }

  /** The namespace of the configuration's context, {@code default} if it names none. */
  public String namespace() {
    return engine.config().namespace();
  }

  /**
   * The objects of one resource in all namespaces, whether of a generated kind or {@link
   * ResourceType#dynamic}.
   */
  public <T extends KubernetesObject> Resources<T> resources(ResourceType<T> type) {
    return new Resources<>(
        new View<>(
            engine, Objects.requireNonNull(type), null, engine.config().format(), true, null));
  }

  /** Asks the server what it serves. */
  public Discovery discovery() {
    return DiscoveryReader.read(engine);
  }

  /** Version and build of the server. */
  public ServerVersion version() {
    return ServerVersion.get(engine);
  }

  /** Requests to any path. */
  public RawClient raw() {
    return new RawClient(engine);
  }

  /**
   * Ends every call, list and watch of this client, from any thread; they throw {@link
   * io.kybern.error.TransportException}. Repeatable.
   */
  @Override
  public void close() {
    engine.close();
  }

  @Override
  public String toString() {
    return "Kubernetes[" + engine.config().server() + "]";
  }
}
