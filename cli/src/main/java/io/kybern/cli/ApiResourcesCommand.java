package io.kybern.cli;

import io.kybern.client.ApiResource;
import io.kybern.client.Discovery;
import io.kybern.client.Kubernetes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kybern api-resources}. */
@Command(
    name = "kybern api-resources",
    description = {"Show what kinds of resources the server has.", ""})
final class ApiResourcesCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ClusterFlags cluster = new ClusterFlags();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "name or wide.")
  private String output = "";

  @Option(names = "--api-group", paramLabel = "GROUP", description = "Only those of a group.")
  private @Nullable String group;

  @Option(
      names = "--namespaced",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "BOOL",
      description = "Only those that are in namespaces, or with false those that are not.")
  private @Nullable Boolean namespaced;

  @Option(
      names = "--verbs",
      paramLabel = "VERBS",
      split = ",",
      description = "Only those that the server does all of these with, such as list,watch.")
  private List<String> verbs = List.of();

  @Option(
      names = "--categories",
      paramLabel = "NAMES",
      split = ",",
      description = "Only those in all of these categories.")
  private List<String> categories = List.of();

  @Option(names = "--no-headers", description = "Print no names of columns.")
  private boolean noHeaders;

  ApiResourcesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!List.of("", "name", "wide").contains(output)) {
      throw new Failure("--output " + output + " is not available");
    }
    Discovery discovery;
    try (Kubernetes k8s = cluster.connect(console)) {
      discovery = k8s.discovery();
    }
    List<ApiResource> resources =
        discovery.preferredResources().stream()
            .filter(this::shows)
            .sorted(Comparator.comparing(ApiResource::group).thenComparing(ApiResource::plural))
            .toList();
    if (output.equals("name")) {
      resources.forEach(
          r -> console.println(r.group().isEmpty() ? r.plural() : r.plural() + "." + r.group()));
    } else {
      table(resources);
    }
    discovery
        .failures()
        .forEach(
            (version, reason) ->
                console.message(
                    "error: unable to retrieve the complete list of server APIs: "
                        + version
                        + ": "
                        + reason));
    return discovery.failures().isEmpty() ? Kybern.OK : Kybern.FAILED;
  }

  private boolean shows(ApiResource resource) {
    return !resource.verbs().isEmpty()
        && (group == null || group.equals(resource.group()))
        && (namespaced == null || namespaced == resource.namespaced())
        && resource.verbs().containsAll(verbs)
        && resource.categories().containsAll(categories);
  }

  private void table(List<ApiResource> resources) {
    boolean wide = output.equals("wide");
    TextTable table = new TextTable();
    if (!noHeaders) {
      List<String> headers =
          new ArrayList<>(List.of("NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"));
      if (wide) {
        headers.addAll(List.of("VERBS", "CATEGORIES"));
      }
      table.row(headers);
    }
    for (ApiResource resource : resources) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  resource.plural(),
                  String.join(",", resource.shortNames()),
                  resource.apiVersion(),
                  String.valueOf(resource.namespaced()),
                  resource.kind()));
      if (wide) {
        row.add(String.join(",", resource.verbs()));
        row.add(String.join(",", resource.categories()));
      }
      table.row(row);
    }
    table.print(console);
  }
}
