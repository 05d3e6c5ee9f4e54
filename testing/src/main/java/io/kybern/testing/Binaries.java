package io.kybern.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Where the programs of a control plane are. */
record Binaries(Path folder) {
  /** Folder with etcd and kube-apiserver that people with envtest have. */
  private static final String ASSETS = "KUBEBUILDER_ASSETS";

  /** The programs of a version, if they are all there. */
  static Optional<Binaries> find(Optional<String> version) {
    Optional<Path> assets = set(ASSETS);
    if (version.isEmpty() && assets.isPresent()) {
      return assets.map(Binaries::new);
    }
    Binaries cached = new Binaries(cache().resolve(version.orElseGet(Binaries::newest)));
    return cached.has("etcd") && cached.has("kube-apiserver")
        ? Optional.of(cached)
        : Optional.empty();
  }

  /** Where to look and what to do, for people whose search failed. */
  static String advice(Optional<String> version) {
    return "no etcd and kube-apiserver in "
        + cache().resolve(version.orElseGet(Binaries::newest))
        + ": run conformance/cluster/build (needs Go), or set "
        + ASSETS
        + " to a folder that has them";
  }

  /** The folder that conformance/cluster/build uses, found by the same rules. */
  private static Path cache() {
    return set("KYBERN_CACHE")
        .or(() -> set("XDG_CACHE_HOME").map(caches -> caches.resolve("kybern")))
        .orElseGet(
            () ->
                set("HOME")
                    .orElseGet(() -> Path.of(System.getProperty("user.home")))
                    .resolve(".cache")
                    .resolve("kybern"))
        .resolve("cluster");
  }

  private static Optional<Path> set(String variable) {
    return Optional.ofNullable(System.getenv(variable))
        .filter(value -> !value.isEmpty())
        .map(Path::of);
  }

  /**
   * The Kubernetes version, without its v, of the first line of the list of known control planes.
   */
  static String newest() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Binaries.class.getResourceAsStream("versions")),
                StandardCharsets.UTF_8))) {
      List<String> lines =
          reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
      return lines.get(0).split("\\s+")[1].substring(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String program) {
    return Files.isExecutable(folder.resolve(program));
  }

  /** The program's file; an exception that names it if it is not there. */
  Path program(String name) {
    if (!has(name)) {
      throw new IllegalStateException("no " + name + " in " + folder);
    }
    return folder.resolve(name);
  }
}
