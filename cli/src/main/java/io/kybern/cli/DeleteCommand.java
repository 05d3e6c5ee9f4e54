package io.kybern.cli;

import io.kybern.client.Delete;
import io.kybern.client.Kubernetes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kybern delete}. */
@Command(
    name = "kybern delete",
    description = {"Delete resources by files, names or labels, and wait until they are gone.", ""},
    footer = {
      "",
      "Examples:",
      "  # Everything that the manifests of a directory name",
      "  kybern delete -f shop/",
      "",
      "  # One pod, at once",
      "  kybern delete pod web-0 --now",
      "",
      "  # All config maps with a label",
      "  kybern delete cm -l app=web"
    })
final class DeleteCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ClusterFlags cluster = new ClusterFlags();
  @Mixin private SelectorFlags selector = new SelectorFlags();
  @Mixin private FileFlags files = new FileFlags();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "With a selector or --all: in all namespaces.")
  private boolean allNamespaces;

  @Option(names = "--all", description = "Delete all objects of the types.")
  private boolean all;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "name prints only resource and name.")
  private String output = "";

  @Option(
      names = "--cascade",
      paramLabel = "HOW",
      arity = "0..1",
      fallbackValue = "background",
      description = "What happens to dependents: background, foreground or orphan.")
  private String cascade = "background";

  @Option(
      names = "--grace-period",
      paramLabel = "SECONDS",
      description = "Seconds that objects have to end well. Below zero: what the server says.")
  private int gracePeriod = -1;

  @Option(names = "--now", description = "The same as --grace-period=1.")
  private boolean now;

  @Option(
      names = "--force",
      description = "With --grace-period=0: do not wait for confirmation that a pod has ended.")
  private boolean force;

  @Option(
      names = "--ignore-not-found",
      description = "Treat objects that are not there as deleted.")
  private boolean ignoreNotFound;

  @Option(
      names = "--wait",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "BOOL",
      description = "Wait until the objects are gone. Default: true.")
  private boolean wait = true;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long to wait, such as 30s or 2m; 0s for as long as it takes.")
  private String timeout = "0s";

  @Option(
      names = "--dry-run",
      paramLabel = "HOW",
      description = "none; client, which sends nothing; or server, which deletes nothing.")
  private String dryRun = "none";

  @Parameters(paramLabel = "TYPE|NAME", description = "TYPE[,TYPE...] [NAME...] or TYPE/NAME...")
  private List<String> arguments = List.of();

  DeleteCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!output.isEmpty() && !output.equals("name")) {
      throw new Failure("unexpected -o output mode: " + output + ". We only support '-o name'");
    }
    WriteFlags.DryRun dry = WriteFlags.dryRun(dryRun);
    Duration limit = Durations.parse("--timeout", timeout);
    Delete options = options(dry);
    if (arguments.isEmpty() && files.isEmpty()) {
      throw new Failure(
          "You must provide one or more resources by argument or filename.\n"
              + "See 'kybern delete --help' for usage.");
    }
    try (Kubernetes k8s = cluster.connect(console)) {
      Deleter deleter =
          new Deleter(console, k8s, options, dry, ignoreNotFound, output.equals("name"));
      List<Wanted> wanted = wanted(k8s);
      for (Wanted w : wanted) {
        deleter.delete(w, selector.query());
      }
      if (wait && dry == WriteFlags.DryRun.NONE) {
        deleter.await(limit);
      }
      return deleter.code();
    }
  }

  private Delete options(WriteFlags.DryRun dry) {
    Delete options =
        switch (cascade) {
          case "background", "true" -> Delete.background();
          case "foreground" -> Delete.foreground();
          case "orphan", "false" -> Delete.orphan();
          default ->
              throw new Failure(
                  "invalid cascade value ("
                      + cascade
                      + "). Must be \"background\", \"foreground\", or \"orphan\"");
        };
    int grace = now ? 1 : gracePeriod;
    if (now && gracePeriod >= 0) {
      throw new Failure("--now and --grace-period cannot be specified together");
    }
    if (grace == 0 && !force) {
      grace = 1; // As kubectl does: only with --force is a pod dropped before it has ended.
    }
    if (force && grace < 0) {
      grace = 0;
    }
    if (force && grace > 0) {
      throw new Failure("--force and --grace-period greater than 0 cannot be specified together");
    }
    if (force) {
      console.message(
          "Warning: Immediate deletion does not wait for confirmation that the running resource has"
              + " been terminated. The resource may continue to run on the cluster indefinitely.");
    }
    options = grace >= 0 ? options.grace(Duration.ofSeconds(grace)) : options;
    return dry == WriteFlags.DryRun.SERVER ? options.dryRun() : options;
  }

  private List<Wanted> wanted(Kubernetes k8s) {
    if (!files.isEmpty()) {
      if (!arguments.isEmpty()) {
        throw new Failure(
            "when paths are provided as input, you may not specify resource arguments as well");
      }
      return Plan.of(console, cluster, k8s, files.files(console), Validation.IGNORE, true).stream()
          .map(Plan.Item::wanted)
          .toList();
    }
    List<Wanted> wanted =
        Wanted.parse(k8s.discovery(), arguments, allNamespaces ? null : k8s.namespace());
    boolean named = wanted.stream().anyMatch(w -> w.name() != null);
    if (named && (!selector.isEmpty() || all)) {
      throw new Failure("name cannot be provided when a selector is specified");
    }
    if (named && allNamespaces) {
      throw new Failure("a resource cannot be retrieved by name across all namespaces");
    }
    if (!named && selector.isEmpty() && !all) {
      throw new Failure("resource(s) were provided, but no name was specified");
    }
    return wanted;
  }
}
