package io.kybern.cli;

import io.kybern.client.Kubernetes;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kybern watch}. */
@Command(
    name = "kybern watch",
    description = {"Show resources, and what happens to them, until interrupted.", ""},
    footer = {
      "",
      "Examples:",
      "  # Everything that happens to the pods of the namespace",
      "  kybern watch pods",
      "",
      "  # Changes of one deployment, as JSON",
      "  kybern watch deploy/web --changes-only -o json"
    })
final class WatchCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ClusterFlags cluster = new ClusterFlags();
  @Mixin private SelectorFlags selector = new SelectorFlags();

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

  @Option(names = "--changes-only", description = "Leave out what is there already.")
  private boolean changesOnly;

  @Parameters(arity = "1..*", paramLabel = "TYPE|NAME", description = "TYPE [NAME] or TYPE/NAME.")
  private List<String> arguments = List.of();

  WatchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    OutputFormat format = OutputFormat.of(output, true);
    TablePrinter.Style style =
        new TablePrinter.Style(
            !noHeaders, format == OutputFormat.WIDE, allNamespaces, false, null, true);
    try (Kubernetes k8s = cluster.connect(console)) {
      List<Wanted> wanted =
          Wanted.parse(k8s.discovery(), arguments, allNamespaces ? null : k8s.namespace());
      return new Watcher(console, k8s, format, style, false, !changesOnly).watch(wanted, selector);
    }
  }
}
