package io.kybern.client.config;

import io.kybern.error.ConfigException;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one or more kubeconfig files say, merged as kubectl does: of clusters, users and contexts
 * the first file that defines a name owns the whole entry; of current contexts the first one
 * counts. Paths are relative to the file that has them. Immutable.
 */
public final class Kubeconfig {
  private final List<Path> files;
  private final Map<String, KubeconfigEntry> clusters = new LinkedHashMap<>();
  private final Map<String, KubeconfigEntry> users = new LinkedHashMap<>();
  private final Map<String, KubeconfigEntry> contexts = new LinkedHashMap<>();
  private String currentContext = "";

  private Kubeconfig(List<Path> files, List<KubeconfigFile> parsed) {
    this.files = List.copyOf(files);
    for (KubeconfigFile file : parsed) {
      file.clusters().forEach(clusters::putIfAbsent);
      file.users().forEach(users::putIfAbsent);
      file.contexts().forEach(contexts::putIfAbsent);
      if (currentContext.isEmpty()) {
        currentContext = file.currentContext();
      }
    }
  }

  /**
   * The files in {@code KUBECONFIG}, or {@code ~/.kube/config}. Files that do not exist are passed
   * over.
   *
   * @throws ConfigException if a file cannot be read or understood
   */
  public static Kubeconfig load() {
    return load(System.getenv());
  }

  static Kubeconfig load(Map<String, String> environment) {
    Set<Path> candidates = new LinkedHashSet<>();
    for (String name : environment.getOrDefault("KUBECONFIG", "").split(File.pathSeparator)) {
      if (!name.isEmpty()) {
        candidates.add(Path.of(name));
      }
    }
    if (candidates.isEmpty()) {
      String home = environment.getOrDefault("HOME", "");
      candidates.add(
          Path.of(home.isEmpty() ? System.getProperty("user.home") : home, ".kube", "config"));
    }
    List<KubeconfigFile> parsed = new ArrayList<>();
    for (Path file : candidates) {
      if (Files.exists(file)) {
        parsed.add(KubeconfigFile.read(file));
      }
    }
    return new Kubeconfig(List.copyOf(candidates), parsed);
  }

  /**
   * One file, alone.
   *
   * @throws ConfigException if it does not exist or cannot be understood
   */
  public static Kubeconfig load(Path file) {
    return new Kubeconfig(List.of(file), List.of(KubeconfigFile.read(file)));
  }

  /**
   * The text of a kubeconfig, such as an embedded server gives it. Relative paths in it are
   * relative to the working directory; errors call it {@code kubeconfig}.
   *
   * @throws ConfigException if it cannot be understood
   */
  public static Kubeconfig parse(String text) {
    Path name = Path.of("kubeconfig");
    return new Kubeconfig(
        List.of(name), List.of(KubeconfigFile.parse(name, text.getBytes(StandardCharsets.UTF_8))));
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return clusters.isEmpty() && users.isEmpty() && contexts.isEmpty() && currentContext.isEmpty();
  }

  /** Names of the contexts. */
  public Set<String> contexts() {
    return java.util.Collections.unmodifiableSet(contexts.keySet());
  }

  /** The context to use where none is named. */
  public Optional<String> currentContext() {
    return currentContext.isEmpty() ? Optional.empty() : Optional.of(currentContext);
  }

  /**
   * The current context.
   *
   * @throws ConfigException if there is none, or it cannot be used
   */
  public RestConfig config() {
    if (currentContext.isEmpty()) {
      throw new ConfigException(
          origin() + ": expected a current-context; contexts are " + contexts.keySet());
    }
    return config(currentContext);
  }

  /**
   * One context.
   *
   * @throws ConfigException if there is none of that name, or it cannot be used
   */
  public RestConfig config(String context) {
    KubeconfigEntry entry = contexts.get(context);
    if (entry == null) {
      throw new ConfigException(
          origin() + ": no context \"" + context + "\"; contexts are " + contexts.keySet());
    }
    String cluster = entry.text("cluster").orElse("");
    KubeconfigEntry clusterEntry = clusters.get(cluster);
    if (clusterEntry == null) {
      throw entry.problem(
          "cluster",
          cluster.isEmpty()
              ? "expected the name of a cluster"
              : "no cluster \"" + cluster + "\"; clusters are " + clusters.keySet());
    }
    String user = entry.text("user").orElse("");
    KubeconfigEntry userEntry = users.get(user);
    if (userEntry == null && !user.isEmpty()) {
      throw entry.problem("user", "no user \"" + user + "\"; users are " + users.keySet());
    }
    return KubeconfigContext.resolve(entry, clusterEntry, userEntry);
  }

  /** The files it comes from, for messages. */
  String origin() {
    return String.join(File.pathSeparator, files.stream().map(Path::toString).toList());
  }

  @Override
  public String toString() {
    return "Kubeconfig[" + origin() + ", contexts " + contexts.keySet() + "]";
  }
}
