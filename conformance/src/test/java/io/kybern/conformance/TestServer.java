package io.kybern.conformance;

import io.kybern.apiserver.ApiServer;
import io.kybern.client.Kubernetes;
import io.kybern.client.config.Impersonation;
import io.kybern.client.config.RestConfig;
import io.kybern.testing.RealCluster;
import io.kybern.testing.TestCluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A server that all suites of a JVM share: the build runs them once with {@code
 * -Dkybern.server=embedded} and once with {@code real}. Suites below {@code both} use {@link
 * #embedded()} and {@link #real()} side by side. Both serve every API there is. Thread-safe. Tests
 * make namespaces of their own ({@link #newName}) and clean up what is not in one.
 */
public final class TestServer {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final AtomicLong NAMES = new AtomicLong();

  /** Guarded by LOCK. */
  private static @Nullable TestServer embedded;

  /** Guarded by LOCK. */
  private static @Nullable TestServer real;

  /** Guarded by LOCK. */
  private static @Nullable TestServer controlled;

  /** Guarded by LOCK. */
  private static @Nullable TestServer forgetful;

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

  /** The embedded server, started at the first call. */
  public static TestServer embedded() {
    LOCK.lock();
    try {
      TestServer server = embedded;
      if (server == null) {
        server = new TestServer(TestCluster.embedded(ApiServer.builder().cbor(true)));
        embedded = server;
      }
      return server;
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * The real kube-apiserver with all APIs and features on, started at the first call; no
   * controllers run.
   */
  public static TestServer real() {
    LOCK.lock();
    try {
      TestServer server = real;
      if (server == null) {
        server = new TestServer(RealCluster.builder().allApis().start());
        real = server;
      }
      return server;
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * A server whose namespaces end when they are deleted, and on which no other suite is: a real one
   * has the default APIs and a controller manager.
   */
  public static TestServer withControllers() {
    boolean isReal = shared().isReal();
    LOCK.lock();
    try {
      TestServer server = controlled;
      if (server == null) {
        server =
            new TestServer(
                isReal
                    ? RealCluster.builder().controllerManager().start()
                    : TestCluster.embedded());
        controlled = server;
      }
      return server;
    } finally {
      LOCK.unlock();
    }
  }

  /**
   * A server of the suite's kind that answers with 410 whatever is older than its last {@link
   * TestCluster#compactHistory}: a real one without watch cache.
   */
  public static TestServer forgetful() {
    boolean isReal = shared().isReal();
    LOCK.lock();
    try {
      TestServer server = forgetful;
      if (server == null) {
        server =
            new TestServer(
                isReal
                    ? RealCluster.builder().apiServerFlag("--watch-cache=false").start()
                    : TestCluster.embedded());
        forgetful = server;
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
      for (TestServer server : new TestServer[] {embedded, real, controlled, forgetful}) {
        if (server != null) {
          server.wire.close();
          server.client.close();
          server.cluster.close();
        }
      }
      embedded = null;
      real = null;
      controlled = null;
      forgetful = null;
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
