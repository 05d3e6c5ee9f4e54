package io.kybern.testing;

import io.kybern.api.core.v1.Node;
import io.kybern.client.Kubernetes;
import io.kybern.client.config.RestConfig;
import io.kybern.error.ApiException;
import io.kybern.error.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import okhttp3.tls.HeldCertificate;

/** The processes of one real cluster, started one after the other by one thread. */
final class ControlPlane {
  static final String ADMIN = "kybern-admin";

  /** kwok answers kubelet requests of all its nodes on one port. */
  private static final String LOOPBACK = "127.0.0.1";

  final Binaries binaries;
  final Authority authority = new Authority();
  private final RealCluster.Builder settings;
  private final Workplace place;
  private final Map<String, String> tokens = new LinkedHashMap<>();

  /** Owned by the starting thread until {@link #start} returns; not changed later. */
  private int etcdPort;

  private int apiPort;
  private int kubeletPort;

  ControlPlane(RealCluster.Builder settings, Binaries binaries, Workplace place) {
    this.settings = settings;
    this.binaries = binaries;
    this.place = place;
    tokens.put(ADMIN, newToken());
    settings.users.keySet().forEach(user -> tokens.put(user, newToken()));
  }

  private static String newToken() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  String url() {
    return "https://" + LOOPBACK + ":" + apiPort;
  }

  String etcdUrl() {
    return "http://" + LOOPBACK + ":" + etcdPort;
  }

  RestConfig tokenConfig(String user) {
    String token = tokens.get(user);
    if (token == null) {
      throw new IllegalArgumentException("no user '" + user + "' with a token");
    }
    return RestConfig.builder(url())
        .certificateAuthority(RealCluster.pem(authority.pem()))
        .token(token)
        .build();
  }

  String kubeconfig(String user) {
    return String.format(
        Locale.ROOT,
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: real
          cluster:
            server: %s
            certificate-authority-data: %s
        users:
        - name: %s
          user:
            token: %s
        contexts:
        - name: real
          context:
            cluster: real
            user: %s
        current-context: real
        """,
        url(),
        Base64.getEncoder().encodeToString(authority.pem().getBytes(StandardCharsets.US_ASCII)),
        user,
        tokens.get(user),
        user);
  }

  void start() throws IOException {
    int peerPort;
    try (ServerSocket a = free();
        ServerSocket b = free();
        ServerSocket c = free();
        ServerSocket d = free()) {
      etcdPort = a.getLocalPort();
      peerPort = b.getLocalPort();
      apiPort = c.getLocalPort();
      kubeletPort = d.getLocalPort();
    }
    files();
    place.start("etcd", etcd(peerPort));
    Process apiServer = place.start("kube-apiserver", apiServer());
    try (Kubernetes client = Kubernetes.connect(tokenConfig(ADMIN))) {
      await(apiServer, () -> ready(client));
      if (settings.controllerManager) {
        Process manager = place.start("kube-controller-manager", controllerManager());
        await(
            manager, () -> client.coreV1().serviceAccounts("default").find("default").isPresent());
      }
      if (settings.scheduler) {
        place.start(
            "kube-scheduler",
            List.of(
                binaries.program("kube-scheduler").toString(),
                "--kubeconfig=" + file("kubeconfig"),
                "--leader-elect=false",
                "--secure-port=0"));
      }
      if (settings.nodes > 0) {
        startNodes(client);
      }
    }
  }

  private void startNodes(Kubernetes client) throws IOException {
    Process kwok =
        place.start(
            "kwok",
            List.of(
                binaries.program("kwok").toString(),
                "--kubeconfig=" + file("kubeconfig"),
                "--config=" + file("stages.yaml"),
                "--manage-all-nodes",
                "--node-ip=" + LOOPBACK,
                "--node-port=" + kubeletPort,
                "--server-address=" + LOOPBACK + ":" + kubeletPort,
                "--tls-cert-file=" + file("server.crt"),
                "--tls-private-key-file=" + file("server.key"),
                "--node-lease-duration-seconds=40"));
    for (int i = 0; i < settings.nodes; i++) {
      String name = "node-" + i;
      client
          .coreV1()
          .nodes()
          .create(
              Node.builder()
                  .metadata(
                      m ->
                          m.name(name)
                              .label("kubernetes.io/hostname", name)
                              .label("kubernetes.io/os", "linux"))
                  .build());
    }
    await(kwok, () -> client.coreV1().nodes().list().stream().allMatch(ControlPlane::isReady));
  }

  private static boolean isReady(Node node) {
    return node.status().conditions().stream()
        .anyMatch(c -> "Ready".equals(c.type()) && "True".equals(c.status()));
  }

  private static boolean ready(Kubernetes client) {
    try {
      return "ok".equals(client.raw().getText("/readyz"))
          && client.coreV1().namespaces().find("default").isPresent();
    } catch (TransportException notListening) {
      return false;
    } catch (ApiException notReady) {
      return false;
    }
  }

  /** Waits for as long as it takes; a process that ends fails it, with the logs. */
  private void await(Process process, BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean()) {
        String ended = place.ended();
        if (ended != null || process.waitFor(25, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException(
              "the real cluster did not start: " + ended + " has ended" + place.logs());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the real cluster started", e);
    }
  }

  private static ServerSocket free() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }

  private Path file(String name) {
    return place.folder.resolve(name);
  }

  private void files() throws IOException {
    HeldCertificate server = authority.server("kube-apiserver");
    HeldCertificate signer = Authority.tokenSigner();
    Authority.write(file("ca.crt"), authority.pem());
    Authority.write(file("ca.key"), authority.keyPem());
    Authority.write(file("server.crt"), server.certificatePem());
    Authority.write(file("server.key"), server.privateKeyPkcs8Pem());
    Authority.write(file("tokens.key"), signer.privateKeyPkcs1Pem());
    StringBuilder users = new StringBuilder();
    tokens.forEach(
        (user, token) -> {
          List<String> groups =
              user.equals(ADMIN)
                  ? List.of("system:masters")
                  : settings.users.getOrDefault(user, List.of());
          users.append(token).append(',').append(user).append(',').append(user);
          users.append(",\"").append(String.join(",", groups)).append("\"\n");
        });
    Authority.write(file("tokens.csv"), users.toString());
    Authority.write(file("kubeconfig"), kubeconfig(ADMIN));
    if (settings.auditLog) {
      Authority.write(
          file("audit.yaml"),
          "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules:\n- level: Metadata\n");
    }
    if (settings.nodes > 0) {
      Path log = Authority.write(file("containers.log"), Instant.now() + " stdout F started\n");
      Authority.write(file("stages.yaml"), NodeStages.text(log));
    }
  }

  private List<String> etcd(int peerPort) {
    List<String> command = new ArrayList<>();
    String peer = "http://" + LOOPBACK + ":" + peerPort;
    command.add(binaries.program("etcd").toString());
    command.add("--data-dir=" + file("etcd"));
    command.add("--listen-client-urls=" + etcdUrl());
    command.add("--advertise-client-urls=" + etcdUrl());
    command.add("--listen-peer-urls=" + peer);
    command.add("--initial-advertise-peer-urls=" + peer);
    command.add("--initial-cluster=default=" + peer);
    // What a test writes need not survive the machine.
    command.add("--unsafe-no-fsync");
    command.addAll(settings.etcdFlags);
    return command;
  }

  private List<String> apiServer() {
    List<String> command = new ArrayList<>();
    command.add(binaries.program("kube-apiserver").toString());
    command.add("--etcd-servers=" + etcdUrl());
    command.add("--bind-address=" + LOOPBACK);
    command.add("--secure-port=" + apiPort);
    command.add("--tls-cert-file=" + file("server.crt"));
    command.add("--tls-private-key-file=" + file("server.key"));
    command.add("--client-ca-file=" + file("ca.crt"));
    command.add("--token-auth-file=" + file("tokens.csv"));
    command.add("--authorization-mode=RBAC");
    command.add("--allow-privileged=true");
    // Names of simulated nodes are in no DNS.
    command.add("--kubelet-preferred-address-types=InternalIP");
    command.add("--service-cluster-ip-range=10.96.0.0/16");
    command.add("--service-account-issuer=https://kubernetes.default.svc.cluster.local");
    command.add("--service-account-key-file=" + file("tokens.key"));
    command.add("--service-account-signing-key-file=" + file("tokens.key"));
    if (!settings.controllerManager) {
      // Nobody makes the service accounts that it asks for.
      command.add("--disable-admission-plugins=ServiceAccount");
    }
    List<String> gates = new ArrayList<>(settings.featureGates);
    if (settings.allApis) {
      command.add("--runtime-config=api/all=true");
      gates.addAll(0, List.of("AllAlpha=true", "AllBeta=true"));
    }
    if (!gates.isEmpty()) {
      command.add("--feature-gates=" + String.join(",", gates));
    }
    if (settings.auditLog) {
      command.add("--audit-policy-file=" + file("audit.yaml"));
      command.add("--audit-log-path=" + file("audit.log"));
    }
    command.addAll(settings.apiServerFlags);
    return command;
  }

  private List<String> controllerManager() {
    return List.of(
        binaries.program("kube-controller-manager").toString(),
        "--kubeconfig=" + file("kubeconfig"),
        "--leader-elect=false",
        "--secure-port=0",
        "--root-ca-file=" + file("ca.crt"),
        "--cluster-signing-cert-file=" + file("ca.crt"),
        "--cluster-signing-key-file=" + file("ca.key"),
        "--service-account-private-key-file=" + file("tokens.key"));
  }
}
