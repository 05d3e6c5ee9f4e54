package io.kybern.cli;

import io.kybern.client.Kubernetes;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kybern get}. */
@Command(
    name = "kybern get",
    description = {
      "Show one or many resources, as the tables that the server makes of them or as they are.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  # All pods of the namespace, with more columns",
      "  kybern get pods -o wide",
      "",
      "  # Services and deployments of all namespaces that have a label",
      "  kybern get svc,deploy -A -l app=web",
      "",
      "  # One deployment as YAML",
      "  kybern get deploy/web -o yaml",
      "",
      "  # Pods, and then their changes",
      "  kybern get pods -w"
    })
final class GetCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ClusterFlags cluster = new ClusterFlags();
  @Mixin private SelectorFlags selector = new SelectorFlags();
  @Mixin private FileFlags files = new FileFlags();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Show what is in any namespace.")
  private boolean allNamespaces;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "yaml, json, name or wide.")
  private @Nullable String output;

  @Option(names = "--no-headers", description = "Print tables without the names of the columns.")
  private boolean noHeaders;

  @Option(names = "--show-labels", description = "Print the labels in the last column.")
  private boolean showLabels;

  @Option(names = "--show-managed-fields", description = "Keep managedFields in YAML and JSON.")
  private boolean showManagedFields;

  @Option(
      names = "--ignore-not-found",
      description = "Treat objects that are not there as a success.")
  private boolean ignoreNotFound;

  @Option(
      names = {"-w", "--watch"},
      description = "After the objects, show their changes until interrupted.")
  private boolean watch;

  @Option(names = "--watch-only", description = "Show changes only, until interrupted.")
  private boolean watchOnly;

  @Option(names = "--output-watch-events", description = "Say what happened, in tables and names.")
  private boolean events;

  @Parameters(
      paramLabel = "TYPE|NAME",
      description =
          "TYPE[,TYPE...] [NAME...] or TYPE/NAME...; a type is a plural, singular, kind, short"
              + " name or category, with or without its group.")
  private List<String> arguments = List.of();

  GetCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    OutputFormat format = OutputFormat.of(output, true);
    if (arguments.isEmpty() && files.isEmpty()) {
      throw new Failure(
          "Required resource not specified.\n"
              + "Use \"kybern api-resources\" for a complete list of supported resources.\n"
              + "See 'kybern get --help' for usage.");
    }
    try (Kubernetes k8s = cluster.connect(console)) {
      List<Wanted> wanted = wanted(k8s);
      boolean named = wanted.stream().anyMatch(w -> w.name() != null);
      if (named && !selector.isEmpty()) {
        throw new Failure("name cannot be provided when a selector is specified");
      }
      if (named && allNamespaces) {
        throw new Failure("a resource cannot be retrieved by name across all namespaces");
      }
      TablePrinter.Style style =
          new TablePrinter.Style(
              !noHeaders, format == OutputFormat.WIDE, allNamespaces, showLabels, null, events);
      if (watch || watchOnly) {
        return new Watcher(console, k8s, format, style, showManagedFields, !watchOnly)
            .watch(wanted, selector);
      }
      return new Getter(console, k8s, selector.query(), ignoreNotFound)
          .get(wanted, format, style, showManagedFields);
    }
  }

  private List<Wanted> wanted(Kubernetes k8s) {
    if (files.isEmpty()) {
      return Wanted.parse(k8s.discovery(), arguments, allNamespaces ? null : k8s.namespace());
    }
    if (!arguments.isEmpty()) {
      throw new Failure(
          "when paths are provided as input, you may not specify resource arguments as well");
    }
    return Plan.of(console, cluster, k8s, files.files(console), Validation.IGNORE, true).stream()
        .map(Plan.Item::wanted)
        .toList();
  }
}
