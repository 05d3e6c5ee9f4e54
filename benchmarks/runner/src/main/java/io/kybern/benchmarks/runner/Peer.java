package io.kybern.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A client that is compared.
 *
 * @param name as it is called on the command line and in the results
 * @param driver main class of its driver; empty for the Go program
 * @param version version of the client
 * @param path the Go program, or the folder of the Java module
 * @param classPath jars of the client alone; empty for Go
 */
record Peer(String name, String driver, String version, Path path, List<Path> classPath) {
  static final String KYBERN = "kybern";

  /** The peers that were built, Kybern first. */
  static List<Peer> find(Path benchmarks) throws IOException {
    Path peers = benchmarks.resolve("peers");
    List<Peer> found = new ArrayList<>();
    found.add(java(peers, KYBERN, "kybern.KybernPeer", "kybern-client"));
    found.add(java(peers, "fabric8", "fabric8.Fabric8Peer", "kubernetes-client"));
    found.add(java(peers, "fabric8-7.8", "fabric8.Fabric8Peer", "kubernetes-client"));
    found.add(java(peers, "official", "official.OfficialPeer", "client-java"));
    Path go = benchmarks.resolve("target/client-go");
    if (Files.isExecutable(go)) {
      String module = Files.readString(peers.resolve("client-go/go.mod"));
      Matcher version = Pattern.compile("k8s.io/client-go v(\\S+)").matcher(module);
      found.add(new Peer("client-go", "", version.find() ? version.group(1) : "", go, List.of()));
    }
    found.removeIf(peer -> peer.version.isEmpty());
    return found;
  }

  private static Peer java(Path peers, String name, String driver, String artifact)
      throws IOException {
    Path module = peers.resolve(name);
    List<Path> jars = new ArrayList<>();
    String version = "";
    Path lib = module.resolve("target/lib");
    if (Files.isDirectory(lib)) {
      try (Stream<Path> files = Files.list(lib)) {
        files.filter(jar -> !isOurs(jar)).sorted().forEach(jars::add);
      }
      Pattern pattern = Pattern.compile(Pattern.quote(artifact) + "-(\\d.*)\\.jar");
      for (Path jar : jars) {
        Matcher matcher = pattern.matcher(jar.getFileName().toString());
        version = matcher.matches() ? matcher.group(1) : version;
      }
    }
    return new Peer(name, "io.kybern.benchmarks." + driver, version, module, jars);
  }

  private static boolean isOurs(Path jar) {
    return jar.getFileName().toString().startsWith("benchmarks-");
  }

  boolean isJava() {
    return !driver.isEmpty();
  }

  boolean isKybern() {
    return name.equals(KYBERN);
  }

  /** Name and version for people; Kybern's version says nothing yet. */
  String label() {
    if (isKybern()) {
      return name;
    }
    return (name.startsWith("fabric8") ? "fabric8" : name) + " " + version;
  }

  /** The command that runs {@code mode} with {@code settings}; Go has no Java flags. */
  List<String> command(Path java, List<String> flags, String mode, List<String> settings)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (!isJava()) {
      command.add(path.toString());
      command.add(mode);
    } else {
      command.add(java.resolve("bin/java").toString());
      command.addAll(flags);
      command.add("-cp");
      command.add(fullClassPath());
      command.add("io.kybern.benchmarks.common.Driver");
      command.add(mode);
      command.add(driver);
    }
    command.addAll(settings);
    return command;
  }

  private String fullClassPath() throws IOException {
    List<String> jars = new ArrayList<>();
    for (Path folder : List.of(path.resolve("target"), path.resolve("target/lib"))) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(f -> f.toString().endsWith(".jar") && (isOurs(f) || classPath.contains(f)))
            .sorted()
            .forEach(f -> jars.add(f.toString()));
      }
    }
    return String.join(":", jars);
  }
}
