package io.kybern.conformance;

import io.kybern.apiserver.ApiServer;
import io.kybern.client.Kubernetes;
import io.kybern.client.config.Impersonation;
import io.kybern.client.config.RestConfig;
import io.kybern.testing.RealCluster;
import io.kybern.testing.TestCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A server that all suites of a JVM share: the build runs them once with {@code
 * -Dkybern.server=embedded} and once with {@code real}. Suites below {@code both} use {@link
 * #embedded()} and {@link #real()} side by side. Both serve every API there is. Thread-safe. Tests
 * make namespaces of their own ({@link #newName}) and clean up what is not in one.
 */
public final class TestServer {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final AtomicLong NAMES = new AtomicLong();

  /** What was started, by what it is for. Guarded by LOCK. */
  private static final Map<String, TestServer> STARTED = new LinkedHashMap<>();

  private final TestCluster cluster;
  private final Kubernetes client;
  private final Wire wire;

  private TestServer(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.wire = Wire.as(cluster.config());
  }

  /** The server that this run of the suites is about. */
  public static TestServer shared() {
    String wanted = System.getProperty("kybern.server", "embedded");
    return switch (wanted) {
      case "embedded" -> embedded();
      case "real" -> real();
      default -> throw new IllegalStateException("kybern.server is " + wanted);
    };
  }

  /**
   * The embedded server, started at the first call; like the real one, without what controllers do.
   */
  public static TestServer embedded() {
    return started(
        "embedded",
        () -> TestCluster.embedded(ApiServer.builder().cbor(true).releasesDeleted(false)));
  }

  /**
   * The real kube-apiserver with all APIs and features on, started at the first call; no
   * controllers run.
   */
  public static TestServer real() {
    return started("real", () -> RealCluster.builder().allApis().start());
  }

  /**
   * A server whose namespaces end when they are deleted, and on which no other suite is: a real one
   * has the default APIs and a controller manager.
   */
  public static TestServer withControllers() {
    return shared().isReal()
        ? started("controllers", () -> RealCluster.builder().controllerManager().start())
        : started("controllers", TestCluster::embedded);
  }

  /**
   * A server of the suite's kind that answers with 410 whatever is older than its last {@link
   * TestCluster#compactHistory}: a real one without watch cache.
   */
  public static TestServer forgetful() {
    return forgetful(shared().isReal());
  }

  /** {@link #forgetful()} of the kind that is asked for. */
  public static TestServer forgetful(boolean real) {
    return real
        ? started(
            "forgetful, real",
            () -> RealCluster.builder().apiServerFlag("--watch-cache=false").start())
        : started("forgetful", TestCluster::embedded);
  }

  private static TestServer started(String purpose, Supplier<TestCluster> start) {
    LOCK.lock();
    try {
      TestServer server = STARTED.get(purpose);
      if (server == null) {
        server = new TestServer(start.get());
        STARTED.put(purpose, server);
      }
      return server;
    } finally {
      LOCK.unlock();
    }
  }

  /** Closes what was started; called when all tests have run. */
  static void closeAll() {
    LOCK.lock();
    try {
      for (TestServer server : STARTED.values()) {
        server.wire.close();
        server.client.close();
        server.cluster.close();
      }
      STARTED.clear();
    } finally {
      LOCK.unlock();
    }
  }

  /** A name that no other test uses, for a namespace or an object. */
  public static String newName(String prefix) {
    return prefix + "-" + NAMES.incrementAndGet();
  }

  public TestCluster cluster() {
    return cluster;
  }

  /** The administrator's client, shared by all tests. */
  public Kubernetes client() {
    return client;
  }

  /** Plain HTTP as the administrator. */
  public Wire wire() {
    return wire;
  }

  public String url() {
    return cluster.config().server().toString();
  }

  /** How to reach the server as the administrator. */
  public RestConfig admin() {
    return cluster.config();
  }

  /** How to reach the server as somebody else, in these groups and in system:authenticated. */
  public RestConfig user(String name, String... groups) {
    return admin().toBuilder()
        .impersonation(new Impersonation(name, "", List.of(groups), Map.of()))
        .build();
  }

  public boolean isReal() {
    return cluster.isReal();
  }

  @Override
  public String toString() {
    return isReal() ? "real" : "embedded";
  }
}
