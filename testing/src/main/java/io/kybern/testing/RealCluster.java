package io.kybern.testing;

import io.kybern.client.config.Impersonation;
import io.kybern.client.config.Pem;
import io.kybern.client.config.RestConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;

/**
 * A real control plane for tests: etcd and kube-apiserver, and if asked for the controller manager,
 * the scheduler and simulated nodes (kwok), each a process of its own on free ports of loopback, in
 * a temporary folder, with certificates of their own authority and RBAC on. The processes end and
 * the folder is deleted on {@link #close()}, and also when the JVM ends without it.
 *
 * <p>The programs come from the folder that {@code KUBEBUILDER_ASSETS} names, or from the user's
 * cache, where {@code conformance/cluster/build} puts them; {@link #missing()} says whether they
 * are there. Starting takes seconds: share one cluster among many tests. Thread-safe. Needs a POSIX
 * system.
 */
public final class RealCluster implements TestCluster {
  private final Workplace workplace;
  private final ControlPlane plane;

  private RealCluster(Workplace workplace, ControlPlane plane) {
    this.workplace = workplace;
    this.plane = plane;
  }

  /**
   * Starts etcd and kube-apiserver with their default settings.
   *
   * @throws IllegalStateException if the programs are not there or do not start; the message has
   *     the end of their logs
   */
  public static RealCluster start() {
    return builder().start();
  }

  /** Settings for a cluster. */
  public static Builder builder() {
    return new Builder();
  }

  /** Why no real cluster can be started here; empty if one can. */
  public static Optional<String> missing() {
    return Binaries.find(Optional.empty()).isPresent()
        ? Optional.empty()
        : Optional.of(Binaries.advice(Optional.empty()));
  }

  @Override
  public RestConfig config() {
    return plane.tokenConfig(ControlPlane.ADMIN);
  }

  /**
   * How to reach the server as a user whose token it knows.
   *
   * @param user a name given to {@link Builder#user}
   * @throws IllegalArgumentException if there is no such user
   */
  public RestConfig config(String user) {
    return plane.tokenConfig(user);
  }

  /**
   * How to reach the server with a new client certificate, as a user of no group but {@code
   * system:authenticated}.
   *
   * @param user the user's name: the certificate's common name
   */
  public RestConfig certificateConfig(String user) {
    HeldCertificate certificate = plane.authority.client(user);
    return RestConfig.builder(plane.url())
        .certificateAuthority(pem(plane.authority.pem()))
        .clientCertificate(pem(certificate.certificatePem()), pem(certificate.privateKeyPkcs8Pem()))
        .build();
  }

  /** How to reach the server as the administrator acting as somebody else. */
  public RestConfig config(Impersonation user) {
    return config().toBuilder().impersonation(user).build();
  }

  @Override
  public String kubeconfig() {
    return plane.kubeconfig(ControlPlane.ADMIN);
  }

  @Override
  public boolean isReal() {
    return true;
  }

  /**
   * Address of the etcd below, for tests that compact or look into the store: {@code
   * http://127.0.0.1:PORT}.
   */
  public String etcdUrl() {
    return plane.etcdUrl();
  }

  @Override
  public void compactHistory() {
    Etcd.compact(etcdUrl());
  }

  /**
   * The file kube-apiserver writes its audit log to, one JSON event a line; there if {@link
   * Builder#auditLog()} was called.
   */
  public Path auditLog() {
    return workplace.folder.resolve("audit.log");
  }

  /**
   * A program of this cluster's version, such as {@code kubectl}; an exception if it is not there.
   */
  public Path program(String name) {
    return plane.binaries.program(name);
  }

  /**
   * A program of the newest known version, such as {@code kubectl}, if it is there; no cluster is
   * needed.
   */
  public static Optional<Path> findProgram(String name) {
    return Binaries.find(Optional.empty())
        .filter(binaries -> binaries.has(name))
        .map(binaries -> binaries.program(name));
  }

  /** The last lines that every process of the cluster printed, for a failed test's report. */
  public String logs() {
    return workplace.logs();
  }

  @Override
  public void close() {
    workplace.close();
  }

  @Override
  public String toString() {
    return "RealCluster[" + plane.url() + "]";
  }

  static Pem pem(String text) {
    return Pem.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Settings of a cluster. Not thread-safe. */
  public static final class Builder {
    Optional<String> version = Optional.empty();
    boolean controllerManager;
    boolean scheduler;
    int nodes;
    boolean allApis;
    boolean auditLog;
    final Map<String, List<String>> users = new LinkedHashMap<>();
    final List<String> featureGates = new ArrayList<>();
    final List<String> apiServerFlags = new ArrayList<>();
    final List<String> etcdFlags = new ArrayList<>();

    private Builder() {}

    /**
     * Kubernetes version without its v, such as {@code 1.35.4}; default: the newest that is known.
     */
    public Builder version(String version) {
      this.version = Optional.of(version);
      return this;
    }

    /**
     * Runs the controller manager too. Without it service accounts are not made, and pods need
     * none.
     */
    public Builder controllerManager() {
      this.controllerManager = true;
      return this;
    }

    /** Runs the scheduler too. */
    public Builder scheduler() {
      this.scheduler = true;
      return this;
    }

    /**
     * Simulates this many nodes, {@code node-0} and so on, whose pods become ready and end.
     * Default: none.
     */
    public Builder nodes(int nodes) {
      if (nodes < 0) {
        throw new IllegalArgumentException("nodes: " + nodes);
      }
      this.nodes = nodes;
      return this;
    }

    /** Serves every group and version there is, with all feature gates on. */
    public Builder allApis() {
      this.allApis = true;
      return this;
    }

    /** Serves and stores CBOR. */
    public Builder cbor() {
      return featureGate("CBORServingAndStorage", true);
    }

    /** Switches a feature gate of kube-apiserver. */
    public Builder featureGate(String name, boolean on) {
      featureGates.add(name + "=" + on);
      return this;
    }

    /** Writes an audit log; see {@link RealCluster#auditLog()}. */
    public Builder auditLog() {
      this.auditLog = true;
      return this;
    }

    /** A user with a token, for {@link RealCluster#config(String)}. */
    public Builder user(String name, String... groups) {
      users.put(name, List.of(groups));
      return this;
    }

    /** A further flag of kube-apiserver, such as {@code --request-timeout=5s}. */
    public Builder apiServerFlag(String flag) {
      apiServerFlags.add(flag);
      return this;
    }

    /** A further flag of etcd. */
    public Builder etcdFlag(String flag) {
      etcdFlags.add(flag);
      return this;
    }

    /**
     * Starts the cluster and waits until it serves, its namespaces are there, and its nodes if it
     * has some are ready.
     *
     * @throws IllegalStateException if the programs are not there or do not start; nothing is left
     *     running
     */
    public RealCluster start() {
      Binaries binaries =
          Binaries.find(version)
              .orElseThrow(() -> new IllegalStateException(Binaries.advice(version)));
      try {
        Workplace workplace = new Workplace();
        boolean started = false;
        try {
          ControlPlane plane = new ControlPlane(this, binaries, workplace);
          plane.start();
          started = true;
          return new RealCluster(workplace, plane);
        } finally {
          if (!started) {
            workplace.close();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
