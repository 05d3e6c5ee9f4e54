package io.kybern.cli;

import io.kybern.client.Kubernetes;
import io.kybern.client.config.Kubeconfig;
import io.kybern.client.config.RestConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of all commands that talk to a cluster. */
final class ClusterFlags {
  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Namespace to work in; by default that of the context.")
  private @Nullable String namespace;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Kubeconfig to use instead of KUBECONFIG and ~/.kube/config.")
  private @Nullable String kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Context of the kubeconfig to use.")
  private @Nullable String context;

  /** The cluster that the flags mean. Nothing is sent yet. */
  Kubernetes connect(Console console) {
    return Kubernetes.connect(config(console));
  }

  RestConfig config(Console console) {
    RestConfig config;
    if (kubeconfig == null && context == null) {
      config = RestConfig.load();
    } else {
      Kubeconfig file =
          kubeconfig == null ? Kubeconfig.load() : Kubeconfig.load(console.resolve(kubeconfig));
      config = context == null ? file.config() : file.config(context);
    }
    return namespace == null ? config : config.toBuilder().namespace(namespace).build();
  }

  /** The namespace that the command line names, {@code null} if it names none. */
  @Nullable String namespace() {
    return namespace;
  }

  /** Whether the command line says which cluster is meant. */
  boolean namesCluster() {
    return kubeconfig != null || context != null;
  }
}
