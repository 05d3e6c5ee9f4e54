package io.kybern.cli;

import io.kybern.client.Kubernetes;
import io.kybern.client.ServerVersion;
import io.kybern.model.wire.Codec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kybern version}. */
@Command(
    name = "kybern version",
    description = {"Show the versions of this program and of the server.", ""})
final class VersionCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ClusterFlags cluster = new ClusterFlags();

  @Option(names = "--client", description = "Ask no server.")
  private boolean clientOnly;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "yaml or json.")
  private String output = "";

  VersionCommand(Console console) {
    this.console = console;
  }

  /** The version of this program, {@code dev} if it was not built as a whole. */
  static String own() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : "v" + version;
  }

  @Override
  public Integer call() {
    if (!output.isEmpty() && !output.equals("yaml") && !output.equals("json")) {
      throw new Failure("--output must be 'yaml' or 'json'");
    }
    if (output.isEmpty()) {
      console.println("Client Version: " + own());
      if (!clientOnly) {
        console.println("Server Version: " + server());
      }
      return Kybern.OK;
    }
    Map<String, Object> versions = new LinkedHashMap<>();
    versions.put(
        "clientVersion",
        Map.of(
            "gitVersion", own(),
            "platform", platform(),
            "javaVersion", Runtime.version().toString()));
    if (!clientOnly) {
      versions.put("serverVersion", tree(server()));
    }
    boolean yaml = output.equals("yaml");
    console.out().writeBytes(yaml ? Codec.treeToYaml(versions) : JsonText.indented(versions));
    return Kybern.OK;
  }

  private ServerVersion server() {
    try (Kubernetes k8s = cluster.connect(console)) {
      return k8s.version();
    }
  }

  private static String platform() {
    return System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT)
        + "/"
        + System.getProperty("os.arch");
  }

  private static Map<String, Object> tree(ServerVersion version) {
    Map<String, Object> tree = new LinkedHashMap<>();
    put(tree, "major", version.major());
    put(tree, "minor", version.minor());
    put(tree, "gitVersion", version.gitVersion());
    put(tree, "gitCommit", version.gitCommit());
    put(tree, "gitTreeState", version.gitTreeState());
    put(tree, "buildDate", version.buildDate());
    put(tree, "goVersion", version.goVersion());
    put(tree, "compiler", version.compiler());
    put(tree, "platform", version.platform());
    return tree;
  }

  private static void put(Map<String, Object> tree, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      tree.put(name, value);
    }
  }
}
