package io.kybern.client.config;

import io.kybern.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The settings that Kubernetes gives to the programs in its pods. */
final class InCluster {
  /** Where the service account is mounted. */
  static final Path MOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private static final String HOST = "KUBERNETES_SERVICE_HOST";
  private static final String PORT = "KUBERNETES_SERVICE_PORT";

  private InCluster() {}

  static boolean possible(Map<String, String> environment) {
    return !environment.getOrDefault(HOST, "").isEmpty()
        && !environment.getOrDefault(PORT, "").isEmpty();
  }

  static RestConfig load(Map<String, String> environment, Path mount) {
    if (!possible(environment)) {
      throw new ConfigException(
          "not in a pod: expected the environment variables " + HOST + " and " + PORT);
    }
    String host = Objects.requireNonNull(environment.get(HOST));
    String address = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    Path token = mount.resolve("token");
    Path authority = mount.resolve("ca.crt");
    expect(token, "the token of the service account");
    expect(authority, "the certificate authority of the cluster");
    return RestConfig.builder("https://" + address + ":" + environment.get(PORT))
        .certificateAuthority(Pem.file(authority))
        .tokenFile(token)
        .namespace(namespace(environment, mount.resolve("namespace")))
        .build();
  }

  private static void expect(Path file, String what) {
    if (!Files.isReadable(file)) {
      throw new ConfigException(file + ": expected a file that can be read with " + what);
    }
  }

  private static String namespace(Map<String, String> environment, Path file) {
    String own = environment.getOrDefault("POD_NAMESPACE", "");
    if (!own.isEmpty()) {
      return own;
    }
    if (!Files.exists(file)) {
      return "default";
    }
    try {
      String namespace = Files.readString(file).strip();
      return namespace.isEmpty() ? "default" : namespace;
    } catch (IOException e) {
      throw new ConfigException(file + ": expected a file that can be read: " + e, e);
    }
  }
}
